"""What follows from a closing and what becomes of it, and from the survey's own events."""

import hashlib

from sqlalchemy import Connection, update

from aldaba import outbox
from aldaba.capabilities.surveys import service
from aldaba.capabilities.surveys.models import invitation
from aldaba.events.closures import (
    ClosedUnanswered,
    ClosureAccepted,
    ClosureUndone,
    RequestClosed,
    RequestReopened,
)
from aldaba.events.surveys import SurveyInvited
from aldaba.requests import service as requests


def closed(
    db: Connection, tenant: str, stream: str, _sequence: int, event: RequestClosed, at: int
) -> None:
    """Somebody may be asked about it."""
    service.plan(db, tenant, requests.number_of(stream), event.round, at)


def settled(
    db: Connection,
    tenant: str,
    stream: str,
    _sequence: int,
    event: ClosureAccepted | ClosedUnanswered,
    at: int,
) -> None:
    """The closing is answered, or will not be: who is asked after that is due."""
    _planned(db, tenant, stream, event.round, settled_at=at, due_at=at)


def reopened(
    db: Connection, tenant: str, stream: str, _sequence: int, event: RequestReopened, _at: int
) -> None:
    """Nobody is asked while the work goes on."""
    _planned(db, tenant, stream, event.round, settled_at=None, due_at=None)


def undone(
    db: Connection, tenant: str, stream: str, _sequence: int, event: ClosureUndone, at: int
) -> None:
    """The closing waits for its answer again."""
    _planned(db, tenant, stream, event.round, settled_at=None, due_at=at)


def invited(
    db: Connection, tenant: str, stream: str, sequence: int, event: SurveyInvited, at: int
) -> None:
    """The mail that asks, and those that ask again."""
    requests.tell_customer(db, tenant, "surveys/invitation", stream, sequence, at)
    found = requests.find(db, tenant, requests.number_of(stream))
    for due_at in event.reminders if found else ():
        about = f"surveys/reminder {stream} {sequence} {due_at}".encode()
        outbox.add(
            db,
            tenant,
            "surveys/reminder",
            id=hashlib.blake2s(about, digest_size=16).hexdigest(),
            stream=stream,
            sequence=sequence,
            recipient="customer",
            language=found.language if found else "",
            at=at,
            due_at=due_at,
        )


def _planned(db: Connection, tenant: str, stream: str, round_: int, **columns: int | None) -> None:
    """Set `columns` of the invitation about that closing, while it is planned."""
    mine = (
        invitation.c.tenant == tenant,
        invitation.c.number == requests.number_of(stream),
        invitation.c.round == round_,
        invitation.c.state == "planned",
    )
    db.execute(update(invitation).where(*mine).values(**columns))
