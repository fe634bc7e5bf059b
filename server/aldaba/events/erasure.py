"""Treaty of erasing: what a person said is deleted, and that it was is part of the history."""

from aldaba.events.event import Event


class ContentErased(Event, frozen=True):
    """The content of the events `sequences` of this stream was deleted, because a person asked for
    it or its time was over."""

    sequences: tuple[int, ...]
