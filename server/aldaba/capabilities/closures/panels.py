"""The closing on a request's pages: to declare the work done, and how its customer answered."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.capabilities.closures.closing import can_close
from aldaba.capabilities.closures.service import latest, link_of
from aldaba.events import Event, history
from aldaba.events.closures import ClosureAttempted
from aldaba.links import Link
from aldaba.requests import service as requests
from aldaba.web.limits import PHOTOS_OF_FORM


class Panel(Struct, frozen=True):
    """What the desk shows: whether the work `can_close`, the latest closing (`row`, None before the
    first), its `decided` event, how often its link was used later (`attempts`), and that link."""

    can_close: bool
    row: Row[Any] | None
    decided: Event | None
    attempts: int
    link: Link | None
    most_photos: int = PHOTOS_OF_FORM


def on_desk(db: Connection, tenant: str, number: str) -> Panel | None:
    """Staff's panel; None while there is nothing to close and nothing closed."""
    request, row = requests.find(db, tenant, number), latest(db, tenant, number)
    possible = can_close(request)
    if request is None or (row is None and not possible):
        return None
    if row is None:
        return Panel(possible, None, None, 0, None)
    story = history(db, tenant, requests.stream_of(number))
    tried = [each.event for each in story if isinstance(each.event, ClosureAttempted)]
    decided = next((each.event for each in story if each.sequence == row.decided_sequence), None)
    attempts = sum(event.round == row.round for event in tried)
    link = link_of(row, request.language)
    return Panel(possible, row, decided if row.decided_at else None, attempts, link)


def on_follow(db: Connection, tenant: str, number: str) -> Link | None:
    """The link to answer by, while the customer's answer is awaited or can still be changed."""
    request, row = requests.find(db, tenant, number), latest(db, tenant, number)
    if request is None or row is None or row.state == "reopened":
        return None
    return link_of(row, request.language) if row.link_until > clock.now() else None
