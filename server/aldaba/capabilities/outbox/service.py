"""The verbs: look at a company's mail, and send again what was given up.

Plain functions of a connection; each runs in one transaction (`storage.Store`).
"""

from collections.abc import Sequence
from email import message_from_bytes, policy
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from aldaba.events import record
from aldaba.events.outbox import MailSentAgain
from aldaba.outbox.models import outbox

MOST = 100  # mails listed of each kind

# What is shown as the reason, by how `last_error` begins (`outbox.attempt`); anything else is a
# fault in how the mail is written.
REASONS = {
    "refused:": "refused",
    "TimeoutError": "slow",
    "SMTPAuthenticationError": "sign_in",
    "SMTP": "server",
    "OSError": "server",
    "Connection": "server",
    "gaierror": "server",
    "ssl": "server",
    "SSL": "server",
    "Problem": "storage",
    "OperationalError": "storage",
    "no folder": "folder",
}


class Mail(Struct, frozen=True):
    """A mail that hasn't gone out. `subject` is its own, empty until it is written; `to` are the
    addresses that lack it, `recipient` whose they are. `reason` is a key of the texts
    `outbox.reason`, empty before the first try."""

    id: str
    number: str
    recipient: str
    subject: str
    language: str
    to: tuple[str, ...]
    attempts: int
    created_at: int
    due_at: int
    reason: str
    code: str


class Listed(Struct, frozen=True):
    """The mails that were given up, newest first, those that wait to be tried again or for the
    first time, by when that is, and how many there are of each; `planned` ones aren't due yet."""

    parked: list[Mail]
    waiting: list[Mail]
    counts: dict[str, int]


def listed(db: Connection, tenant: str, at: int) -> Listed:
    """What the page shows at the moment `at`."""
    parked = (outbox.c.tenant == tenant) & (outbox.c.state == "parked")
    due = (outbox.c.tenant == tenant) & (outbox.c.state == "due")
    tried = (outbox.c.attempts > 0) | (outbox.c.due_at <= at)
    return Listed(
        _mails(db, parked, outbox.c.created_at.desc()),
        _mails(db, due & tried, outbox.c.due_at),
        {
            "parked": _count(db, parked),
            "waiting": _count(db, due & tried),
            "planned": _count(db, due & ~tried),
        },
    )


def parked_of(db: Connection, tenant: str, stream: str) -> list[Mail]:
    """The mails about a request's stream that were given up."""
    mine = (outbox.c.tenant == tenant) & (outbox.c.stream == stream)
    return _mails(db, mine & (outbox.c.state == "parked"), outbox.c.created_at)


def send_again(db: Connection, tenant: str, mail: str, at: int, by: str) -> str | None:
    """Put a parked mail back in the queue, with all its tries, and write it into the story; the
    stream that it is about. None when it is not parked, or not any more. A mail that was written
    goes out unchanged, under the same Message-ID."""
    row = db.execute(
        update(outbox)
        .where(outbox.c.tenant == tenant, outbox.c.id == mail, outbox.c.state == "parked")
        .values(state="due", attempts=0, due_at=at, last_error=None)
        .returning(outbox.c.stream, outbox.c.kind, outbox.c.recipient)
    ).one_or_none()
    if row is None:
        return None
    event = MailSentAgain(mail=row.kind, recipient=row.recipient)
    record(db, tenant, row.stream, event, at=at, role="staff", actor=by)
    return str(row.stream)


def _mails(db: Connection, which: ColumnElement[bool], order: Any) -> list[Mail]:
    return [_mail(row) for row in _rows(db, which, order)]


def _rows(db: Connection, which: ColumnElement[bool], order: Any) -> Sequence[Row[Any]]:
    return db.execute(select(outbox).where(which).order_by(order).limit(MOST)).all()


def _count(db: Connection, which: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).select_from(outbox).where(which)) or 0


def _mail(row: Row[Any]) -> Mail:
    return Mail(
        id=row.id,
        number=row.stream.partition("request:")[2],
        recipient=row.recipient.partition(":")[0],
        subject=_subject(row.message),
        language=row.language,
        to=tuple(row.undelivered.split("\n")) if row.undelivered else (),
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        reason=_reason(row.last_error),
        code=row.last_error.partition(": ")[2] if _reason(row.last_error) == "refused" else "",
    )


def _subject(message: bytes | None) -> str:
    """What the frozen message says it is about."""
    if message is None:
        return ""
    head = message.partition(b"\r\n\r\n")[0]
    return str(message_from_bytes(head, policy=policy.default)["Subject"] or "")


def _reason(error: str | None) -> str:
    if not error:
        return ""
    return next((reason for start, reason in REASONS.items() if error.startswith(start)), "fault")
