"""What a person answered, in words: for the desk, the follow page and mail."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from aldaba.forms import phones
from aldaba.forms.fields import (
    Choice,
    Choices,
    Consent,
    Date,
    Field,
    Matrix,
    Nps,
    Phone,
    Photos,
    Rating,
    TaxDocument,
    YesNo,
)
from aldaba.forms.form import Form, chosen_in

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def answered(form: Form, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, answer) of each field that was answered, in the form's order and language.

    Consents, photos and documents are left out. Line breaks of long texts are kept. An option that
    the form no longer has is told by its code.
    """
    return [
        (field.label, _told(field, values, form))
        for field in form.fields
        if values.get(field.name) is not None
        and not isinstance(field, Consent | Photos | TaxDocument)
    ]


def chosen(form: Form, values: Mapping[str, Any], name: str = "subject") -> tuple[str, ...]:
    """The labels of the option chosen in the field `name` and of its refinement; empty when the
    form doesn't ask that or nothing was chosen."""
    return tuple(
        option.label
        for field in form.fields
        if field.name == name and isinstance(field, Choice | Choices)
        for option in chosen_in(field, values)
    )


def _told(field: Field, values: Mapping[str, Any], form: Form) -> str:  # noqa: PLR0911 - a case a kind
    value = values[field.name]
    match field, value:
        case Choice(), str():
            return " · ".join(option.label for option in chosen_in(field, values)) or value
        case Choices(), list():
            labels = {option.code: option.label for option in field.options}
            return ", ".join(labels.get(str(code), str(code)) for code in value)
        case YesNo(), bool():
            return field.yes if value else field.no
        case Rating() | Nps(), int():
            return f"{value}/{field.steps[-1]}"
        case Matrix(), dict():
            return "\n".join(_rated(field, value))
        case Date(), str() if DAY.match(value):
            locale = form.language.replace("-", "_")
            return format_date(date.fromisoformat(value), "long", locale=locale)
        case Phone(), str() if value.startswith("+"):
            return phones.shown(value, form.country)
    return str(value)  # text, or an answer from before the company changed the field's kind


def _rated(field: Matrix, figures: Mapping[str, int | None]) -> list[str]:
    """A line for each row that was answered."""
    most = field.steps[-1]
    return [
        f"{row.label}: {field.none if figures[row.code] is None else f'{figures[row.code]}/{most}'}"
        for row in field.rows
        if row.code in figures
    ]
