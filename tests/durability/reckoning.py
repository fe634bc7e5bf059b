"""The ledger against the database: what was acknowledged and is missing, what stands twice, what
doesn't fit together."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, func, select

from aldaba.events import verify
from aldaba.forms.models import idempotency
from aldaba.outbox.models import outbox
from aldaba.photos.models import photo
from aldaba.photos.staging import file_names
from aldaba.requests.models import request
from aldaba.requests.service import stream_of
from aldaba.storage.database import open_reader

TENANT = "horizonte"
CHUNK = 500
MAILS = 2  # of a new request: its customer's and the team's


class Kept(Struct, frozen=True):
    """`numbers` are what the database keeps, by key; `faults` what is wrong, a sentence each."""

    numbers: dict[str, str]
    faults: list[str]


def reckon(database_url: str, acknowledged: dict[str, str], files: Path) -> Kept:
    """Compare all of `acknowledged` (key to number as it is shown) with the database."""
    with open_reader(database_url) as reader:
        numbers = reader.transact(TENANT, numbers_of, None)
        faults = [
            *_missing(acknowledged, numbers),
            *reader.transact(TENANT, incomplete),
            *reader.transact(TENANT, twice),
            *reader.transact(TENANT, verify),
            *reader.transact(TENANT, _photos, files),
        ]
    if database_url.startswith("sqlite:"):
        faults += unsound(database_url)
    return Kept(numbers, faults)


def numbers_of(db: Connection, tenant: str, keys: list[str] | None) -> dict[str, str]:
    """What became of these `keys`, or of all of them, by key."""
    mine = select(idempotency.c.key, idempotency.c.outcome).where(idempotency.c.tenant == tenant)
    if keys is None:
        return dict(db.execute(mine).all())
    chunks = (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))
    return dict(row for some in chunks for row in db.execute(mine.where(_among(some))))


def missing(database_url: str, acknowledged: dict[str, str]) -> list[str]:
    """Those of `acknowledged` that the database doesn't keep, where looking at all rows would take
    too long."""
    with open_reader(database_url) as reader:
        numbers = reader.transact(TENANT, numbers_of, [*acknowledged])
        found = reader.transact(TENANT, _requests, [*numbers.values()])
    lost = [f"{key} has a key and no request" for key, one in numbers.items() if one not in found]
    return [*_missing(acknowledged, numbers), *lost]


def incomplete(db: Connection, tenant: str) -> Iterator[str]:
    """Requests without their key, event or mails."""
    keys = set(db.scalars(select(idempotency.c.outcome).where(idempotency.c.tenant == tenant)))
    mails = select(outbox.c.stream, func.count()).where(outbox.c.tenant == tenant)
    by_stream: dict[str, int] = dict(db.execute(mails.group_by(outbox.c.stream)).all())
    requests = set(db.scalars(select(request.c.number).where(request.c.tenant == tenant)))
    faults = [f"{number} has no key" for number in requests - keys]
    faults += [f"{number} has a key and no request" for number in keys - requests]
    return iter(
        faults
        + [f"{n} has no {MAILS} mails" for n in requests if by_stream.get(stream_of(n)) != MAILS]
    )


def twice(db: Connection, tenant: str) -> list[str]:
    """Customers, of whom each sent one request, who have more."""
    senders = select(request.c.email).where(request.c.tenant == tenant)
    more = db.scalars(senders.group_by(request.c.email).having(func.count() > 1))
    return [f"{email} has more than one request" for email in more]


def unsound(database_url: str) -> list[str]:
    """What SQLite's own check finds."""
    path = database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [row for (row,) in db.execute("PRAGMA integrity_check") if row != "ok"]


def _missing(acknowledged: dict[str, str], numbers: dict[str, str]) -> list[str]:
    return [
        f"{key} was acknowledged as {shown} and is {numbers.get(key, 'missing')}"
        for key, shown in acknowledged.items()
        if numbers.get(key) != shown.replace("-", "")
    ]


def _requests(db: Connection, tenant: str, numbers: list[str]) -> set[str]:
    mine = select(request.c.number).where(request.c.tenant == tenant)
    chunks = (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))
    return {n for some in chunks for n in db.scalars(mine.where(request.c.number.in_(some)))}


def _among(keys: Iterable[str]) -> object:
    return idempotency.c.key.in_(keys)


def _photos(db: Connection, tenant: str, files: Path) -> list[str]:
    """Rows whose files are missing or changed."""
    faults = []
    for row in db.execute(select(photo).where(photo.c.tenant == tenant)):
        whole, thumbnail = (files / tenant / name for name in file_names(row.id))
        if not thumbnail.is_file() or not whole.is_file():
            faults.append(f"photo {row.id} has no file")
        elif hashlib.sha256(whole.read_bytes()).hexdigest() != row.digest:
            faults.append(f"photo {row.id} was changed")
    return faults
