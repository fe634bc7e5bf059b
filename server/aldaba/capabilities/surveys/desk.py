"""What staff may do: choose whether to ask, take care of a low score."""

import re
from typing import Any

from litestar import Request, Response, post
from litestar.response import Redirect

from aldaba import clock
from aldaba.capabilities.surveys import service, wishes
from aldaba.people.staff import Staff, demand
from aldaba.problems import Problem
from aldaba.requests.page import done
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment


@post("/requests/{number:str}/survey")
async def choose(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, number: str
) -> Response[Any]:
    """Want the customer to be asked (`send=yes`), or not."""
    demand(staff, "decide")
    send = (await read_answers(request)).one("send") == "yes"
    said = (number, send, clock.now(), staff.id)
    if not await deployment.store.write(staff.tenant, wishes.choose, *said):
        raise Problem("not_found")
    return done(staff.tenant, number, "survey_wanted" if send else "survey_withheld")


@post("/requests/{number:str}/survey/handled")
async def handle(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, number: str
) -> Response[Any]:
    """Somebody took care of the low score of the closing `round`; back to where it was pressed."""
    demand(staff, "decide")
    answers = await read_answers(request)
    written = answers.one("round")
    round_ = int(written) if re.fullmatch(r"[0-9]{1,4}", written) else 0  # the latest
    said = (number, round_, clock.now(), staff.id)
    if not await deployment.store.write(staff.tenant, service.handle, *said):
        raise Problem("not_found")
    if answers.one("from") == "surveys":
        return Redirect(f"/desk/{staff.tenant}/surveys?done=survey_handled", status_code=303)
    return done(staff.tenant, number, "survey_handled")
