"""What the holder of a follow link may see: status, what is visible of the story, photos sent."""

from typing import Any

from litestar import Request, Response, get
from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba.capability import Panel
from aldaba.events import history
from aldaba.forms.form import Form
from aldaba.forms.versions import load_form
from aldaba.links import Link
from aldaba.photos.showing import photo_response
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.sentences import sentence
from aldaba.requests.timeline import Entry, seen_by_customer
from aldaba.web.deployment import Deployment
from aldaba.web.links import opened
from aldaba.web.reader import Reader


class Followed(Struct, frozen=True):
    """A request as its customer follows it; `form` is the one that was filled in, `panels` are
    those that have something."""

    request: Row[Any]
    form: Form | None
    timeline: list[Entry]
    panels: list[tuple[Panel, Any]]


def followed(
    db: Connection, tenant: str, number: str, panels: tuple[Panel, ...]
) -> Followed | None:
    """The request `number` as its customer may see it."""
    found = service.find(db, tenant, number)
    if found is None:
        return None
    story = history(db, tenant, service.stream_of(number))
    form = load_form(db, tenant, found.form_version)
    shown = service.filled(db, tenant, number, panels)
    return Followed(found, form, seen_by_customer(story), shown)


async def follow(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """The page behind a follow link."""
    panels = request.app.state.follow
    shown = await deployment.store.read(link.tenant, followed, link.subject, panels)
    if shown is None:
        raise Problem("link_unknown")
    if not shown.request.shown:
        return reader.page("requests/unseen.html", request=shown.request)
    return reader.page(
        "requests/follow.html",
        shown=shown,
        sentence=sentence(reader.words, reader.theme.tenant, shown.request),
        token=token,
        follow=link,
        link_to=deployment.address,
    )


@get(["/l/{token:str}/photos/{photo:str}", "/l/{token:str}/photos/{photo:str}/thumbnail"])
async def photo(
    request: Request[Any, Any, Any], deployment: Deployment, token: str, photo: str
) -> Response[Any]:
    """A photo of the request that the link is about."""
    link = opened(deployment, token, request.app.state.with_photos)
    if link.purpose == "follow":
        found = await deployment.store.read(link.tenant, service.find, link.subject)
        if found is not None and not found.shown:
            raise Problem("not_found")
    small = request.url.path.endswith("/thumbnail")
    stream = service.stream_of(link.subject)
    return await photo_response(deployment, link.tenant, photo, stream=stream, thumbnail=small)
