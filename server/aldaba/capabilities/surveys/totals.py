"""Many answers together: shares, averages, what people would recommend."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from aldaba.capabilities.surveys.low_scores import DETRACTOR
from aldaba.capabilities.surveys.results import Answered
from aldaba.forms.fields import Choice, Choices, LongText, Matrix, Nps, Rating, Text, YesNo
from aldaba.forms.form import Form

PROMOTER = 9  # and above


class Bar(Struct, frozen=True):
    """One answer, how often it was given, and its share of all answers in percent."""

    label: str
    count: int
    share: int


class Recommended(Struct, frozen=True):
    """The net promoter score, from −100 to 100, and the shares in percent that make it."""

    score: int
    promoters: int
    detractors: int


class Question(Struct, frozen=True, kw_only=True):
    """What was answered to a question, or to a part of a matrix. `words` are those of a text, each
    with the row of who wrote it."""

    label: str
    count: int
    mean: float | None = None
    nps: Recommended | None = None
    bars: list[Bar] = []
    words: list[tuple[Row[Any], str]] = []


def questions(form: Form, answers: Iterable[Answered]) -> list[Question]:
    """The questions of `form` with what was answered to each."""
    given = [each for each in answers if each.values]
    told: list[Question] = []
    for field in form.fields:
        said = [(each.row, each.values[field.name]) for each in given if field.name in each.values]
        values = [value for _, value in said if value is not None]
        match field:
            case Rating() | Nps():
                told.append(_scale(field.label, field.steps, values, nps=isinstance(field, Nps)))
            case Matrix():
                for row in field.rows:
                    figures = [each[row.code] for each in values if each.get(row.code) is not None]
                    told.append(_scale(row.label, field.steps, figures, nps=False))
            case Choice() | Choices():
                labels = {option.code: option.label for option in field.options}
                told.append(_chosen(field.label, labels, values))
            case YesNo():
                told.append(_chosen(field.label, {True: field.yes, False: field.no}, values))
            case Text() | LongText():
                words = [(row, text) for row, text in said if text]
                told.append(Question(label=field.label, count=len(words), words=words))
    return told


def _scale(label: str, steps: range, figures: list[int], *, nps: bool) -> Question:
    counted, total = Counter(figures), len(figures)
    bars = [Bar(str(step), counted[step], _share(counted[step], total)) for step in reversed(steps)]
    return Question(
        label=label,
        count=total,
        mean=sum(figures) / total if total else None,
        nps=_recommended(figures) if nps and total else None,
        bars=bars,
    )


def _recommended(figures: list[int]) -> Recommended:
    total = len(figures)
    promoters = sum(each >= PROMOTER for each in figures)
    detractors = sum(each <= DETRACTOR for each in figures)
    score = round(100 * (promoters - detractors) / total)
    return Recommended(score, _share(promoters, total), _share(detractors, total))


def _chosen(label: str, labels: Mapping[Any, str], said: list[Any]) -> Question:
    every = [code for each in said for code in (each if isinstance(each, list) else [each])]
    counted, total = Counter(every), len(said)
    bars = [Bar(text, counted[code], _share(counted[code], total)) for code, text in labels.items()]
    return Question(label=label, count=total, bars=bars)


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0
