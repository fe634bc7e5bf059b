"""Who asks and how to reach them, as staff correct it: a letter too many in an address parks every
mail. What the customer wrote themselves stays in the request's history."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, post
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.events import record
from aldaba.events.requests import ContactCorrected
from aldaba.forms.answers import judge
from aldaba.forms.fields import Email, Field, Phone, Text
from aldaba.people.staff import Staff, demand
from aldaba.problems import FieldProblem, Problem
from aldaba.requests import search, service
from aldaba.requests.customer_data import sees_customer
from aldaba.requests.page import done, overtaken, page_of, request_of, version_of
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

NAMES = ("name", "phone", "email")


def correct(
    db: Connection,
    tenant: str,
    number: str,
    version: int,
    contact: Mapping[str, str],
    said: str,
    at: int,
    by: str,
) -> bool:
    """Reach the customer by `contact` (of `NAMES`) from now on; the timeline tells the team `said`.
    False when the request is no longer as the page showed it."""
    row = service.find(db, tenant, number)
    if row is None:
        return False
    answers = msgspec.json.decode(row.answers) | {
        name: contact[name] for name in NAMES if contact[name]
    }
    words = search.searchable({**row._mapping, **answers, **contact})
    columns = {**contact, "answers": msgspec.json.encode(answers).decode(), "search": words}
    if not service.change(db, tenant, number, version, **columns):
        return False
    search.forget(db, tenant, number, row.search)
    search.index(db, tenant, number, words)
    event = ContactCorrected(**contact, said=said)
    record(db, tenant, service.stream_of(number), event, at=at, role="staff", actor=by)
    return True


@post("/requests/{number:str}/contact")
async def correct_contact(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Correct name, telephone or e-mail; the customer isn't told."""
    demand(staff, "decide")
    answers = await read_answers(request)
    row = await request_of(deployment, staff, number)
    if not sees_customer(reader.theme, staff, row):
        raise Problem("not_allowed")
    contact, problems = _read(reader, answers)
    kept: dict[str, Any] = {"contact": {name: answers.text(name, 254) for name in NAMES}}
    if problems:
        kept["contact_problems"] = problems
        return await page_of(request, deployment, reader, staff, number, kept)
    said = _changes(reader, row, contact)
    if not said and version_of(answers) == row.version:
        return done(staff.tenant, number, "as_before")
    corrected = (number, version_of(answers), contact, said, clock.now(), staff.id)
    if not await deployment.store.write(staff.tenant, correct, *corrected):
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "contact_corrected")


def _read(reader: Reader, answers: Answers) -> tuple[dict[str, str], dict[str, FieldProblem]]:
    """What was written, by field, and what is wrong with it. A name is needed, and a way to reach
    whose it is."""
    tenant = reader.theme.tenant
    asked: tuple[Field, ...] = (
        Text(name="name", label=""),
        Phone(name="phone", label="", country=tenant.country),
        Email(name="email", label=""),
    )
    today = clock.local(clock.now(), tenant.timezone).date()
    judged = {field.name: judge(field, answers.fields, today) for field in asked}
    contact = {name: each if isinstance(each, str) else "" for name, each in judged.items()}
    problems = {name: each for name, each in judged.items() if isinstance(each, FieldProblem)}
    if not contact["name"]:
        problems.setdefault("name", FieldProblem("missing"))
    if not (contact["phone"] or contact["email"]):
        problems.setdefault("phone", FieldProblem("missing"))
    return contact, problems


def _changes(reader: Reader, row: Row[Any], contact: Mapping[str, str]) -> str:
    """What is corrected, a line for each, in the reader's words."""
    return "\n".join(
        f"{reader.words(f'requests.contact.{name}')}: {contact[name] or '—'}"
        for name in NAMES
        if contact[name] != getattr(row, name)
    )
