"""What follows from intake's events, in the same transaction: mail that is due."""

from sqlalchemy import Connection

from aldaba.events.intake import RequestApproved, RequestOpened, RequestRejected
from aldaba.requests import service as requests
from aldaba.requests.team_news import tell_of_new


def opened(
    db: Connection, tenant: str, stream: str, sequence: int, event: RequestOpened, at: int
) -> None:
    """The customer gets the number, the team hears of a new pre-request that is no test."""
    requests.tell(db, tenant, "intake/received", stream, sequence, "customer", event.language, at)
    if not event.test:
        tell_of_new(db, tenant, "intake/new", stream, sequence, at)


def decided(
    db: Connection,
    tenant: str,
    stream: str,
    sequence: int,
    event: RequestApproved | RequestRejected,
    at: int,
) -> None:
    """The customer hears of the decision."""
    kind = "intake/approved" if isinstance(event, RequestApproved) else "intake/rejected"
    requests.tell_customer(db, tenant, kind, stream, sequence, at)
