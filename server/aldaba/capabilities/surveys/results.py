"""All answers of a period together: shares, averages, what people would recommend."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, and_, select

from aldaba.capabilities.surveys.models import invitation, response
from aldaba.forms.fields import Choice, Choices, LongText, Matrix, Nps, Rating, Text, YesNo
from aldaba.forms.form import Form
from aldaba.requests.models import request

PROMOTER = 9  # and above
DETRACTOR = 6  # and below


class Answered(Struct, frozen=True):
    """One customer who was asked; `values` are empty where there is no answer."""

    row: Row[Any]
    values: dict[str, Any]


class Bar(Struct, frozen=True):
    """One answer, how often it was given, and its share of all answers in percent."""

    label: str
    count: int
    share: int


class Question(Struct, frozen=True):
    """What was answered to a question, or to a part of a matrix: `mean` of a scale, `nps` from
    −100 to 100; `texts` are (number, words)."""

    label: str
    count: int
    mean: float | None
    nps: int | None
    bars: list[Bar]
    texts: list[tuple[str, str]]


def asked(db: Connection, tenant: str, survey: str, begins: int, ends: int) -> list[Answered]:
    """Who was asked to answer `survey` from `begins` until before `ends`, the latest first."""
    counts = and_(
        response.c.tenant == invitation.c.tenant,
        response.c.number == invitation.c.number,
        response.c.round == invitation.c.round,
        response.c.version == invitation.c.version,
    )
    known = and_(request.c.tenant == invitation.c.tenant, request.c.number == invitation.c.number)
    chosen = (
        select(invitation, response.c.answers, request.c.subject, request.c.name)
        .select_from(invitation.outerjoin(response, counts).join(request, known))
        .where(
            invitation.c.tenant == tenant,
            invitation.c.survey == survey,
            invitation.c.invited_at >= begins,
            invitation.c.invited_at < ends,
        )
        .order_by(invitation.c.invited_at.desc())
    )
    return [
        Answered(row, msgspec.json.decode(row.answers) if row.answers else {})
        for row in db.execute(chosen)
    ]


def questions(form: Form, answers: Iterable[Answered]) -> list[Question]:
    """The questions of `form` with what was answered to each."""
    given = [each for each in answers if each.values]
    told: list[Question] = []
    for field in form.fields:
        said = [
            each.values[field.name] for each in given if each.values.get(field.name) is not None
        ]
        match field:
            case Rating() | Nps():
                told.append(_scale(field.label, field.steps, said, nps=isinstance(field, Nps)))
            case Matrix():
                for row in field.rows:
                    figures = [each[row.code] for each in said if each.get(row.code) is not None]
                    told.append(_scale(row.label, field.steps, figures, nps=False))
            case Choice() | Choices():
                labels = {option.code: option.label for option in field.options}
                told.append(_chosen(field.label, labels, said))
            case YesNo():
                told.append(_chosen(field.label, {True: field.yes, False: field.no}, said))
            case Text() | LongText():
                texts = [
                    (each.row.number, each.values[field.name])
                    for each in given
                    if each.values.get(field.name)
                ]
                told.append(Question(field.label, len(texts), None, None, [], texts))
    return told


def table(form: Form, answers: Iterable[Answered]) -> tuple[list[str], list[list[object]]]:
    """Head and rows for a spreadsheet: options as the form labels them, a column for each part."""
    columns: list[tuple[str, str, str]] = []
    for field in form.fields:
        if isinstance(field, Matrix):
            columns += [(field.name, row.code, row.label) for row in field.rows]
        else:
            columns.append((field.name, "", field.label))
    rows = [
        [each.row.number, *(_cell(form, each.values.get(name), code) for name, code, _ in columns)]
        for each in answers
        if each.values
    ]
    return [label for _, _, label in columns], rows


def _cell(form: Form, value: Any, part: str) -> object:
    options = [option for field in form.fields for option in getattr(field, "options", ())]
    labels = {option.code: option.label for option in options}
    if part:
        value = (value or {}).get(part)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return ", ".join(labels.get(each, str(each)) for each in value)
    return "" if value is None else labels.get(value, value)


def _scale(label: str, steps: range, figures: list[int], *, nps: bool) -> Question:
    counted = Counter(figures)
    total = len(figures)
    score = None
    if nps and total:
        promoters = sum(each >= PROMOTER for each in figures)
        detractors = sum(each <= DETRACTOR for each in figures)
        score = round(100 * (promoters - detractors) / total)
    mean = sum(figures) / total if total else None
    bars = [Bar(str(step), counted[step], _share(counted[step], total)) for step in reversed(steps)]
    return Question(label, total, mean, score, bars, [])


def _chosen(label: str, labels: Mapping[Any, str], said: list[Any]) -> Question:
    every = [code for each in said for code in (each if isinstance(each, list) else [each])]
    counted, total = Counter(every), len(said)
    bars = [Bar(text, counted[code], _share(counted[code], total)) for code, text in labels.items()]
    return Question(label, total, None, None, bars, [])


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0
