"""What follows from what happens to a closing: mail, at once or in time."""

from sqlalchemy import Connection

from aldaba.capabilities.closures.service import latest
from aldaba.events import Event
from aldaba.events.closures import ClosurePostponed, RequestClosed
from aldaba.requests import service as requests
from aldaba.requests.team_news import tell_team


def closed(
    db: Connection, tenant: str, stream: str, sequence: int, _event: RequestClosed, at: int
) -> None:
    """The customer is asked, and reminded before the time is over."""
    requests.tell_customer(db, tenant, "closures/closed", stream, sequence, at)
    row = latest(db, tenant, requests.number_of(stream))
    if row and row.remind_at:
        kind = "closures/reminder"
        requests.tell_customer(db, tenant, kind, stream, sequence, at, due_at=row.remind_at)


def postponed(
    db: Connection, tenant: str, stream: str, sequence: int, event: ClosurePostponed, at: int
) -> None:
    """The customer is asked again on the day that they were told."""
    kind = "closures/reminder"
    requests.tell_customer(db, tenant, kind, stream, sequence, at, due_at=event.remind_at)


def accepted(db: Connection, tenant: str, stream: str, sequence: int, _: Event, at: int) -> None:
    """Both sides have it in writing."""
    requests.tell_customer(db, tenant, "closures/accepted", stream, sequence, at)
    tell_team(db, tenant, "closures/decided", stream, sequence, at)


def reopened(db: Connection, tenant: str, stream: str, sequence: int, _: Event, at: int) -> None:
    """Both sides have it in writing."""
    requests.tell_customer(db, tenant, "closures/reopened", stream, sequence, at)
    tell_team(db, tenant, "closures/decided", stream, sequence, at)


def unanswered(db: Connection, tenant: str, stream: str, sequence: int, _: Event, at: int) -> None:
    """The customer hears that it is closed, and how to reopen it."""
    requests.tell_customer(db, tenant, "closures/unanswered", stream, sequence, at)


def link_sent(db: Connection, tenant: str, stream: str, sequence: int, _: Event, at: int) -> None:
    """A new link goes to the address on file."""
    requests.tell_customer(db, tenant, "closures/link", stream, sequence, at)
