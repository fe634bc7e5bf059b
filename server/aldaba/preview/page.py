"""The preview's page: for managers at the desk, and by a signed link for those they send it to."""

import asyncio
import hashlib
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy import Connection

from aldaba import clock
from aldaba.capabilities.intake.snippets import snippets
from aldaba.links import Link
from aldaba.people.staff import Staff, demand
from aldaba.preview.asking import POLICY, ask, shown
from aldaba.preview.changes import changes
from aldaba.preview.contrasts import measured
from aldaba.preview.faults import told
from aldaba.preview.scenes import GROUPS, play, scenes
from aldaba.preview.stages import LENGTHS, Stages
from aldaba.problems import Problem
from aldaba.requests.service import FORM
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment
from aldaba.web.headers import PAGE_POLICY
from aldaba.web.links import opened
from aldaba.web.reader import Reader

PURPOSE = "draft"
LASTS = 14 * clock.DAY
SCHEMES = ("light", "dark")
WIDTHS = {"phone": 360, "desktop": 1280}
FRAMES = {"Content-Security-Policy": f"{PAGE_POLICY}; frame-src 'self'; frame-ancestors 'none'"}


class View(Struct, frozen=True):
    """How a person wants to see it: what the page's own little form says."""

    lang: str
    scheme: str
    width: str
    length: str
    zoom: bool

    @property
    def variant(self) -> str:
        """As it stands in the addresses of frames."""
        return f"{self.length}-{self.scheme}{'-zoom' if self.zoom else ''}"


def draft_link(tenant: str) -> Link:
    """The link that shows the draft to whoever has it."""
    return Link(PURPOSE, tenant, tenant, 0, clock.now() + LASTS, "")


def about(_db: Connection, tenant: str, _number: str) -> tuple[str, int]:
    """What a draft's link is about: the company, whatever request it was asked for."""
    return tenant, 0


@get("/theme")
async def desk_page(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """The preview for managers, with all that is wrong in the folder."""
    demand(staff, "theme")
    token = deployment.signer.sign(draft_link(staff.tenant))
    return await _page(reader, request, deployment, token, "preview/theme.html")


@post("/theme/publish")
async def publish(deployment: Deployment, staff: Staff) -> Redirect:
    """Put the draft in service; where it has errors, the page lists them."""
    demand(staff, "theme")
    errors = await asyncio.to_thread(deployment.themes.publish, staff.tenant, clock.now())
    done = "" if errors else "?done=published"
    return Redirect(f"/desk/{staff.tenant}/theme{done}", status_code=303)


async def draft_page(
    reader: Reader, request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[str]:
    """The preview by a signed link."""
    _about_the_company(link)
    return await _page(reader, request, deployment, token, "preview/draft.html")


async def _page(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    token: str,
    template: str,
) -> Response[str]:
    tenant = reader.theme.name
    themes, served = deployment.themes, reader.theme
    theme = themes.draft(tenant) or served
    stages: Stages = request.app.state.stages
    stage = await stages.of(tenant)
    listed = list(scenes(stage, tenant))
    view = _view(request, theme)
    form = themes.form(theme, FORM, view.lang)
    return reader.page(
        template,
        headers=FRAMES,
        notice=request.app.state.notices.get(request.query_params.get("done", ""), ""),
        view=view,
        lines=snippets(deployment.settings.base_url, theme, form),
        widths=WIDTHS,
        schemes=SCHEMES,
        lengths=LENGTHS,
        groups={group: [each for each in listed if each.group == group] for group in GROUPS},
        at=f"/draft/{token}",
        link=f"{deployment.settings.base_url}/l/{token}",
        faults=told(themes.faults(tenant), reader.words),
        contrasts=list(measured(theme)),
        waiting=theme.hash != served.hash,
        changes=changes(served if theme.hash != served.hash else themes.previous(tenant), theme),
        terms=themes.terms_history(tenant)[::-1],
        state=state_of(deployment, tenant),
    )


def _view(request: Request[Any, Any, Any], theme: Theme) -> View:
    said = request.query_params
    languages = theme.tenant.languages
    return View(
        lang=said["show"] if said.get("show") in languages else languages[0],
        scheme="dark" if said.get("scheme") == "dark" else "light",
        width="desktop" if said.get("width") == "desktop" else "phone",
        length="long" if said.get("length") == "long" else "real",
        zoom=said.get("zoom") == "2",
    )


def state_of(deployment: Deployment, tenant: str) -> str:
    """Changes when there is something new to see."""
    theme = deployment.themes.draft(tenant)
    said = [theme.hash if theme else "", *map(str, deployment.themes.faults(tenant))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@get("/draft/{token:str}")
async def state(deployment: Deployment, token: str) -> Response[str]:
    """What the page asks once a second, to draw itself anew."""
    link = _about_the_company(opened(deployment, token, (PURPOSE,)))
    return Response(state_of(deployment, link.tenant), media_type="text/plain")


@get("/draft/{token:str}/{variant:str}/{path:path}")
async def frame(
    request: Request[Any, Any, Any], deployment: Deployment, token: str, variant: str, path: str
) -> Response[bytes]:
    """A scene, or whatever a scene asks for. It is looked at only: nothing is sent there."""
    link = _about_the_company(opened(deployment, token, (PURPOSE,)))
    theme = deployment.themes.draft(link.tenant)
    length, _, rest = variant.partition("-")
    scheme = rest.removesuffix("-zoom")
    if theme is None or length not in LENGTHS or scheme not in SCHEMES:
        raise Problem("not_found")
    stages: Stages = request.app.state.stages
    stage = await stages.of(link.tenant)
    query = request.scope["query_string"].decode("latin-1")
    staged = stage.deployments[length].themes.get(link.tenant) or theme
    languages = request.headers.get("accept-language", "")
    answer = await play(stage, staged, length, f"/{str(path).lstrip('/')}", query, languages)
    if answer.location:
        inner = answer.location.removeprefix(stage.deployments[length].settings.base_url)
        answer = await ask(stage.apps[length], "GET", *_parts(inner), cookie=stage.cookie)
    seen = shown(answer, f"/draft/{token}/{variant}", scheme, zoomed=rest.endswith("-zoom"))
    headers = {"Content-Security-Policy": POLICY, "Access-Control-Allow-Origin": "*"}
    if seen.media_type == "font/woff2":  # its name changes with it
        headers["Cache-Control"] = "private, max-age=3600"
    return Response(
        seen.body, status_code=seen.status, headers=headers, media_type=seen.media_type or None
    )


def _about_the_company(link: Link) -> Link:
    """`link`, whose subject is the company itself. Raises Problem `link_unknown`."""
    if link.subject != link.tenant:
        raise Problem("link_unknown")
    return link


def _parts(address: str) -> tuple[str, str]:
    path, _, query = address.partition("?")
    return path, query
