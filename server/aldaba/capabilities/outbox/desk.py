"""What staff may do: see which mail waits and which was given up, and send it again."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from aldaba import clock
from aldaba.capabilities.outbox import service
from aldaba.people.staff import Staff, demand
from aldaba.requests.customer_data import statuses_seen
from aldaba.requests.page import done
from aldaba.requests.service import number_of
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


@get("/outbox")
async def show(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """The mail that hasn't gone out. `?done=` names what has just been done."""
    at = clock.now()
    said = request.app.state.notices.get(request.query_params.get("done", ""), "")
    mails = await deployment.store.read(staff.tenant, service.listed, at)
    sees_all = statuses_seen(reader.theme, staff) is None
    return reader.page("outbox/outbox.html", mails=mails, sees_all=sees_all, notice=said, now=at)


@post("/outbox/{mail:str}/again")
async def send_again(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, mail: str
) -> Redirect:
    """Send a mail again that was given up; back to where that was asked."""
    demand(staff, "send_again")
    from_request = (await read_answers(request)).one("from") == "request"
    stream = await deployment.store.write(
        staff.tenant, service.send_again, mail, clock.now(), staff.id
    )
    what = "sent_again" if stream else "not_parked"
    if stream and from_request:
        return done(staff.tenant, number_of(stream), what)
    return Redirect(f"/desk/{staff.tenant}/outbox?done={what}", status_code=303)
