"""Treaty of intake: what happens to a pre-request until it is decided."""

from typing import ClassVar

from aldaba.events.event import Event
from aldaba.forms.answers import Answer

CHANNELS = ("phone", "counter", "message", "other")


class RequestOpened(Event, frozen=True):
    """A customer sent a pre-request, or staff entered it for one. `answers` are all that was
    answered, by field; the versions are hashes of the form and terms as they were shown, "" where
    none were. A `test` was sent to try the form; `channel` says how the customer told staff, one of
    `CHANNELS`, "" where the customer wrote it."""

    visible: ClassVar[bool] = True

    language: str
    description: str
    answers: dict[str, Answer]
    photos: tuple[str, ...]
    form_version: str
    conditions_version: str
    privacy_version: str
    test: bool = False
    channel: str = ""

    def title(self) -> str:
        return f"intake.entered_by.{self.channel}" if self.channel else super().title()

    def told(self) -> str:
        return self.description

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos


class RequestAmended(Event, frozen=True):
    """The same form was sent again with other content, as an addition to what was sent before."""

    visible: ClassVar[bool] = True

    description: str
    answers: dict[str, Answer]
    photos: tuple[str, ...]

    def told(self) -> str:
        return self.description

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos


class RequestApproved(Event, frozen=True):
    """Staff took the pre-request on: it is a service request now. `colleagues` are responsible
    beside the first."""

    visible: ClassVar[bool] = True

    subject: str
    sub_subject: str
    responsible: str
    team: str
    priority: str
    colleagues: tuple[str, ...] = ()


class RequestRejected(Event, frozen=True):
    """Staff did not approve it; `reason` is the text that the customer reads."""

    visible: ClassVar[bool] = True

    reason_code: str
    reason: str

    def told(self) -> str:
        return self.reason
