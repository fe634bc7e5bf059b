"""What staff may do: plan a request's visits, move and cancel them, say what came of them."""

import re
import secrets
from typing import Any

from litestar import Request, Response, get, post
from sqlalchemy import Row

from aldaba import clock
from aldaba.capabilities.visits import roster, service
from aldaba.capabilities.visits.report import read_report
from aldaba.capabilities.visits.slot import particulars_of, read_slot
from aldaba.people.staff import Staff, demand
from aldaba.problems import Problem
from aldaba.requests.customer_data import seen_by
from aldaba.requests.moves import within_reach
from aldaba.requests.page import done, overtaken, page_of, request_of
from aldaba.requests.service import FORM, find, place_of
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.reader import Reader

REASON_LENGTH = 1000
REVISION = re.compile(r"[0-9]{1,9}\Z")


@get("/visits")
async def agenda(deployment: Deployment, reader: Reader, staff: Staff) -> Response[str]:
    """The visits that are planned, day by day; first those whose hours are over."""
    visits = await deployment.store.read(staff.tenant, service.planned)
    return reader.page(
        "visits/agenda.html",
        visits=[seen_by(reader.theme, staff, visit) for visit in visits],
        form=deployment.themes.form(reader.theme, FORM, reader.language),
        place_of=place_of,
        now=clock.now(),
    )


@post("/requests/{number:str}/visits")
async def plan(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Plan a visit; the customer and who comes get a mail with a calendar entry."""
    demand(staff, "plan")
    row = await _known(deployment, staff, number)
    _allowed_now(reader, staff, row)
    answers = await read_answers(request)
    if service.status_with_visit(row) not in within_reach(reader.theme, row, staff):
        return await overtaken(request, deployment, reader, staff, number, answers, {})
    at = clock.now()
    slot = await _slot(deployment, reader, staff, answers, at)
    if not isinstance(slot, service.Slot):
        return await _again(request, deployment, reader, staff, number, answers, slot)
    told = await _told(deployment, reader, number, slot)
    said = (number, secrets.token_hex(8), slot, told, at, staff.id)
    if not await deployment.store.write(staff.tenant, service.plan, *said):
        raise Problem("not_found")
    return done(staff.tenant, number, "visit_planned")


@post("/requests/{number:str}/visits/{visit:str}/move")
async def move(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
    visit: str,
) -> Response[Any]:
    """Another time, or somebody else; everybody is told."""
    demand(staff, "plan")
    _allowed_now(reader, staff, await _known(deployment, staff, number, visit))
    answers = await read_answers(request)
    at = clock.now()
    slot = await _slot(deployment, reader, staff, answers, at)
    if not isinstance(slot, service.Slot):
        return await _again(request, deployment, reader, staff, number, answers, slot)
    told = await _told(deployment, reader, number, slot)
    said = (visit, _revision(answers), slot, told, at, staff.id)
    moved = await deployment.store.write(staff.tenant, service.move, *said)
    return done(staff.tenant, number, "visit_moved" if moved else "visit_changed_before")


@post("/requests/{number:str}/visits/{visit:str}/cancel")
async def cancel(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
    visit: str,
) -> Response[Any]:
    """Nobody comes, for a reason that the customer reads."""
    demand(staff, "plan")
    _allowed_now(reader, staff, await _known(deployment, staff, number, visit))
    answers = await read_answers(request)
    reason = answers.text("reason", REASON_LENGTH)
    if not reason:
        missing = {"reason": "visits.refused.reason"}
        return await _again(request, deployment, reader, staff, number, answers, missing)
    said = (visit, _revision(answers), reason, clock.now(), staff.id)
    cancelled = await deployment.store.write(staff.tenant, service.cancel, *said)
    return done(staff.tenant, number, "visit_cancelled" if cancelled else "visit_changed_before")


@post("/requests/{number:str}/visits/{visit:str}/finish", request_max_body_size=FORM_WITH_PHOTOS)
async def finish(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
    visit: str,
) -> Response[Any]:
    """Write down what came of it, for a technician who told it by telephone."""
    await _known(deployment, staff, number, visit)
    answers = await read_answers(request)
    report = await read_report(request, deployment, reader, visit, answers)
    if report.event is None:
        shown = {"visit": visit, "report": report}
        return await page_of(request, deployment, reader, staff, number, {"visits": shown})
    said = (visit, _revision(answers), report.event, clock.now(), "staff", staff.id)
    kept = await deployment.store.write(staff.tenant, service.finish, *said)
    return done(staff.tenant, number, "visit_told" if kept else "visit_changed_before")


def _allowed_now(reader: Reader, staff: Staff, row: Row[Any]) -> None:
    """Raises Problem `not_allowed` where the workflow leaves the request's visits to others."""
    if not reader.theme.allows("plans_visits", staff.role, row.status):
        raise Problem("not_allowed")


async def _known(deployment: Deployment, staff: Staff, number: str, visit: str = "") -> Row[Any]:
    """The request. Raises Problem `not_found` where the company has none, or it no such visit."""
    found = await request_of(deployment, staff, number)
    planned = await deployment.store.read(staff.tenant, service.find, visit) if visit else None
    if visit and (planned is None or planned.number != number):
        raise Problem("not_found")
    return found


async def _slot(
    deployment: Deployment, reader: Reader, staff: Staff, answers: Answers, at: int
) -> service.Slot | dict[str, str]:
    known = await deployment.store.read(staff.tenant, roster.technicians)
    able = [technician.id for technician in known if technician.active]
    return read_slot(answers, reader.theme.tenant.timezone, able, at)


async def _told(deployment: Deployment, reader: Reader, number: str, slot: service.Slot) -> str:
    """What the status says beside its name, in the customer's language."""
    theme = reader.theme
    found = await deployment.store.read(theme.name, find, number)
    who = await deployment.store.read(theme.name, roster.technician_of, slot.technician)
    language = found.language if found else reader.language
    return particulars_of(slot, who.name if who else "", theme.tenant, language)


async def _again(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
    answers: Answers,
    problems: dict[str, str],
) -> Response[str]:
    """The request's page with what was written, and what to write instead."""
    written = {name: texts[0] for name, texts in answers.fields.items() if name != "_csrf"}
    refused = {"visit": answers.one("visit"), "problems": problems, "written": written}
    return await page_of(request, deployment, reader, staff, number, {"visits": refused})


def _revision(answers: Answers) -> int:
    if not REVISION.match(answers.one("revision")):
        raise Problem("malformed")
    return int(answers.one("revision"))
