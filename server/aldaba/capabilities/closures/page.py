"""What the page of a closing shows, and how a link stands to it."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba.capabilities.closures.service import REVISIONS, STATUS, latest, link_version
from aldaba.events import Event, Recorded, history
from aldaba.events.closures import RequestClosed
from aldaba.events.intake import RequestAmended, RequestOpened
from aldaba.forms.form import Form
from aldaba.forms.versions import load_form
from aldaba.links import Link
from aldaba.problems import Problem
from aldaba.requests import service as requests
from aldaba.web.deployment import Deployment


class Closed(Struct, frozen=True):
    """A closing as its customer sees it. `before` and `after` are ids of photos; `decided` is the
    event of the decision, None while there is none or once it was erased. Staff may have `moved_on`
    with the request by themselves."""

    request: Row[Any]
    form: Form | None
    row: Row[Any]
    closed: RequestClosed | None
    before: tuple[str, ...]
    decided: Event | None
    moved_on: bool


def load(db: Connection, tenant: str, number: str) -> Closed | None:
    """The latest closing of the request `number`."""
    request, row = requests.find(db, tenant, number), latest(db, tenant, number)
    if request is None or row is None:
        return None
    story = history(db, tenant, requests.stream_of(number))
    closed = _event(story, row.closed_sequence)
    return Closed(
        request=request,
        form=load_form(db, tenant, request.form_version),
        row=row,
        closed=closed if isinstance(closed, RequestClosed) else None,
        before=_before(story),
        decided=_event(story, row.decided_sequence) if row.decided_at else None,
        moved_on=row.state != "reopened" and request.status != STATUS[row.state],
    )


async def closed_of(deployment: Deployment, link: Link) -> Closed:
    """What `link` is about. Raises Problem `link_unknown` where nothing was ever closed."""
    found = await deployment.store.read(link.tenant, load, link.subject)
    if found is None:
        raise Problem("link_unknown")
    return found


def standing(link: Link, row: Row[Any]) -> str:
    """How a link stands to the latest closing: `current`, `superseded` by a later closing, or
    `revoked`."""
    if link.version == link_version(row):
        return "current"
    return "revoked" if link.version // REVISIONS == row.round else "superseded"


def _event(story: list[Recorded], sequence: int) -> Event | None:
    return next((each.event for each in story if each.sequence == sequence), None)


def _before(story: list[Recorded]) -> tuple[str, ...]:
    sent = (each.event for each in story if isinstance(each.event, RequestOpened | RequestAmended))
    return tuple(photo for event in sent for photo in event.shown_photos())
