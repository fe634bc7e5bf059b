"""What every mail about a request needs: whom to write to, and what about."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.events import history
from aldaba.forms import documents
from aldaba.forms.versions import load_form
from aldaba.links import Link
from aldaba.outbox import Letter
from aldaba.people import service as people
from aldaba.people.news import choosing
from aldaba.requests import service
from aldaba.requests.timeline import taken_back

FOLLOW_FOR = 400 * clock.DAY  # a repair's year of warranty, and a month to come back


def follow_link(tenant: str, number: str, language: str, at: int) -> Link:
    """The link by which a customer follows the request, made at `at`. It never goes stale by a
    change of state: it shows whatever the state is."""
    return Link("follow", tenant, number, 0, at + FOLLOW_FOR, language)


def to_customer(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """A letter about the event of an outbox row, to the request's own e-mail address. None when
    the customer left none, or was erased."""
    number = service.number_of(row.stream)
    found = service.find(db, tenant, number)
    if found is None or not found.email:
        return None
    follow = follow_link(tenant, number, row.language, row.created_at)
    return Letter((found.email,), context(db, tenant, found, row.sequence), {"follow": follow})


def comment(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """A comment to the customer, unless it was taken back."""
    if row.sequence in taken_back(history(db, tenant, row.stream)):
        return None
    return change(db, tenant, row)


def change(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """`to_customer`, with a way to have no more of the kind; None where they took it, or don't see
    the request."""
    found = service.find(db, tenant, service.number_of(row.stream))
    if found is None or found.quiet or not found.shown:
        return None
    letter = to_customer(db, tenant, row)
    stop = mail_choice_link(tenant, found.number, row.language, row.created_at)
    return letter and replace(letter, links=letter.links | {"stop": stop})


def mail_choice_link(tenant: str, number: str, language: str, at: int) -> Link:
    """The link, made at `at`, by which a customer says whether each change is mailed."""
    return Link("mails", tenant, number, 0, at + FOLLOW_FOR, language)


def to_team(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """A letter about the same to the company's addresses or to one of its staff; a test is for
    none of them."""
    letter = to_staff(db, tenant, row)
    apart = choosing(db, tenant, row.kind.partition("/")[2])
    return letter and replace(letter, apart=apart)


def to_staff(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """A letter about the same to the one of the staff that the row names; to nobody in particular
    where it names none."""
    found = service.find(db, tenant, service.number_of(row.stream))
    if found is None or found.test:
        return None
    told = context(db, tenant, found, row.sequence)
    if not row.recipient.startswith("staff:"):
        return Letter((), told)
    who = people.by_id(db, tenant, row.recipient.removeprefix("staff:"))
    return Letter((who.email,), told | {"role": who.role}) if who else None


def context(db: Connection, tenant: str, request: Row[Any], sequence: int) -> dict[str, Any]:
    """What the templates fill in: the request, who is greeted, what it is about and was told."""
    story = history(db, tenant, service.stream_of(request.number))
    event = next(recorded.event for recorded in story if recorded.sequence == sequence)
    form = load_form(db, tenant, request.form_version)
    return {
        "request": request,
        "name": request.name
        if documents.of_company(request.document_kind)
        else _first(request.name),
        "subject": service.subject_of(request, form),
        "place": service.place_of(request, form),
        "event": event,
        "title": event.title() if event else "letter.number",
        "told": event.told() if event else "",
        "photos": str(len(event.shown_photos())) if event else "",
    }


def _first(name: str) -> str:
    """The first part of a person's name; a company's form may ask for none."""
    return name.partition(" ")[0]
