"""The desk's router: every capability's pages for staff, behind the guard."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Request, Response, Router, post
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from aldaba import texts
from aldaba.people import service, signing_in
from aldaba.people.guard import SessionEnded, desk_reader, signed_in, staff_of
from aldaba.people.staff import Staff
from aldaba.problems import Problem
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.problem_pages import on_problem, wants_json
from aldaba.web.reader import reader_of
from aldaba.web.same_origin import READING


def desk_router(handlers: Iterable[HTTPRouteHandler]) -> Router:
    """`handlers` under `/desk/{tenant}`; they may ask for `staff`, who is signed in, and for the
    `reader` that this makes."""
    return Router(
        "/desk/{tenant:str}",
        route_handlers=list(handlers),
        guards=[signed_in],
        dependencies={"staff": Provide(staff_of), "reader": Provide(desk_reader)},
        exception_handlers={SessionEnded: to_sign_in},
    )


@post("/language")
async def switch_language(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff
) -> Redirect:
    """Read the desk in another language from now on; back to the page where that was asked."""
    language = (await read_answers(request)).one("language")
    if language not in texts.languages():
        raise Problem("malformed")
    await deployment.store.write(staff.tenant, service.set_language, staff.id, language)
    came_from = urlsplit(request.headers.get("referer", "")).path
    desk = f"/desk/{staff.tenant}"
    return Redirect(came_from if came_from.startswith(f"{desk}/") else desk, status_code=303)


def to_sign_in(request: Request[Any, Any, Any], ended: SessionEnded) -> Response[Any]:
    """Where somebody without a session is sent: to the sign-in page, which leads back to the page
    that was asked for. A program is told so; a form can't be sent again by a redirect."""
    if wants_json(request):
        return on_problem(request, ended)
    tenant, url = request.path_params["tenant"], request.url
    if request.method not in READING:
        reader = reader_of(request, request.app.state.deployment, tenant)
        said = "people.sign_in.ended"
        return signing_in.form(reader, f"/desk/{tenant}", refused=said, status=ended.status)
    onward = urlencode({"next": f"{url.path}?{url.query}" if url.query else url.path})
    return Redirect(f"/desk/{tenant}/sign-in?{onward}", status_code=303)
