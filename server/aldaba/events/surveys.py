"""Treaty of surveys: a customer is asked about a closing, until a deadline, and answers or not.

`round` is the closing's (`events.closures`), `survey` the form's name; moments are UTC
microseconds.
"""

from typing import ClassVar

from aldaba.events.event import Event
from aldaba.forms.answers import Answer


class SurveyInvited(Event, frozen=True):
    """The customer was asked to answer `survey` until `deadline`; `reminders` are the moments at
    which they are asked again, unless they answered."""

    visible: ClassVar[bool] = True

    round: int
    survey: str
    deadline: int
    reminders: tuple[int, ...] = ()


class SurveyAnswered(Event, frozen=True):
    """The customer answered. `answers` are by question, `form_version` is the hash of the survey
    as they saw it; `low` says that a score asks for somebody's attention."""

    visible: ClassVar[bool] = True

    round: int
    survey: str
    form_version: str
    answers: dict[str, Answer]
    low: bool


class SurveyAnswersChanged(Event, frozen=True):
    """The customer answered otherwise, before the deadline. What was said before stays."""

    visible: ClassVar[bool] = True

    round: int
    survey: str
    form_version: str
    answers: dict[str, Answer]
    low: bool


class SurveyDeclined(Event, frozen=True):
    """The customer doesn't want to be asked any more."""

    visible: ClassVar[bool] = True

    round: int


class SurveyWanted(Event, frozen=True):
    """Staff want this request's customer to be asked."""


class SurveyWithheld(Event, frozen=True):
    """Staff chose not to ask this request's customer."""


class LowScoreHandled(Event, frozen=True):
    """Staff have taken care of a low score."""

    round: int
