"""The pages behind signed links. Looking (GET, HEAD) changes nothing: mail programs and scanners
open links, run their scripts and send what they find there."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

import brotli
import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from msgspec.structs import replace

from aldaba import clock
from aldaba.capability import Embed, LinkPage
from aldaba.links import Link
from aldaba.problems import Problem
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment
from aldaba.web.doors import name_in
from aldaba.web.embed import Wanted, link_script
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader, reader_of, words_of

# Programs that draw a preview of a link in a chat: they see the company and nobody's data.
PREVIEWERS = re.compile(
    r"WhatsApp|TelegramBot|Slackbot|facebookexternalhit|Twitterbot|Discordbot|LinkedInBot"
    r"|SkypeUriPreview|MicrosoftPreview|Google-PageRenderer|Iframely|vkShare",
    re.IGNORECASE,
)


def opened(
    deployment: Deployment,
    token: str,
    purposes: Collection[str],
    expired_too: Collection[str] = (),
) -> Link:
    """The link that `token` was signed for. Raises Problem `link_unknown` where that is none of
    `purposes`, and `link_expired` unless its purpose is one of `expired_too`."""
    link = deployment.signer.read(token)
    if link is None or link.purpose not in purposes:
        raise Problem("link_unknown")
    if link.purpose not in expired_too and link.expired(clock.now()):
        raise Problem("link_expired")
    return link


def link_handlers(pages: Iterable[LinkPage]) -> tuple[HTTPRouteHandler, ...]:
    """GET and POST of `/l/{token}`, each answered by the page for the link's purpose, and GET of
    `/l/{token}/data`, the page's content for an embed."""
    by_purpose = {page.purpose: page for page in pages}
    renewed = frozenset(page.purpose for page in by_purpose.values() if page.renews)

    @get("/l/{token:str}")
    async def show(
        request: Request[Any, Any, Any], deployment: Deployment, token: str
    ) -> Response[Any]:
        link = opened(deployment, token, by_purpose, renewed)
        reader = reader_of(request, deployment, link.tenant, link.language)
        if PREVIEWERS.search(request.headers.get("user-agent", "")):
            return reader.page("web/preview-card.html", base_url=deployment.settings.base_url)
        return await _shown(by_purpose, reader, request, deployment, link, token)

    @get("/l/{token:str}/data")
    async def data(
        request: Request[Any, Any, Any], deployment: Deployment, token: str
    ) -> Response[Any]:
        link = opened(deployment, token, embedded(by_purpose.values()), renewed)
        reader = _in_place(reader_of(request, deployment, link.tenant, link.language), deployment)
        reader = replace(reader, shown=request.query_params.get("form", ""))
        return _packed(request, await _shown(by_purpose, reader, request, deployment, link, token))

    @post("/l/{token:str}", status_code=200, request_max_body_size=FORM_WITH_PHOTOS)
    async def decide(
        request: Request[Any, Any, Any], deployment: Deployment, token: str
    ) -> Response[Any]:
        link = opened(deployment, token, by_purpose, renewed)
        reader = reader_of(request, deployment, link.tenant, link.language)
        answer = by_purpose[link.purpose].decide
        if answer is None:
            raise Problem("method_not_allowed", headers={"Allow": "GET, HEAD"})
        if not wants_json(request):
            decided: Response[Any] = await answer(reader, request, deployment, link, token)
            return decided
        reader = _in_place(reader, deployment)
        decided = await answer(reader, request, deployment, link, token)
        if isinstance(decided, Redirect):
            return await _followed(by_purpose, reader, request, deployment, decided.url)
        return decided

    return show, data, decide


def embedded(pages: Iterable[LinkPage]) -> frozenset[str]:
    """The purposes whose pages may stand on companies' own sites."""
    return frozenset(page.purpose for page in pages if page.embedded)


def link_embeds(pages: Iterable[LinkPage]) -> list[Embed]:
    """The scripts of those pages: the same for every link."""
    return [Embed(page.purpose, partial(_script, page)) for page in pages if page.embedded]


def _script(page: LinkPage, deployment: Deployment, theme: Theme, wanted: Wanted) -> str:
    base_url = deployment.settings.base_url
    words = words_of(theme, wanted.language)
    reader = Reader(theme=theme, words=words, door="l", in_place=base_url)
    common = page.common(reader, deployment.themes) if page.common else None
    return link_script(theme, page.purpose, base_url, common)


async def _shown(
    pages: Mapping[str, LinkPage],
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    shown: Response[Any] = await pages[link.purpose].show(reader, request, deployment, link, token)
    return shown


async def _followed(
    pages: Mapping[str, LinkPage],
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    address: str,
) -> Response[Any]:
    """What a script shows instead of going to `address`, as a page without one would: the page
    behind a link, or the address itself where it is none."""
    path = urlsplit(address).path
    token = name_in(path)
    link = deployment.signer.read(token) if path == f"/l/{token}" else None
    if link is None or link.purpose not in pages:
        return Response({"location": urljoin(deployment.settings.base_url, address)})
    return await _shown(pages, reader, request, deployment, link, token)


def _packed(request: Request[Any, Any, Any], shown: Response[Any]) -> Response[Any]:
    """`shown` in brotli, for a phone: a view is four times as large without. Nothing that anybody
    else can choose stands in it, so that its length gives nothing away."""
    if not isinstance(shown.content, dict) or "br" not in request.headers.get(
        "accept-encoding", ""
    ):
        return shown
    body = brotli.compress(msgspec.json.encode(shown.content), mode=brotli.MODE_TEXT, quality=5)
    headers = {"Content-Encoding": "br", "Vary": "Accept-Encoding"}
    return Response(
        body, status_code=shown.status_code, headers=headers, media_type="application/json"
    )


def _in_place(reader: Reader, deployment: Deployment) -> Reader:
    return replace(reader, in_place=deployment.settings.base_url)
