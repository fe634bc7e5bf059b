"""Treaty of questions: what staff ask the customer, and what the customer writes."""

from typing import ClassVar

from aldaba.events.event import Event


class QuestionAsked(Event, frozen=True):
    """Staff need something from the customer to go on; the request waits for it."""

    visible: ClassVar[bool] = True

    question: str

    def told(self) -> str:
        return self.question


class QuestionAnswered(Event, frozen=True):
    """The customer answered the question `asked` (its sequence in the stream)."""

    visible: ClassVar[bool] = True

    asked: int
    text: str
    photos: tuple[str, ...]

    def told(self) -> str:
        return self.text

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos


class CustomerWrote(Event, frozen=True):
    """The customer added something that nobody had asked for."""

    visible: ClassVar[bool] = True

    text: str
    photos: tuple[str, ...]

    def told(self) -> str:
        return self.text

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos
