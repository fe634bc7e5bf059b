"""Answers on a scale, and answers that another question hangs on."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from aldaba.forms.fields import Choice, Choices, Field, Matrix, Nps, Rating, When, YesNo
from aldaba.problems import FieldProblem

NONE = "none"  # the answer to a row of a matrix that does not apply


def step(field: Rating | Nps, text: str) -> int | FieldProblem:
    """The figure that `text` is on the scale of `field`."""
    return next((each for each in field.steps if str(each) == text), FieldProblem("unknown_option"))


def rows(
    field: Matrix, sent: Mapping[str, Sequence[str]]
) -> dict[str, int | None] | FieldProblem | UnsetType:
    """The figure of each row of `field` that was answered, None of one that does not apply."""
    figures: dict[str, int | None] = {str(each): each for each in field.steps}
    known = figures | ({NONE: None} if field.none_allowed else {})
    given = {row.code: [*sent.get(f"{field.name}.{row.code}", ())] for row in field.rows}
    answers = {code: texts[0].strip() for code, texts in given.items() if any(texts)}
    if any(len(texts) > 1 for texts in given.values()):
        return FieldProblem("several")
    if not known.keys() >= set(answers.values()):
        return FieldProblem("unknown_option")
    if field.required and len(answers) < len(field.rows):
        return FieldProblem("missing_rows")
    return {code: known[text] for code, text in answers.items()} or UNSET


def holds(when: When | None, values: Mapping[str, Any]) -> bool:
    """Whether `values`, as a form reads them, are as `when` says; nothing said always holds."""
    if when is None:
        return True
    value = values.get(when.field)
    said = value if isinstance(value, list) else [value]
    return any(_sent(each) in when.answers for each in said)


def answers_of(field: Field) -> tuple[str, ...]:
    """What `field` can be answered with, as it is sent; nothing for one that is free to write."""
    match field:
        case Choice() | Choices():
            return tuple(option.code for option in field.options)
        case YesNo():
            return ("yes", "no")
        case Rating() | Nps():
            return tuple(map(str, field.steps))
    return ()


def _sent(value: object) -> str:
    """An answer as it was sent."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
