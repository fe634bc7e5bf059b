"""What follows from the events of visits, in the same transaction: mail that is due."""

from sqlalchemy import Connection

from aldaba.capabilities.visits import service
from aldaba.events.requests import RequestCancelled
from aldaba.events.visits import VisitCancelled, VisitDone, VisitMissed, VisitMoved, VisitPlanned
from aldaba.requests import service as requests

LETTERS = {
    VisitPlanned: "visits/planned",
    VisitMoved: "visits/moved",
    VisitCancelled: "visits/cancelled",
    VisitDone: "visits/done",
    VisitMissed: "visits/missed",
}


def told(
    db: Connection,
    tenant: str,
    stream: str,
    sequence: int,
    event: VisitPlanned | VisitDone,
    at: int,
) -> None:
    """The customer hears of it; of what is still to come, or no longer, who comes does too, and
    who was to come before."""
    requests.tell_customer(db, tenant, LETTERS[type(event)], stream, sequence, at)
    if isinstance(event, VisitPlanned):
        who = f"technician:{event.technician}"
        kind = "visits/released" if isinstance(event, VisitCancelled) else "visits/job"
        requests.tell(db, tenant, kind, stream, sequence, who, "", at)
    if isinstance(event, VisitMoved) and event.before != event.technician:
        who = f"technician:{event.before}"
        requests.tell(db, tenant, "visits/released", stream, sequence, who, "", at)


def request_cancelled(
    db: Connection, tenant: str, stream: str, _sequence: int, event: RequestCancelled, at: int
) -> None:
    """Nobody comes for what is no longer wanted."""
    for visit in service.of_request(db, tenant, requests.number_of(stream)):
        if visit.state == "planned":
            service.cancel(db, tenant, visit.id, visit.revision, event.reason, at, "")
