"""A request's story as people read it. What a customer may see is derived from the events."""

from collections.abc import Iterable

from msgspec import Struct

from aldaba.events import Recorded


class Entry(Struct, frozen=True):
    """One line of the story. `title` is the key of a text; `told` is what was written,
    `period` from when until when that is about."""

    sequence: int
    kind: str
    title: str
    at: int
    role: str
    actor: str
    told: str
    visible: bool
    photos: tuple[str, ...]
    period: tuple[int, int] | None


def entries(history: Iterable[Recorded]) -> list[Entry]:
    """The whole story, oldest first; an erased event keeps its line without its words."""
    return [_entry(recorded) for recorded in history]


def seen_by_customer(history: Iterable[Recorded]) -> list[Entry]:
    """What the customer may see of it, oldest first."""
    return [entry for entry in entries(history) if entry.visible]


def _entry(recorded: Recorded) -> Entry:
    event = recorded.event
    return Entry(
        sequence=recorded.sequence,
        kind=recorded.kind,
        title=event.title() if event else f"event.{recorded.kind}",
        at=recorded.at,
        role=recorded.role,
        actor=recorded.actor,
        told=event.told() if event else "",
        visible=recorded.seen_by_customer(),
        photos=event.shown_photos() if event else (),
        period=event.period() if event else None,
    )
