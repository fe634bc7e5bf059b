"""Reading the history of one stream."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

import msgspec
from sqlalchemy import Connection, select

from aldaba import events
from aldaba.events.event import Event
from aldaba.events.models import event as event_table
from aldaba.events.models import event_content, same_event


class Recorded(msgspec.Struct, frozen=True):
    """An event where it stands in its stream: when (UTC microseconds), in which role and by whom.

    `event` is None and `actor` empty once the content was erased; whether the customer sees the
    line is then what its kind says.
    """

    sequence: int
    kind: str
    at: int
    role: str
    actor: str
    event: Event | None

    def seen_by_customer(self) -> bool:
        """Whether the customer sees it."""
        return self.event.seen_by_customer() if self.event else kinds()[self.kind].visible


def history(db: Connection, tenant: str, stream: str) -> list[Recorded]:
    """The events of `stream`, oldest first."""
    chosen = event_table.c
    rows = db.execute(
        select(chosen.sequence, chosen.kind, chosen.at, chosen.role)
        .add_columns(event_content.c.actor, event_content.c.body)
        .select_from(event_table.outerjoin(event_content, same_event))
        .where(chosen.tenant == tenant, chosen.stream == stream)
        .order_by(chosen.sequence)
    )
    return [
        Recorded(sequence, kind, at, role, actor or "", _decoded(kind, body))
        for sequence, kind, at, role, actor, body in rows
    ]


def head(db: Connection, tenant: str, stream: str, sequence: int) -> bytes:
    """The hash of event `sequence`, which covers all of the stream until then."""
    chosen = event_table.c
    mine = (chosen.tenant == tenant, chosen.stream == stream, chosen.sequence == sequence)
    found: bytes = db.execute(select(chosen.hash).where(*mine)).scalar_one()
    return found


def _decoded(kind: str, body: str | None) -> Event | None:
    return None if body is None else msgspec.json.decode(body, type=kinds()[kind])


@cache
def kinds() -> dict[str, type[Event]]:
    """Every kind of event, by name: the treaties are the modules of this package, all of which are
    loaded by this."""
    for module in pkgutil.iter_modules(events.__path__):
        importlib.import_module(f"{events.__name__}.{module.name}")
    return {kind.__name__: kind for kind in _descendants(Event)}


def _descendants(kind: type[Event]) -> Iterator[type[Event]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
