"""Whom the mails of a visit go to, with its calendar entry."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row

from aldaba.capabilities.visits import roster, service
from aldaba.capabilities.visits.links import job_link
from aldaba.events.visits import VisitCancelled, VisitPlanned
from aldaba.outbox import Letter
from aldaba.outbox.calendar import Appointment
from aldaba.requests import letters
from aldaba.requests import service as requests


def to_customer(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """A letter about the visit to the request's address; None when the customer left none."""
    letter = letters.to_customer(db, tenant, row)
    return letter and _with_appointment(letter, row)


def to_technician(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """The job to who comes, or that it is somebody else's now; None for who left no address."""
    found = requests.find(db, tenant, requests.number_of(row.stream))
    who = roster.technician_of(db, tenant, row.recipient.removeprefix("technician:"))
    if found is None or who is None or not who.email:
        return None
    context = letters.context(db, tenant, found, row.sequence)
    visit = service.find(db, tenant, context["event"].visit)
    links = {"job": job_link(visit, row.language)} if visit else {}
    return _with_appointment(Letter((who.email,), context, links), row)


def _with_appointment(letter: Letter, row: Row[Any]) -> Letter:
    event = letter.context["event"]
    if not isinstance(event, VisitPlanned):
        return letter
    appointment = Appointment(
        uid=f"{event.visit}.{row.tenant}@aldaba",
        revision=event.revision,
        begins=event.begins,
        ends=event.ends,
        place=letter.context["place"],
        cancelled=isinstance(event, VisitCancelled) or row.kind == "visits/released",
    )
    return replace(letter, appointment=appointment)
