"""All answers together on the desk. The address says which, so that a view is shared; the same
answers can be saved as a table."""

import asyncio
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from msgspec import Struct

from aldaba import clock
from aldaba.capabilities.surveys import results, totals
from aldaba.capabilities.surveys.page import PURPOSE
from aldaba.forms.answered import answered
from aldaba.forms.fields import Option
from aldaba.forms.form import Form
from aldaba.pages.spreadsheet import XLSX, csv_of, xlsx_of
from aldaba.people.staff import Staff
from aldaba.requests import service as requests
from aldaba.requests.customer_data import seen_by
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

USUAL = timedelta(days=90)


class Address(Struct, frozen=True):
    """What the page shows: answers to `survey` of those who were asked from the day `since` until
    `until`, about requests of `subject`, or of any where that is empty."""

    survey: str
    since: date
    until: date
    subject: str = ""

    @property
    def query(self) -> str:
        """The address's own parameters."""
        days = {"from": self.since.isoformat(), "to": self.until.isoformat()}
        return urlencode({"survey": self.survey, **days, "subject": self.subject})

    def wanted(self, timezone: str) -> results.Wanted:
        """The same in moments."""
        begins = clock.start_of(self.since, timezone)
        ends = clock.start_of(self.until + timedelta(days=1), timezone)
        return results.Wanted(self.survey, begins, ends, self.subject)


@get("/surveys")
async def show(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """What all of them said, and above it every low score that nobody took care of, whenever and
    to whichever survey it was given."""
    subjects = _subjects(deployment, reader)
    address = _address(request, reader, subjects)
    form, answers = await _answers(deployment, reader, address)
    low = await deployment.store.read(reader.theme.name, results.unhandled)
    forms = _forms(deployment, reader)
    return reader.page(
        "surveys/results.html",
        address=address,
        surveys={name: form.title for name, form in forms.items()},
        subjects=subjects,
        questions=await asyncio.to_thread(totals.questions, form, answers),
        asked=len(answers),
        answered=sum(each.row.version > 0 for each in answers),
        low=[(seen_by(reader.theme, staff, each.row), _told(forms, each)) for each in low],
        notice=request.app.state.notices.get(request.query_params.get("done", ""), ""),
    )


@get("/surveys/answers.csv")
async def as_csv(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader
) -> Response[bytes]:
    """The same answers as a table for anything that reads tables."""
    body = await asyncio.to_thread(csv_of, *await _table(request, deployment, reader))
    return _saved(body, "text/csv; charset=utf-8", "answers.csv")


@get("/surveys/answers.xlsx")
async def as_workbook(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader
) -> Response[bytes]:
    """The same answers as a workbook for a spreadsheet."""
    body = await asyncio.to_thread(xlsx_of, *await _table(request, deployment, reader))
    return _saved(body, XLSX, "answers.xlsx")


async def _table(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader
) -> tuple[list[str], list[list[object]]]:
    address = _address(request, reader, _subjects(deployment, reader))
    form, answers = await _answers(deployment, reader, address)
    head, rows = results.table(form, answers, reader.theme.tenant.timezone)
    own = (reader.words("letter.number"), reader.words("surveys.results.answered_at"))
    return [*own, *head], rows


def _saved(body: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)


async def _answers(
    deployment: Deployment, reader: Reader, address: Address
) -> tuple[Form, list[results.Answered]]:
    form = deployment.themes.form(reader.theme, address.survey, reader.language)
    wanted = address.wanted(reader.theme.tenant.timezone)
    return form, await deployment.store.read(reader.theme.name, results.asked, wanted)


def _address(
    request: Request[Any, Any, Any], reader: Reader, subjects: tuple[Option, ...]
) -> Address:
    """What the address asks for; instead of what makes no sense there, what is usual."""
    said = request.query_params
    today = clock.local(clock.now(), reader.theme.tenant.timezone).date()
    survey, subject = said.get("survey", ""), said.get("subject", "")
    return Address(
        survey if survey in _names(reader) else PURPOSE,
        _day(said.get("from", "")) or today - USUAL,
        _day(said.get("to", "")) or today,
        subject if any(option.code == subject for option in subjects) else "",
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _names(reader: Reader) -> list[str]:
    """The company's surveys."""
    return [name for name in reader.theme.forms if name.partition("-")[0] == PURPOSE]


def _forms(deployment: Deployment, reader: Reader) -> dict[str, Form]:
    """The same as the reader reads them."""
    form = deployment.themes.form
    return {name: form(reader.theme, name, reader.language) for name in _names(reader)}


def _told(forms: dict[str, Form], said: results.Answered) -> list[tuple[str, str]]:
    """(question, answer), by the survey that was answered while the company has it."""
    return answered(forms.get(said.row.survey, forms[PURPOSE]), said.values)


def _subjects(deployment: Deployment, reader: Reader) -> tuple[Option, ...]:
    """What a request can be about."""
    form = deployment.themes.form(reader.theme, requests.FORM, reader.language)
    chosen = (field for field in form.fields if field.name == "subject")
    return next((getattr(field, "options", ()) for field in chosen), ())
