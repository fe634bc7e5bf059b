"""Treaty of the record itself: what anybody may add to a request."""

from typing import ClassVar

from aldaba.events.event import Event


class CommentAdded(Event, frozen=True):
    """Staff wrote something: for the team only, or for the customer too."""

    text: str
    to_customer: bool

    def told(self) -> str:
        return self.text

    def seen_by_customer(self) -> bool:
        return self.to_customer


class StatusChanged(Event, frozen=True):
    """Staff moved it on. `sentence` is what the customer read about that, in their language, made
    of `particulars` (days, hours, names, by the blanks of the sentence); `note` is staff's own."""

    visible: ClassVar[bool] = True

    status: str
    particulars: dict[str, str]
    sentence: str
    note: str

    def title(self) -> str:
        return f"status.{self.status}.label"

    def told(self) -> str:
        return "\n".join(part for part in (self.sentence, self.note) if part)


class RequestCancelled(Event, frozen=True):
    """It ends here, for `reason`; `asked_by` is `customer` or `company`."""

    visible: ClassVar[bool] = True

    reason: str
    asked_by: str

    def told(self) -> str:
        return self.reason


class CommentTakenBack(Event, frozen=True):
    """Staff took back the comment `comment` (its sequence) before its mail went out: the customer
    doesn't see it any more."""

    comment: int


class HandedOver(Event, frozen=True):
    """Staff gave it to somebody else or to a team, or changed priority or subject: as they are now.
    `said` is what changed, in the language of who did it."""

    subject: str
    sub_subject: str
    responsible: str
    team: str
    priority: str
    said: str
    colleagues: tuple[str, ...] = ()

    def told(self) -> str:
        return self.said


class VisibilityChanged(Event, frozen=True):
    """Staff let the customer see the request (`shown`), or not any more."""

    shown: bool

    def title(self) -> str:
        return f"requests.visibility.{'shown' if self.shown else 'hidden'}"


class MailsChosen(Event, frozen=True):
    """The customer said whether each change is mailed to them (`wanted`), or only what asks for an
    answer."""

    visible: ClassVar[bool] = True

    wanted: bool

    def title(self) -> str:
        return f"requests.mails.{'wanted' if self.wanted else 'stopped'}"


class ContactCorrected(Event, frozen=True):
    """Staff corrected who asks and how to reach them: as it is now. `said` is what changed, in the
    language of who did it."""

    name: str
    phone: str
    email: str
    said: str

    def told(self) -> str:
        return self.said
