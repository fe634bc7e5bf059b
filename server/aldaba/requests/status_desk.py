"""What staff do with a request's status: move it on, as the company's workflow allows, and see that
workflow drawn."""

import re
from typing import Any

from litestar import Request, Response, get, post
from sqlalchemy import Row

from aldaba import clock
from aldaba.events.requests import StatusChanged
from aldaba.forms.answers import judge
from aldaba.forms.fields import Date
from aldaba.people.staff import Staff
from aldaba.requests import service
from aldaba.requests.deadlines import answer_by
from aldaba.requests.drawing import drawing
from aldaba.requests.moves import Move, moves
from aldaba.requests.page import done, overtaken, page_of, request_of, version_of
from aldaba.requests.sentences import DAYS, particulars, told
from aldaba.texts import Words
from aldaba.themes import Theme
from aldaba.themes.workflow import ALLOWED, ROLES, Step
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

NOTE_LENGTH = 2000
BLANK = re.compile(r"\{\w+\}")


@post("/requests/{number:str}/status")
async def change_status(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Move it on; the customer reads the status's sentence, and gets it by mail."""
    answers = await read_answers(request)
    row = await request_of(deployment, staff, number)
    theme, status = reader.theme, answers.one("status")
    move = next((each for each in moves(theme, row, staff) if each.status == status), None)
    note = answers.text("note", NOTE_LENGTH)
    kept = {"status": status, "note": note}
    if move is None and version_of(answers) == row.version:
        return await page_of(request, deployment, reader, staff, number, kept)
    if move is None:
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    said, missing = _said(move, answers, theme)
    if missing:
        kept |= {f"{name}-{status}": answers.text(f"{name}-{status}") for name in move.fields}
        return await page_of(
            request, deployment, reader, staff, number, kept | {"missing": missing}
        )
    version = version_of(answers)
    if not await move_on(deployment, theme, staff, row, version, status, said, note):
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    mailed = mails_changes(theme) and row.email
    return done(staff.tenant, number, "moved" if mailed else "moved_silently")


async def move_on(
    deployment: Deployment,
    theme: Theme,
    staff: Staff,
    row: Row[Any],
    version: int,
    status: str,
    said: dict[str, str],
    note: str,
) -> bool:
    """Move the request `row` to `status`, whose sentence `said` fills. False when it is no longer
    at `version`."""
    at = clock.now()
    deadline = answer_by(theme.tenant, at)
    words = Words(row.language, theme.own_words(row.language))
    event = StatusChanged(
        status=status,
        particulars=said,
        sentence=told(words, theme.tenant, status, said, deadline),
        note=note,
    )
    columns = {"particulars": particulars(said), "answer_by": deadline}
    final, mail = theme.flow()[status].final, mails_changes(theme)
    moved = (row.number, version, event, columns, final, mail, at, staff.id)
    return await deployment.store.write(staff.tenant, service.move, *moved)


def mails_changes(theme: Theme) -> bool:
    """Whether the company tells its customers of every new status by mail."""
    return theme.tenant.switches.get("mail_each_change", True)


def _said(move: Move, answers: Answers, theme: Theme) -> tuple[dict[str, str], list[str]]:
    """What fills the sentence's blanks, and the names of those that are missing."""
    today = clock.local(clock.now(), theme.tenant.timezone).date()
    said: dict[str, str] = {}
    for name in move.fields:
        text = answers.text(f"{name}-{move.status}")
        if name in DAYS:
            day = judge(Date(name=name, label=""), {name: [text]}, today)
            text = day if isinstance(day, str) else ""
        said[name] = text
    return said, [name for name, text in said.items() if not text]


def _limits(step: Step) -> list[tuple[str, tuple[str, ...]]]:
    """The rights that not every role has in the state, each with the roles that do."""
    held = [(right, getattr(step, right)) for right in ALLOWED]
    return [(right, roles) for right, roles in held if {*roles} != {*ROLES}]


@get("/workflow")
async def workflow(reader: Reader) -> Response[str]:
    """The company's states and moves, as a drawing and as a table."""
    flow, words = reader.theme.flow(), reader.words
    labels = {code: words(f"status.{code}.label") for code in flow}
    sentences = {code: BLANK.sub("…", words(f"status.{code}.sentence")) for code in flow}
    return reader.page(
        "requests/workflow.html",
        flow=flow,
        drawing=drawing(flow, labels, words("requests.workflow.title")),
        sentences=sentences,
        limits={code: _limits(step) for code, step in flow.items()},
    )
