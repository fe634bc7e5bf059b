"""Who was asked and what they said, of a whole period, and the low scores that are still open."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from aldaba import clock
from aldaba.capabilities.surveys.models import invitation, response
from aldaba.forms.fields import Matrix, YesNo
from aldaba.forms.form import Form
from aldaba.requests.models import request

AT_ONCE = 50  # low scores on a page: whoever has more begins with the oldest


class Wanted(Struct, frozen=True):
    """Those who were asked to answer `survey` from the moment `begins` until before `ends`, about
    requests of `subject`, or of any where that is empty."""

    survey: str
    begins: int
    ends: int
    subject: str = ""


class Answered(Struct, frozen=True):
    """One customer who was asked; `values` are empty where there is no answer."""

    row: Row[Any]
    values: dict[str, Any]


def asked(db: Connection, tenant: str, wanted: Wanted) -> list[Answered]:
    """Who was asked, the latest first."""
    chosen = [
        invitation.c.survey == wanted.survey,
        invitation.c.invited_at >= wanted.begins,
        invitation.c.invited_at < wanted.ends,
    ]
    if wanted.subject:
        chosen.append(request.c.subject == wanted.subject)
    rows = db.execute(_rows(tenant, *chosen).order_by(invitation.c.invited_at.desc()))
    return [_answered(row) for row in rows]


def unhandled(db: Connection, tenant: str) -> list[Answered]:
    """Low scores that nobody took care of, the oldest first."""
    chosen = (invitation.c.low, invitation.c.handled_at.is_(None))
    rows = db.execute(_rows(tenant, *chosen).order_by(invitation.c.answered_at).limit(AT_ONCE))
    return [_answered(row) for row in rows]


def unhandled_count(db: Connection, tenant: str) -> int:
    """How many of them there are."""
    theirs = (invitation.c.tenant == tenant, invitation.c.low, invitation.c.handled_at.is_(None))
    return db.scalar(select(func.count()).where(*theirs)) or 0


def _answered(row: Row[Any]) -> Answered:
    return Answered(row, msgspec.json.decode(row.answers) if row.answers else {})


def _rows(tenant: str, *chosen: ColumnElement[bool]) -> Select[Any]:
    """Invitations with the answers that count and what the request is about."""
    counts = and_(
        response.c.tenant == invitation.c.tenant,
        response.c.number == invitation.c.number,
        response.c.round == invitation.c.round,
        response.c.version == invitation.c.version,
    )
    known = and_(request.c.tenant == invitation.c.tenant, request.c.number == invitation.c.number)
    said = (response.c.answers, response.c.language)
    return (
        select(invitation, *said, request.c.subject, request.c.name, request.c.status)
        .select_from(invitation.outerjoin(response, counts).join(request, known))
        .where(invitation.c.tenant == tenant, request.c.test.is_(False), *chosen)
    )


def table(
    form: Form, answers: Iterable[Answered], timezone: str
) -> tuple[list[str], list[list[object]]]:
    """Head and rows for a spreadsheet: number, when it was answered in `timezone`, and a column
    for each question or part of one, options as the form labels them; the first two have no
    head."""
    columns: list[tuple[str, str, str]] = []
    for field in form.fields:
        if isinstance(field, Matrix):
            columns += [(field.name, row.code, row.label) for row in field.rows]
        else:
            columns.append((field.name, "", field.label))
    labels = _labels(form)
    rows = [
        [
            each.row.number,
            clock.local(each.row.answered_at, timezone).strftime("%Y-%m-%d %H:%M"),
            *(
                _cell(labels.get(name, {}), each.values.get(name), part)
                for name, part, _ in columns
            ),
        ]
        for each in answers
        if each.values
    ]
    return [label for _, _, label in columns], rows


def _labels(form: Form) -> dict[str, dict[Any, str]]:
    """By field and answer, where an answer has a label."""
    labels: dict[str, dict[Any, str]] = {}
    for field in form.fields:
        if isinstance(field, YesNo):
            labels[field.name] = {True: field.yes, False: field.no}
        else:
            options = getattr(field, "options", ())
            labels[field.name] = {option.code: option.label for option in options}
    return labels


def _cell(labels: dict[Any, str], value: Any, part: str) -> object:
    if part:
        value = (value or {}).get(part)
    if isinstance(value, list):
        return ", ".join(labels.get(each, str(each)) for each in value)
    if value is None:
        return ""
    return labels.get(value, value) if isinstance(value, str | bool) else value
