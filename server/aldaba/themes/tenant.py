"""`tenant.toml` as a struct: who the company is and how it works. Unknown keys are refused."""

from typing import Literal

from msgspec import Struct, field

from aldaba.forms.document_kinds import BY_COUNTRY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


# What the team is told of: a new request, one that was given to somebody, a customer's answer or
# comment, a decision about finished work, a low score, a request that its customer withdrew.
NEWS = ("new", "given", "answered", "decided", "low", "withdrawn")
News = Literal["new", "given", "answered", "decided", "low", "withdrawn"]


class Mail(Struct, frozen=True, forbid_unknown_fields=True):
    """`from` is the sender, `reply_to` where a customer's answer goes, `team` who is told of the
    news of every request, save of those that `not_told` names."""

    sender: str = field(name="from")
    reply_to: str
    team: tuple[str, ...] = ()
    not_told: tuple[News, ...] = ()


class Phones(Struct, frozen=True, forbid_unknown_fields=True):
    """Telephone numbers as people of the country write them; `whatsapp` in international form."""

    contact: str
    emergency: str = ""
    whatsapp: str = ""


class Deadlines(Struct, frozen=True, forbid_unknown_fields=True):
    """`review` is in working days, counted in the company's hours."""

    review: int = 2


class Closing(Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of a closure in time. Days are the calendar's and end at the company's midnight.

    The customer has `answer_days` to say whether the work is done and is reminded `reminder_days`
    before they end (never, when 0); who stays silent is closed `unanswered`, where that is so.
    Reopening is possible for `reopen_days` after the closing, accepted or not, for a reason of
    `least_reason` characters; a decision can be undone for `undo_minutes`.
    """

    answer_days: int = 7
    reminder_days: int = 2
    unanswered: bool = True
    reopen_days: int = 30
    least_reason: int = 10
    undo_minutes: int = 30


class Surveys(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is asked how it went: after every `closing`, only where staff `marked` the request, or
    `never`; `delay_hours` after the closing or, with `after = "accepting"`, after the customer's
    answer to it, who may then answer the survey at once. They have `answer_days`, ending at the
    company's midnight, and are reminded after each of `reminder_days`, unless they answered. Nobody
    is asked twice within `every_days`. `by_subject` names another survey for a subject or
    sub-subject; `tell_low` says whether the team is told of a low score at once."""

    invite: Literal["closing", "marked", "never"] = "closing"
    after: Literal["closing", "accepting"] = "accepting"
    delay_hours: int = 2
    answer_days: int = 14
    reminder_days: tuple[int, ...] = (5,)
    every_days: int = 30
    by_subject: dict[str, str] = {}
    tell_low: bool = True


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """A reason for not approving, in the company's words. `text` by language; `{date}` and the
    like are blanks that staff fill in before it is sent."""

    code: str
    text: dict[str, str]


SWITCHES = ("pre-request", "mail_each_change", "pass_on_known_products")


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """Who looks after requests about a subject or sub-subject: a `responsible` by e-mail address, a
    `team`, a `priority`; until when they are answered, in `answer_hours` of the company's working
    time. What it leaves out, the subject above it says, or the company as a whole."""

    responsible: str = ""
    team: str = ""
    priority: Literal["", "urgent", "high", "normal", "low"] = ""
    answer_hours: int = 0


class Tenant(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A company.

    `hours` maps a weekday (`mon` … `sun`) to opening times in its own zone (`"08:00-18:00"`, a
    day that is left out is closed); `country` is ISO 3166 alpha-2; `languages` are BCP 47, the
    first is the default; `origins` are the sites that may embed or frame (none when empty);
    `documents` are the kinds of document a customer may give (`forms.document_kinds`), its
    country's where it names none; `contrast` says what becomes of a colour that can't be read:
    the folder is refused, or the nearest colour that passes is shown; `publish` when an edit goes
    into service. `links` names pages of the company's own site by the purpose of the link that is
    mailed to them, `link_days` how long links hold. `subjects` says who looks after what, by the
    form's codes of subject and sub-subject; `switches` are some of `SWITCHES`.
    """

    name: str
    legal_name: str
    country: str
    timezone: str
    languages: tuple[str, ...]
    mail: Mail
    phones: Phones
    hours: dict[str, str]
    documents: tuple[str, ...] = ()
    deadlines: Deadlines = Deadlines()
    closing: Closing = Closing()
    links: dict[str, str] = {}
    link_days: dict[str, int] = {}
    surveys: Surveys = Surveys()
    contrast: Literal["refuse", "mend"] = "refuse"
    publish: Literal["on-save", "on-command"] = "on-save"
    origins: tuple[str, ...] = ()
    holidays: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    subjects: dict[str, Subject] = {}
    switches: dict[str, bool] = {}

    def asked_documents(self) -> tuple[str, ...]:
        """The kinds of document that its customers are asked for."""
        return self.documents or BY_COUNTRY.get(self.country, ())

    def looking_after(self, subject: str, sub_subject: str) -> Subject:
        """Who looks after a request about these codes, and how fast."""
        said = [self.subjects.get(code, Subject()) for code in (sub_subject, subject)]
        names = Subject.__struct_fields__
        told = {
            name: next(filter(None, (getattr(one, name) for one in said)), None) for name in names
        }
        return Subject(**{name: value for name, value in told.items() if value})
