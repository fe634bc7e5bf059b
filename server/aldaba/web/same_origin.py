"""A POST counts only when it was sent from our own pages or, at the doors that a company may put
on its site, from an origin that it lists.

A browser says where a POST comes from: Sec-Fetch-Site, or Origin in older ones. Where neither is
said there is no browser, and so nobody's session to abuse.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from aldaba.problems import Problem
from aldaba.themes import Themes
from aldaba.web.deployment import Deployment
from aldaba.web.doors import door_of, name_in

READING = {"GET", "HEAD", "OPTIONS"}
EMBEDDED = {"f", "p"}  # doors that scripts on companies' own sites send to


async def from_known_origin(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """A guard on every route. Raises Problem `origin_refused`."""
    deployment: Deployment = connection.app.state.deployment
    path = connection.scope["path"]
    if connection.scope["method"] in READING:  # type: ignore[typeddict-item]
        return
    if _from_ourselves(connection, deployment.settings.base_url):
        return
    if connection.headers.get("origin") not in listed_origins(path, deployment.themes):
        raise Problem("origin_refused")


def listed_origins(path: str, themes: Themes) -> tuple[str, ...]:
    """The origins that may come through the door `path` leads to: those that its company lists."""
    theme = themes.get(name_in(path)) if door_of(path) in EMBEDDED else None
    return theme.tenant.origins if theme else ()


def _from_ourselves(connection: ASGIConnection[Any, Any, Any, Any], base_url: str) -> bool:
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return connection.headers.get("origin", base_url) == base_url
