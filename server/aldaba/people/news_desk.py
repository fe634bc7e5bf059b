"""What each of the staff chooses: how they are told of news by mail."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from aldaba.people import news
from aldaba.people.staff import Staff
from aldaba.problems import Problem
from aldaba.themes.tenant import NEWS
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


@get("/my-mail")
async def show(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """How the reader is told of each kind of news."""
    done = request.query_params.get("done", "")
    return reader.page(
        "people/my-mail.html",
        choices=await deployment.store.read(staff.tenant, news.choices, staff.id),
        hows=news.HOWS,
        team=staff.email in reader.theme.tenant.mail.team,
        notice=request.app.state.notices.get(done, ""),
    )


@post("/my-mail")
async def choose(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Redirect:
    """Keep what the reader chose."""
    answers = await read_answers(request)
    chosen = {each: answers.one(each) for each in NEWS}
    if not set(chosen.values()) <= set(news.HOWS):
        raise Problem("malformed")
    said = (staff.id, chosen, reader.theme.tenant.timezone)
    await deployment.store.write(staff.tenant, news.choose, *said)
    return Redirect(f"/desk/{staff.tenant}/my-mail?done=mail_chosen", status_code=303)
