"""A request's story as people read it. What a customer may see is derived from the events."""

from collections.abc import Iterable

from msgspec import Struct

from aldaba.events import Recorded
from aldaba.events.requests import CommentTakenBack


class Entry(Struct, frozen=True):
    """One line of the story. `title` is the key of a text; `told` is what was written,
    `period` from when until when that is about, `taken_back` whether staff took a comment back
    before its mail went out."""

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
    taken_back: bool = False


def entries(history: Iterable[Recorded]) -> list[Entry]:
    """The whole story, oldest first; an erased event keeps its line without its words."""
    told = list(history)
    gone = taken_back(told)
    return [
        _entry(recorded, recorded.sequence in gone)
        for recorded in told
        if recorded.kind != CommentTakenBack.__name__
    ]


def taken_back(history: Iterable[Recorded]) -> set[int]:
    """The sequences of the comments that were taken back."""
    events = (recorded.event for recorded in history)
    return {event.comment for event in events if isinstance(event, CommentTakenBack)}


def seen_by_customer(history: Iterable[Recorded]) -> list[Entry]:
    """What the customer may see of it, oldest first."""
    return [entry for entry in entries(history) if entry.visible]


def _entry(recorded: Recorded, gone: bool) -> Entry:
    event = recorded.event
    return Entry(
        sequence=recorded.sequence,
        kind=recorded.kind,
        title=event.title() if event else f"event.{recorded.kind}",
        at=recorded.at,
        role=recorded.role,
        actor=recorded.actor,
        told=event.told() if event else "",
        visible=recorded.seen_by_customer() and not gone,
        photos=event.shown_photos() if event else (),
        period=event.period() if event else None,
        taken_back=gone,
    )
