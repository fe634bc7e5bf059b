"""Whether its customer sees a request: staff switch it off for what is not theirs to follow, as an
inspection of the company's own. Only following ends; what staff ask of the customer still reaches
them."""

from typing import Any

from litestar import Request, Response, post
from sqlalchemy import Connection

from aldaba import clock
from aldaba.events import record
from aldaba.events.requests import VisibilityChanged
from aldaba.people.staff import Staff, demand
from aldaba.requests import service
from aldaba.requests.page import done, overtaken, request_of, version_of
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


def show(
    db: Connection, tenant: str, number: str, version: int, shown: bool, at: int, by: str
) -> bool:
    """Let the customer see it, or not. False when it is no longer as the page showed it."""
    if not service.change(db, tenant, number, version, shown=shown):
        return False
    event, stream = VisibilityChanged(shown), service.stream_of(number)
    record(db, tenant, stream, event, at=at, role="staff", actor=by)
    return True


@post("/requests/{number:str}/visibility")
async def switch(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Switch it: the customer sees the request, or doesn't."""
    demand(staff, "decide")
    answers = await read_answers(request)
    await request_of(deployment, staff, number)
    shown = answers.one("shown") == "yes"
    said = (number, version_of(answers), shown, clock.now(), staff.id)
    if not await deployment.store.write(staff.tenant, show, *said):
        return await overtaken(request, deployment, reader, staff, number, answers, {})
    return done(staff.tenant, number, "shown" if shown else "hidden")
