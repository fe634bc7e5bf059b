"""The page of a survey: the questions, thanks, or why they can't be answered any more."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response
from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.capabilities.surveys import service
from aldaba.capabilities.surveys.inviting import CLOSED, LINK_DAYS, survey_of
from aldaba.forms.form import Form
from aldaba.forms.scales import NONE
from aldaba.links import Link
from aldaba.problems import CODES, FieldProblem
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by
from aldaba.themes import Themes
from aldaba.web.deployment import Deployment
from aldaba.web.embed import Common
from aldaba.web.reader import Reader

PURPOSE = "survey"
LIFETIME = LINK_DAYS * clock.DAY  # where there is no invitation yet that says it
SECONDS_A_QUESTION = 10

FieldProblems = dict[str, list[FieldProblem]]


class Invited(Struct, frozen=True):
    """An invitation as its customer sees it; `said` are the answers that count."""

    request: Row[Any]
    row: Row[Any]
    said: Row[Any] | None


def load(db: Connection, tenant: str, number: str, round_: int) -> Invited | None:
    """What a survey link is about; round 0 is the latest."""
    request, row = requests.find(db, tenant, number), service.find(db, tenant, number, round_)
    if request is None or row is None or row.state == "dropped":
        return None
    return Invited(request, row, service.said(db, row))


def about(db: Connection, tenant: str, number: str) -> tuple[str, int] | None:
    """The latest invitation that somebody may have a link to, as a link's subject and version."""
    row, request = service.find(db, tenant, number), requests.find(db, tenant, number)
    if row is None or request is None or row.state == "dropped":
        return None
    known = row.state != "planned" or request.status in CLOSED
    return (number, row.round) if known else None


def link_of(row: Row[Any], language: str, at: int) -> Link:
    """The link by which a customer answers the invitation `row`, made at `at`."""
    until = row.link_until or at + LIFETIME
    return Link(PURPOSE, row.tenant, row.number, row.round, until, language)


class Screen(Struct, frozen=True):
    """A reader before the page of the link `token`, about `invited`."""

    reader: Reader
    deployment: Deployment
    token: str
    invited: Invited

    def form(self) -> Form:
        """The survey in service, in the reader's language."""
        theme, row = self.reader.theme, self.invited.row
        name = survey_of(theme.tenant, self.invited.request)
        kept = row.survey if row.state != "planned" else name
        known = kept if kept in theme.forms else "survey"
        return self.deployment.themes.form(theme, known, self.reader.language)

    def page(
        self,
        form: Form | None = None,
        *,
        fields: Mapping[str, list[str]] | None = None,
        problem: str = "",
        problems: FieldProblems | None = None,
    ) -> Response[Any]:
        """The page as it stands; `fields` with a `problem` (a code of `problems.CODES`) are shown
        again to be completed."""
        form, row, at = form or self.form(), self.invited.row, clock.now()
        open_ = service.in_time(row, at)
        own = self._own(form)
        if self.reader.shown == form.version and open_ and row.state == "invited":
            return self.reader.rest("surveys/below.html", own["hidden"]["_nonce"], **own)
        before = (
            as_sent(msgspec.json.decode(self.invited.said.answers)) if self.invited.said else {}
        )
        tenant = self.reader.theme.tenant
        deadline = self.moment(answer_by(tenant, row.answered_at or at))
        return self.reader.page(
            "surveys/survey.html",
            status=CODES[problem] if problem else 200,
            **_asking(form),
            **own,
            fields=before if fields is None else fields,
            problem=problem,
            problems=problems or {},
            row=row,
            open=open_,
            answered=row.state == "answered",
            thanks=form.thanks.replace("{deadline}", deadline),
        )

    def questions(self) -> dict[str, Any]:
        """What `surveys/questions.html` says, for a page that asks something else first."""
        form = self.form()
        return _asking(form) | self._own(form)

    def _own(self, form: Form) -> dict[str, Any]:
        nonce = self.deployment.signer.nonce(clock.now(), self.token)
        return {
            "action": f"/l/{self.token}",
            "hidden": _hidden(form, nonce),
            "about": self.reader.fragment("surveys/about.txt", row=self.invited.row).strip(),
        }

    def moment(self, moment: int) -> str:
        """A day and hour in the reader's words."""
        return self.reader.fragment("surveys/moment.txt", moment=moment).strip()


def common(reader: Reader, themes: Themes, survey: str = PURPOSE) -> Common:
    """The questions as everybody finds them who was not asked about something special."""
    form = themes.form(reader.theme, survey, reader.language)
    own = {"fields": {}, "problem": "", "problems": {}, "action": "", "hidden": _hidden(form, "")}
    html = reader.fragment("surveys/common.html", **_asking(form), **own, in_place=True)
    return Common(form, html)


def _asking(form: Form) -> dict[str, Any]:
    """What `surveys/questions.html` says of `form` to anybody."""
    count = sum(not field.shown_if for field in form.fields)
    minutes = max(1, round(count * SECONDS_A_QUESTION / 60))
    return {"form": form, "questions": count, "minutes": minutes}


def _hidden(form: Form, nonce: str) -> dict[str, str]:
    return {"_nonce": nonce, "_form": form.version, "_lang": form.language}


def as_sent(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Answers as a form would send them again."""
    sent: dict[str, list[str]] = {}
    for name, value in values.items():
        match value:
            case dict():
                figures = {
                    code: NONE if each is None else str(each) for code, each in value.items()
                }
                sent |= {f"{name}.{code}": [each] for code, each in figures.items()}
            case list():
                sent[name] = [str(each) for each in value]
            case bool():
                sent[name] = ["yes" if value else "no"]
            case _:
                sent[name] = [str(value)]
    return sent
