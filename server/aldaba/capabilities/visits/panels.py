"""The visits of a request, on its page at the desk and on the one its customer follows."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba.capabilities.visits import roster, service
from aldaba.capabilities.visits.links import job_link
from aldaba.links import Link
from aldaba.requests import service as requests


class Visits(Struct, frozen=True):
    """The visits, who may be sent, the technician's link of each visit that is planned, whether
    another can be planned, and the status into which that would bring the request."""

    visits: Sequence[Row[Any]]
    technicians: Sequence[Row[Any]]
    jobs: dict[str, Link]
    open: bool
    status_with_visit: str


def for_staff(db: Connection, tenant: str, number: str) -> Visits | None:
    """All visits of a service request; None where there are none and none can be planned."""
    found = requests.find(db, tenant, number)
    visits = service.of_request(db, tenant, number)
    open_ = found is not None and found.open and found.stage == "service_request"
    if found is None or not (visits or open_):
        return None
    able = [each for each in roster.technicians(db, tenant) if each.active]
    jobs = {each.id: job_link(each, "") for each in visits if each.state == "planned"}
    return Visits(visits, able, jobs, open_, service.status_with_visit(found))


def for_customer(db: Connection, tenant: str, number: str) -> Sequence[Row[Any]] | None:
    """The visits that are planned or were made."""
    visits = service.of_request(db, tenant, number)
    return [each for each in visits if each.state in {"planned", "done"}] or None
