"""The verbs of visits: plan one, move it, cancel it, say what came of it.

Plain functions of a connection; each runs in one transaction (`storage.Store.write`).
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import Connection, Row, Select, insert, select, update

from aldaba.capabilities.visits.models import technician, visit
from aldaba.events import Event, record
from aldaba.events.visits import VisitCancelled, VisitDone, VisitMissed, VisitMoved, VisitPlanned
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.requests.models import request

PURPOSES = ("inspection", "repair")

# The statuses that a planned visit turns into `visit_scheduled`; later ones say more than it.
SCHEDULED = "visit_scheduled"
BEFORE_VISIT = ("approved", "reopened", SCHEDULED)


class Slot(Struct, frozen=True):
    """What for, from when until when (UTC microseconds), and which technician by id."""

    purpose: str
    begins: int
    ends: int
    technician: str


def find(db: Connection, tenant: str, visit_id: str) -> Row[Any] | None:
    """The visit `visit_id` with its technician's name, badge, phone, e-mail and photo."""
    return db.execute(_visits(tenant).where(visit.c.id == visit_id)).one_or_none()


def of_request(db: Connection, tenant: str, number: str) -> Sequence[Row[Any]]:
    """The visits of a request, as `find` has them, the first on top."""
    mine = _visits(tenant).where(visit.c.number == number)
    return db.execute(mine.order_by(visit.c.begins, visit.c.id)).all()


def status_with_visit(found: Row[Any]) -> str:
    """The status into which planning a visit brings the request: its own, once work has begun."""
    return SCHEDULED if found.status in BEFORE_VISIT else str(found.status)


def planned(db: Connection, tenant: str) -> Sequence[Row[Any]]:
    """All visits of open requests that are still to be made or told about, with the columns `name`,
    `development`, `block`, `unit` and the others that `requests.place_of` reads."""
    columns = [each for each in request.c if each.name not in {"tenant", "number"}]
    joined = (request.c.tenant == visit.c.tenant) & (request.c.number == visit.c.number)
    due = _visits(tenant).add_columns(*columns).join(request, joined)
    due = due.where(visit.c.state == "planned", request.c.open)
    return db.execute(due.order_by(visit.c.begins)).all()


def plan(
    db: Connection,
    tenant: str,
    number: str,
    visit_id: str,
    slot: Slot,
    particulars: str,
    at: int,
    by: str,
) -> bool:
    """Plan a visit for a service request that is open; False for any other. `particulars` fill the
    sentence of its status (`requests.sentences`)."""
    found = requests.find(db, tenant, number)
    if found is None or not found.open or found.stage != "service_request":
        return False
    row = {"tenant": tenant, "id": visit_id, "number": number, "state": "planned"}
    db.execute(insert(visit).values(row | asdict(slot) | {"revision": 0, "assignment": 0}))
    _tell_status(db, found, SCHEDULED, BEFORE_VISIT, at, particulars)
    _record(db, tenant, number, VisitPlanned(**_said(db, tenant, visit_id)), at, "staff", by)
    return True


def move(
    db: Connection,
    tenant: str,
    visit_id: str,
    revision: int,
    slot: Slot,
    particulars: str,
    at: int,
    by: str,
) -> bool:
    """Another time, or somebody else; False when it is no longer as the page showed it."""
    before = find(db, tenant, visit_id)
    columns: dict[str, object] = asdict(slot)
    if before is not None and before.technician != slot.technician:
        columns["assignment"] = before.assignment + 1
    if before is None or not _change(db, tenant, visit_id, revision, columns):
        return False
    if found := requests.find(db, tenant, before.number):
        _tell_status(db, found, SCHEDULED, BEFORE_VISIT, at, particulars)
    said = _said(db, tenant, visit_id)
    _record(
        db, tenant, before.number, VisitMoved(**said, before=before.technician), at, "staff", by
    )
    return True


def cancel(
    db: Connection, tenant: str, visit_id: str, revision: int, reason: str, at: int, by: str
) -> bool:
    """Nobody comes, for a reason that the customer reads. False as for `move`."""
    if not _change(db, tenant, visit_id, revision, {"state": "cancelled"}):
        return False
    said = _said(db, tenant, visit_id)
    number = _without_visit(db, tenant, visit_id, "approved", at)
    _record(db, tenant, number, VisitCancelled(**said, reason=reason), at, "staff", by)
    return True


def finish(
    db: Connection,
    tenant: str,
    visit_id: str,
    revision: int,
    event: VisitDone,
    at: int,
    role: str,
    by: str,
) -> bool:
    """Say what came of it: VisitDone, or VisitMissed where it could not take place. False as for
    `move`, and where photos can't be had any more."""
    found = find(db, tenant, visit_id)
    if found is None or photos.unavailable(db, tenant, event.photos, at):
        return False
    missed = isinstance(event, VisitMissed)
    if not _change(db, tenant, visit_id, revision, {"state": "missed" if missed else "done"}):
        return False
    _without_visit(db, tenant, visit_id, "approved" if missed else "in_progress", at)
    stream = requests.stream_of(found.number)
    sequence = record(db, tenant, stream, event, at=at, role=role, actor=by)
    photos.attach(db, tenant, event.photos, stream=stream, sequence=sequence, at=at)
    return True


def _visits(tenant: str) -> Select[Any]:
    joined = (technician.c.tenant == visit.c.tenant) & (technician.c.id == visit.c.technician)
    who = (technician.c.name.label("technician_name"), technician.c.badge, technician.c.photo)
    reached = (technician.c.phone.label("technician_phone"),)
    columns = select(visit, *who, *reached, technician.c.email.label("technician_email"))
    return columns.join(technician, joined).where(visit.c.tenant == tenant)


def _change(
    db: Connection, tenant: str, visit_id: str, revision: int, columns: dict[str, object]
) -> bool:
    planned_one = (visit.c.tenant == tenant) & (visit.c.id == visit_id)
    planned_one &= (visit.c.revision == revision) & (visit.c.state == "planned")
    changed = update(visit).where(planned_one).values(revision=revision + 1, **columns)
    return db.execute(changed).rowcount == 1


def _said(db: Connection, tenant: str, visit_id: str) -> dict[str, Any]:
    found = find(db, tenant, visit_id)
    assert found is not None  # noqa: S101 - it was written in this transaction
    said = {name: getattr(found, name) for name in ("revision", "purpose", "begins", "ends")}
    return said | {"visit": visit_id, "technician": found.technician, "who": found.technician_name}


def _without_visit(db: Connection, tenant: str, visit_id: str, status: str, at: int) -> str:
    """The request's number; its status becomes `status` unless another visit is planned."""
    found = find(db, tenant, visit_id)
    assert found is not None  # noqa: S101 - as above
    others = of_request(db, tenant, found.number)
    asked = requests.find(db, tenant, found.number)
    if asked is not None and not any(other.state == "planned" for other in others):
        _tell_status(db, asked, status, ("visit_scheduled",), at, "{}")
    return str(found.number)


def _tell_status(
    db: Connection, found: Row[Any], status: str, before: Sequence[str], at: int, particulars: str
) -> None:
    if found.status in before:
        changed = {"status": status, "particulars": particulars, "waiting_since": at}
        requests.change(db, found.tenant, found.number, found.version, **changed)


def _record(
    db: Connection, tenant: str, number: str, event: Event, at: int, role: str, by: str
) -> None:
    record(db, tenant, requests.stream_of(number), event, at=at, role=role, actor=by)
