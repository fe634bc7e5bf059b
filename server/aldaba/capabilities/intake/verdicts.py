"""The verbs of a pre-request's decision: take it on, or not.

Plain functions of a connection; each runs in one transaction (`storage.Store.write`).
"""

from msgspec.structs import asdict
from sqlalchemy import Connection

from aldaba.events import record
from aldaba.events.event import Event
from aldaba.events.intake import RequestApproved, RequestRejected
from aldaba.places.looking_up import registered
from aldaba.requests import service as requests
from aldaba.requests.colleagues import responsible
from aldaba.requests.team_news import give

UNDECIDED = ("received", "waiting_customer")


def approve(
    db: Connection,
    tenant: str,
    number: str,
    version: int,
    event: RequestApproved,
    at: int,
    by: str,
    answer_by: int,
) -> bool:
    """Take the pre-request on; the customer hears from the company again until `answer_by`. False
    when it is no longer as the page showed it."""
    before = responsible(db, tenant, number)
    columns = _taken_on(event, answer_by)
    sequence = _decide(db, tenant, number, version, columns, event, at, by)
    if sequence:
        give(db, tenant, number, sequence, event.colleagues, before, at, by)
    return bool(sequence)


def _taken_on(event: RequestApproved, answer_by: int) -> dict[str, object]:
    columns = {name: value for name, value in asdict(event).items() if name != "colleagues"}
    return {"stage": "service_request", "status": "approved", "answer_by": answer_by, **columns}


def pass_on(db: Connection, tenant: str, number: str, at: int, answer_by: int) -> None:
    """Take a request on at once where the registry has the product that it names."""
    found = requests.find(db, tenant, number)
    if found is None or registered(db, tenant, found).product is None:
        return
    kept = (found.subject, found.sub_subject, found.responsible, found.team, found.priority)
    event = RequestApproved(*kept)
    columns = _taken_on(event, answer_by)
    _decide(db, tenant, number, found.version, columns, event, at, "", role="system")


def reject(
    db: Connection, tenant: str, number: str, version: int, event: RequestRejected, at: int, by: str
) -> bool:
    """Don't take it on, for a reason that the customer reads. False as for `approve`."""
    columns: dict[str, object] = {"status": "rejected", "open": False, "reason": event.reason}
    return bool(_decide(db, tenant, number, version, columns, event, at, by))


def _decide(
    db: Connection,
    tenant: str,
    number: str,
    version: int,
    columns: dict[str, object],
    event: Event,
    at: int,
    by: str,
    role: str = "staff",
) -> int:
    """The event's sequence, 0 when the request is no longer as the page showed it."""
    found = requests.find(db, tenant, number)
    if found is None or found.status not in UNDECIDED or found.stage != "pre_request":
        return 0
    if not requests.change(db, tenant, number, version, waiting_since=at, **columns):
        return 0
    return record(db, tenant, requests.stream_of(number), event, at=at, role=role, actor=by)
