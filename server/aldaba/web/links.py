"""The pages behind signed links. Looking (GET, HEAD) changes nothing: mail programs and scanners
open links, run their scripts and send what they find there."""

from collections.abc import Collection, Iterable
from typing import Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from aldaba import clock
from aldaba.capability import LinkPage
from aldaba.links import Link
from aldaba.problems import Problem
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.reader import Reader, reader_of


def opened(deployment: Deployment, token: str, purposes: Collection[str]) -> Link:
    """The link that `token` was signed for. Raises Problem `link_unknown` where that is none of
    `purposes`, and `link_expired`."""
    link = deployment.signer.read(token)
    if link is None or link.purpose not in purposes:
        raise Problem("link_unknown")
    if link.expired(clock.now()):
        raise Problem("link_expired")
    return link


def link_handlers(pages: Iterable[LinkPage]) -> tuple[HTTPRouteHandler, ...]:
    """GET and POST of `/l/{token}`, each answered by the page for the link's purpose."""
    by_purpose = {page.purpose: page for page in pages}

    def enter(
        request: Request[Any, Any, Any], deployment: Deployment, token: str
    ) -> tuple[Reader, Link]:
        link = opened(deployment, token, by_purpose)
        return reader_of(request, deployment, link.tenant, link.language), link

    @get("/l/{token:str}")
    async def show(
        request: Request[Any, Any, Any], deployment: Deployment, token: str
    ) -> Response[Any]:
        reader, link = enter(request, deployment, token)
        shown: Response[Any] = await by_purpose[link.purpose].show(
            reader, request, deployment, link, token
        )
        return shown

    @post("/l/{token:str}", status_code=200, request_max_body_size=FORM_WITH_PHOTOS)
    async def decide(
        request: Request[Any, Any, Any], deployment: Deployment, token: str
    ) -> Response[Any]:
        reader, link = enter(request, deployment, token)
        answer = by_purpose[link.purpose].decide
        if answer is None:
            raise Problem("method_not_allowed", headers={"Allow": "GET, HEAD"})
        decided: Response[Any] = await answer(reader, request, deployment, link, token)
        return decided

    return show, decide
