"""A company's theme is looked at before its request is, where that may take a while."""

from litestar.types import ASGIApp, Receive, Scope, Send

from aldaba.web.deployment import Deployment
from aldaba.web.doors import door_of, name_in
from aldaba.web.same_origin import LINKS

COMPANYS = {"e", "f", "p", "desk"}  # doors after which the company's name stands


def with_theme(app: ASGIApp, deployment: Deployment) -> ASGIApp:
    """`app`, for which the theme of the company that an address belongs to is ready."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        door, name = door_of(path), name_in(path)
        if door == LINKS and (link := deployment.signer.read(name)):
            await deployment.themes.ready(link.tenant)
        elif door in COMPANYS:
            await deployment.themes.ready(name)
        await app(scope, receive, send)

    return answer
