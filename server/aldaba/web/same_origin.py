"""A POST counts only when it was sent from our own pages or, at the doors that a company may put
on its site, from an origin that it lists.

A browser says where a POST comes from: Sec-Fetch-Site, or Origin in older ones. Where neither is
said there is no browser, and so nobody's session to abuse.
"""

from collections.abc import Collection
from typing import Any

from litestar.connection import ASGIConnection

from aldaba.problems import Problem
from aldaba.web.deployment import Deployment
from aldaba.web.doors import door_of, name_in

READING = {"GET", "HEAD", "OPTIONS"}
FORMS = {"f", "p"}  # doors that scripts on companies' own sites send to
LINKS = "l"  # and the one that they ask, and send to, where the link's page may stand there
EMBEDDED = FORMS | {LINKS}


def from_known_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Raises Problem `origin_refused`."""
    deployment: Deployment = connection.app.state.deployment
    path = connection.scope["path"]
    if connection.scope["method"] in READING:  # type: ignore[typeddict-item]
        return
    if _from_ourselves(connection, deployment.settings.base_url):
        return
    listed = listed_origins(path, deployment, connection.app.state.embedded)
    if connection.headers.get("origin") not in listed:
        raise Problem("origin_refused")


def listed_origins(path: str, deployment: Deployment, purposes: Collection[str]) -> tuple[str, ...]:
    """The origins that may come through the door `path` leads to: those that its company lists.
    Of links, those with one of `purposes` have pages for other sites."""
    door, name = door_of(path), name_in(path)
    if door == LINKS:
        link = deployment.signer.read(name)
        name = link.tenant if link and link.purpose in purposes else ""
    theme = deployment.themes.get(name) if name and door in EMBEDDED else None
    return theme.tenant.origins if theme else ()


def _from_ourselves(connection: ASGIConnection[Any, Any, Any, Any], base_url: str) -> bool:
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return connection.headers.get("origin", base_url) == base_url
