"""Several requests at once: those that staff mark in the queue are handed over, moved on, or get
what another capability offers (`Capability.bulk`). Each is a change of its own, made at the version
that the queue showed: one that can't be made leaves the others alone, and the page that follows
says which and why."""

import re
from typing import Any

from litestar import Request, Response, post
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Row

from aldaba import clock
from aldaba.capability import BulkAction
from aldaba.people import service as people
from aldaba.people.staff import Staff, demand
from aldaba.problems import Problem
from aldaba.requests import charge, moves, service, status_desk
from aldaba.requests.colleagues import colleagues
from aldaba.requests.customer_data import seen_by
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

MARK = re.compile(r"([0-9A-Z]{9})\.([0-9]{1,9})\Z", re.ASCII)
MOST = 100  # a page of the queue has fewer
AS_IT_IS = "same"


class Result(Struct, frozen=True):
    """What became of the request `row`: done, or the text that says `why` not."""

    row: Any
    why: str


@post("/bulk", status_code=200)
async def act(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """Do one thing to every request that was marked; tell what became of each."""
    answers = await read_answers(request)
    offered: dict[str, BulkAction] = {each.name: each for each in request.app.state.bulk}
    action = offered.get(answers.one("action"))
    if action is None:
        raise Problem("malformed")
    if action.right:
        demand(staff, action.right)
    marked = [MARK.match(each) for each in answers.fields.get("marked", [])[:MOST]]
    results = [
        await _one(deployment, reader, staff, action, answers, said) for said in marked if said
    ]
    return reader.page(
        "requests/bulk.html",
        status=200 if results else 422,
        action=action,
        results=[
            replace(each, row=seen_by(reader.theme, staff, each.row)) for each in results if each
        ],
        place_of=service.place_of,
        form=deployment.themes.form(reader.theme, service.FORM, reader.language),
    )


async def _one(
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    action: BulkAction,
    answers: Answers,
    said: re.Match[str],
) -> Result | None:
    row = await deployment.store.read(staff.tenant, service.find, said[1])
    if row is None:
        return None
    if row.version != int(said[2]):
        return Result(row, "requests.bulk.overtaken")
    return Result(row, await action.apply(deployment, reader, staff, row, answers))


async def hand(
    deployment: Deployment, reader: Reader, staff: Staff, row: Row[Any], answers: Answers
) -> str:
    """Give it to somebody, or to a team."""
    names = await deployment.store.read(staff.tenant, people.names)
    wanted = {name: answers.one(name) for name in ("responsible", "team")}
    known = {"responsible": {"", *names}, "team": {"", *reader.theme.tenant.teams}}
    for name, value in wanted.items():
        if value == AS_IT_IS:
            wanted[name] = getattr(row, name)
        elif value not in known[name]:
            raise Problem("malformed")
    beside = await deployment.store.read(staff.tenant, colleagues, row.number)
    others = tuple(each for each in beside if each != wanted["responsible"])
    given = charge.Charge(
        row.subject, row.sub_subject, **wanted, priority=row.priority, colleagues=others
    )
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    said = charge.changes(reader.words, form, names, row, beside, given)
    if not said:
        return "requests.charge.as_before"
    if not row.open:
        return "requests.bulk.closed"
    handed = (row.number, row.version, given, said, clock.now(), staff.id)
    done = await deployment.store.write(staff.tenant, charge.hand_over, *handed)
    return "" if done else "requests.bulk.overtaken"


async def move(
    deployment: Deployment, reader: Reader, staff: Staff, row: Row[Any], answers: Answers
) -> str:
    """Move it to another status, where the company's workflow leads there and nothing more has to
    be said to its customer."""
    status, theme = answers.one("status"), reader.theme
    possible = {each.status for each in moves.moves(theme, row, staff) if not each.fields}
    if status not in possible:
        return "requests.bulk.no_way"
    moved = await status_desk.move_on(deployment, theme, staff, row, row.version, status, {}, "")
    return "" if moved else "requests.bulk.overtaken"
