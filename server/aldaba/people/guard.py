"""The guard of the desk: whoever has no session at the company in the path stays outside.

Every route of the desk stands behind it; one that is meant for people who haven't signed in says
so with `opt=SIGNED_OUT`.
"""

import hmac
from collections.abc import Iterable
from functools import partial
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from sqlalchemy import Connection

from aldaba import clock, texts
from aldaba.capability import MenuEntry
from aldaba.people import service, sessions
from aldaba.people.staff import Staff, may
from aldaba.problems import Problem
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader, reader_of, words_of
from aldaba.web.same_origin import READING

SIGNED_OUT = {"signed_out": True}


class SessionEnded(Problem):
    """Nobody is signed in, or not any more."""

    def __init__(self) -> None:
        super().__init__("session_ended")


async def signed_in(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Let staff of the company in, as `request.user`; a form of theirs only with the token of
    their session. Raises SessionEnded and Problem `origin_refused`, `tenant_unknown`,
    `tenant_unpublished`."""
    deployment: Deployment = connection.app.state.deployment
    tenant = connection.path_params["tenant"]
    deployment.themes.in_service(tenant)
    if handler.opt.get("signed_out"):
        return
    token = sessions.token_of(connection, tenant)
    session = (sessions.digest(token), clock.now())
    staff = await deployment.store.read(tenant, service.of_session, *session) if token else None
    if staff is None:
        raise SessionEnded
    if isinstance(connection, Request) and connection.method not in READING:
        sent = (await read_answers(connection)).one("_csrf")
        if not hmac.compare_digest(sent.encode(), sessions.csrf(token).encode()):
            raise Problem("origin_refused")
    connection.scope["user"] = staff


async def staff_of(request: Request[Staff, Any, Any]) -> Staff:
    """The dependency `staff`."""
    return request.user


async def desk_reader(request: Request[Staff, Any, Any], deployment: Deployment) -> Reader:
    """The dependency `reader` of the desk: its words are in the language that the staff member
    chose, whether the company's customers are offered it or not."""
    staff = request.user
    theme = reader_of(request, deployment, staff.tenant).theme
    menu = [each for each in request.app.state.menu if not each.right or may(staff, each.right)]
    asked = (request.query_params.get("lang", ""), staff.language, *theme.tenant.languages)
    known = {
        "staff": staff,
        "csrf": sessions.csrf(sessions.token_of(request, staff.tenant)),
        "may": partial(may, staff),
        "menu": menu,
        "menu_waiting": await deployment.store.read(staff.tenant, _waiting, menu),
        "path": request.url.path.rstrip("/").removeprefix(f"/desk/{staff.tenant}"),
        "languages": texts.languages(),
    }
    words = words_of(theme, texts.choose(texts.languages(), asked))
    return Reader(theme=theme, words=words, door="desk", known=known)


def _waiting(db: Connection, tenant: str, menu: Iterable[MenuEntry]) -> dict[str, int]:
    """How much waits behind each entry of the menu, by its path."""
    counted = ((each.path, each.waiting) for each in menu)
    return {path: waiting(db, tenant) for path, waiting in counted if waiting}
