"""One try of one mail.

A mail that can't be handed over is tried again after each of `WAITS`, 76 hours in all, each up to
a quarter longer so that mails don't come back in step; then it is parked. One that is refused for
good, or that we can't write because of a fault in it, is parked at once. Logs and `last_error` name
a row and a kind of fault, never an address, a link or a person.
"""

import asyncio
import logging
import secrets
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from aiosmtplib import SMTPException, SMTPResponseException
from msgspec.structs import replace
from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from aldaba import clock
from aldaba.capability import Email
from aldaba.links import Signer
from aldaba.outbox import rows
from aldaba.outbox.message import addressees, compose, message_id
from aldaba.outbox.transport import Folder, Outgoing, Smtp, deliver
from aldaba.problems import Problem
from aldaba.settings import Settings
from aldaba.storage.database import Store
from aldaba.themes import Themes
from aldaba.themes.theme import Theme

WAITS = (
    *(minutes * clock.MINUTE for minutes in (1, 4, 10, 15, 30)),
    *(hours * clock.HOUR for hours in (1, 2, 4, 8, 12, 12, 12, 12, 12)),
)

Columns = dict[str, object]

FORGOTTEN: Columns = {"message": None, "undelivered": None, "last_error": None}

log = logging.getLogger(__name__)


class Service(Protocol):
    """What the outbox needs of a running service; `web.deployment.Deployment` has it."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def themes(self) -> Themes: ...
    @property
    def signer(self) -> Signer: ...


async def attempt(
    service: Service, emails: Mapping[str, Email], to: Folder | Smtp, row: Row[Any]
) -> None:
    """Try the leased `row` once and write down what came of it. Raises nothing: where even that
    can't be written, the row comes due again when its lease is over."""
    try:
        outcome = await _outcome(service, emails, to, row)
        await service.store.write(row.tenant, rows.settle, row, outcome)
    except Exception as error:  # the database is in trouble
        outcome = {"last_error": type(error).__name__}
    log.info("mail %s of %s: %s", row.id, row.tenant, outcome.get("last_error") or outcome["state"])


async def _outcome(
    service: Service, emails: Mapping[str, Email], to: Folder | Smtp, row: Row[Any]
) -> Columns:
    theme = service.themes.get(row.tenant)
    if theme is None:
        return _later(row, "no folder of the company")
    try:
        frozen = row if row.message else await _freeze(service, emails, theme, row)
    except (Problem, DBAPIError) as error:
        return _later(row, type(error).__name__)
    except Exception as error:  # a fault in this mail must not stop the others
        return _parked(row, _place(error))
    if frozen is None:
        return {"state": "dropped"}
    return await _hand_over(to, frozen, theme.tenant.mail.sender)


async def _freeze(
    service: Service, emails: Mapping[str, Email], theme: Theme, row: Row[Any]
) -> Row[Any] | None:
    """Render `row` and keep its bytes before they are sent; None when there is nobody to write
    to."""
    letter = await service.store.read(row.tenant, emails[row.kind].load, row)
    if letter is not None:
        letter = replace(letter, to=addressees(row, letter, theme.tenant.mail))
    if letter is None or not letter.to:
        return None
    base_url = service.settings.base_url
    message = await asyncio.to_thread(
        compose, row, letter, theme, service.signer, base_url=base_url, at=clock.now()
    )
    columns = {
        "message": message,
        "message_id": message_id(row, base_url),
        "undelivered": "\n".join(letter.to),
    }
    return await service.store.write(row.tenant, rows.settle, row, columns)


async def _hand_over(to: Folder | Smtp, row: Row[Any], sender: str) -> Columns:
    """Send the frozen `row` to the addresses that have not taken it yet."""
    created = clock.local(row.created_at, "UTC")
    name = f"{created:%Y%m%dT%H%M%S.%f}-{row.id}"
    mail = Outgoing(name, sender, tuple(row.undelivered.split("\n")), row.message)
    try:
        refused = await deliver(to, mail)
    except SMTPResponseException as error:
        return _later(row, f"{type(error).__name__} {error.code}")
    except (TimeoutError, OSError, SMTPException) as error:
        return _later(row, type(error).__name__)
    if not refused:
        return {"state": "sent", "sent_at": clock.now()} | FORGOTTEN
    fault = "refused: " + ", ".join(map(str, sorted(refused.values())))
    for_good = all(code >= 500 for code in refused.values())
    outcome = _parked(row, fault) if for_good else _later(row, fault)
    return outcome | {"undelivered": "\n".join(refused)}


def _later(row: Row[Any], fault: str) -> Columns:
    if row.attempts >= len(WAITS):
        return _parked(row, fault)
    wait = WAITS[row.attempts]
    due_at = clock.now() + wait + secrets.randbelow(wait // 4)
    return {"attempts": row.attempts + 1, "due_at": due_at, "last_error": fault}


def _parked(row: Row[Any], fault: str) -> Columns:
    return {"state": "parked", "attempts": row.attempts + 1, "last_error": fault}


def _place(error: Exception) -> str:
    """Where `error` came up in a template or in our code, without its text: that may quote a
    person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame
        for frame in frames
        if frame.filename.endswith((".txt", ".html")) or "aldaba" in frame.filename
    ]
    file = "/".join(Path(ours[-1].filename).parts[-3:])
    return f"{type(error).__name__} at {file}:{ours[-1].lineno}"
