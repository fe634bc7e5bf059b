"""What staff may do: choose whether to ask, take care of a low score, read all answers."""

import asyncio
import re
from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from aldaba import clock
from aldaba.capabilities.surveys import results as of_all
from aldaba.capabilities.surveys import service
from aldaba.forms.answered import answered
from aldaba.forms.form import Form
from aldaba.pages.spreadsheet import XLSX, csv_of, xlsx_of
from aldaba.people.staff import Staff, demand
from aldaba.problems import Problem
from aldaba.requests.desk import done
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


@post("/requests/{number:str}/survey")
async def choose(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, number: str
) -> Response[Any]:
    """Want the customer to be asked (`send=yes`), or not."""
    demand(staff, "decide")
    send = (await read_answers(request)).one("send") == "yes"
    said = (number, send, clock.now(), staff.id)
    if not await deployment.store.write(staff.tenant, service.choose, *said):
        raise Problem("not_found")
    return done(staff.tenant, number, "survey_wanted" if send else "survey_withheld")


@post("/requests/{number:str}/survey/handled")
async def handle(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, number: str
) -> Response[Any]:
    """Somebody took care of the low score of the closing `round`; back to where it was pressed."""
    demand(staff, "decide")
    answers = await read_answers(request)
    written = answers.one("round")
    round_ = int(written) if re.fullmatch(r"[0-9]{1,4}", written) else 0  # the latest
    said = (number, round_, clock.now(), staff.id)
    if not await deployment.store.write(staff.tenant, service.handle, *said):
        raise Problem("not_found")
    if answers.one("from") == "surveys":
        return Redirect(f"/desk/{staff.tenant}/surveys?done=survey_handled", status_code=303)
    return done(staff.tenant, number, "survey_handled")


@get("/surveys")
async def results(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader
) -> Response[str]:
    """All answers of a period together; survey and period stand in the address."""
    chosen = _period(request, reader)
    form, answers = await _answers(deployment, reader, chosen)
    given = [each for each in answers if each.values]
    low = [each for each in given if each.row.low and each.row.handled_at is None]
    return reader.page(
        "surveys/results.html",
        chosen=chosen,
        surveys=_surveys(deployment, reader),
        questions=of_all.questions(form, answers),
        asked=len(answers),
        answered=len(given),
        low=[(each.row, answered(form, each.values)) for each in low],
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
    form, answers = await _answers(deployment, reader, _period(request, reader))
    head, rows = of_all.table(form, answers)
    return [reader.words("letter.number"), *head], rows


def _saved(body: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)


async def _answers(
    deployment: Deployment, reader: Reader, chosen: dict[str, str]
) -> tuple[Form, list[of_all.Answered]]:
    zone = reader.theme.tenant.timezone
    begins = clock.start_of(date.fromisoformat(chosen["from"]), zone)
    ends = clock.start_of(date.fromisoformat(chosen["to"]) + timedelta(days=1), zone)
    form = deployment.themes.form(reader.theme, chosen["survey"], reader.language)
    read = deployment.store.read
    return form, await read(reader.theme.name, of_all.asked, chosen["survey"], begins, ends)


def _period(request: Request[Any, Any, Any], reader: Reader) -> dict[str, str]:
    """Survey and days of the address; the last 90 days where it names none that can be read."""
    today = clock.local(clock.now(), reader.theme.tenant.timezone).date()
    usual = {"from": (today - timedelta(days=90)).isoformat(), "to": today.isoformat()}
    asked = {name: request.query_params.get(name, "") for name in usual}
    days = {name: asked[name] if _is_day(asked[name]) else usual[name] for name in usual}
    survey = request.query_params.get("survey", "")
    known = survey.startswith("survey") and survey in reader.theme.forms
    return days | {"survey": survey if known else "survey"}


def _is_day(text: str) -> bool:
    try:
        return 2000 <= date.fromisoformat(text).year < 2200
    except ValueError:
        return False


def _surveys(deployment: Deployment, reader: Reader) -> dict[str, str]:
    """The company's surveys, each with its title."""
    names = [name for name in reader.theme.forms if name.partition("-")[0] == "survey"]
    forms = {name: deployment.themes.form(reader.theme, name, reader.language) for name in names}
    return {name: form.title for name, form in forms.items()}
