"""Treaty of closures: staff declare the work done, the customer says whether it is.

Each closing of a request has a `round`: 1 for the first, one more after each reopening. Moments
are UTC microseconds.
"""

from typing import ClassVar

from aldaba.events.event import Event


class RequestClosed(Event, frozen=True):
    """Staff declare the work done and ask the customer to accept it until `answer_by`; reopening
    is possible until `reopen_by`. `reopenings` says how often the request was reopened before."""

    visible: ClassVar[bool] = True

    round: int
    note: str
    photos: tuple[str, ...]
    answer_by: int
    reopen_by: int
    reopenings: int = 0

    def told(self) -> str:
        return self.note

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos


class ClosureAccepted(Event, frozen=True):
    """The customer accepts the work under the terms `terms_version` (a hash), and may undo it
    until `undo_by`. `words` are those they added; `language` and `purpose` are the link page's,
    `shown` the question and the choice as they read them, `name` and `role` (owner, renter,
    building_manager, other, or empty) what they say of themselves."""

    visible: ClassVar[bool] = True

    round: int
    terms_version: str
    language: str
    purpose: str
    shown: tuple[str, ...]
    undo_by: int
    words: str = ""
    name: str = ""
    role: str = ""

    def told(self) -> str:
        return self.words


class RequestReopened(Event, frozen=True):
    """The customer says why the work isn't done; the request goes on under its number. The
    rest as for `ClosureAccepted`."""

    visible: ClassVar[bool] = True

    round: int
    reason: str
    photos: tuple[str, ...]
    terms_version: str
    language: str
    purpose: str
    shown: tuple[str, ...]
    undo_by: int
    name: str = ""
    role: str = ""

    def told(self) -> str:
        return self.reason

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos


class ClosedUnanswered(Event, frozen=True):
    """Nobody answered in time. It is never called accepted, and can be reopened until
    `reopen_by`."""

    visible: ClassVar[bool] = True

    round: int
    reopen_by: int


class ClosureUndone(Event, frozen=True):
    """The customer took the `decision` (`accepted` or `reopened`) back in time: the question is
    open again."""

    visible: ClassVar[bool] = True

    round: int
    decision: str


class ClosureAttempted(Event, frozen=True):
    """A link was used again after its question was settled as `stood`: by whoever forwards a link,
    a scanner, a second owner. Nothing changed. `decision` and `words` are what they sent."""

    round: int
    decision: str
    stood: str
    words: str = ""

    def told(self) -> str:
        return self.words


class ClosurePostponed(Event, frozen=True):
    """The customer couldn't check yet, and is asked again at `remind_at`."""

    visible: ClassVar[bool] = True

    round: int
    remind_at: int


class ClosureLinkSent(Event, frozen=True):
    """Somebody with a link that had expired asked for a new one, which went to the address on
    file."""

    round: int


class ClosureLinkRevoked(Event, frozen=True):
    """Staff took the links of this closing back; the new one goes to the address on file."""

    round: int


class RequestContinued(Event, frozen=True):
    """The customer opened another request, `number`, from this one: a different problem, or the
    same one after its time."""

    visible: ClassVar[bool] = True

    number: str

    def told(self) -> str:
        return self.number


class RequestContinues(Event, frozen=True):
    """This request was opened from the closed one `number`."""

    number: str

    def told(self) -> str:
        return self.number
