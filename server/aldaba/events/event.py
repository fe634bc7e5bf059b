"""What an event is. The treaties beside this file say which events each capability records."""

from typing import ClassVar

from msgspec import Struct


class Event(Struct, frozen=True, tag=True, tag_field="kind"):
    """Something that happened. The class's name is its kind, kept for ever in the history."""

    visible: ClassVar[bool] = False  # whether the customer sees events of this kind

    def title(self) -> str:
        """The key of the text that the timeline shows above it."""
        return f"event.{type(self).__name__}"

    def told(self) -> str:
        """The words that somebody wrote, as the timeline shows them."""
        return ""

    def seen_by_customer(self) -> bool:
        """Whether the customer sees this one."""
        return self.visible

    def period(self) -> tuple[int, int] | None:
        """The moments from which and until which it is about, such as a visit's."""
        return None

    def shown_photos(self) -> tuple[str, ...]:
        """Ids of the photos that came with it."""
        return ()
