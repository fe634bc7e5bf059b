"""How the answer to each kind of field is read: one function a kind.

An answer becomes its value, a `FieldProblem`, or `UNSET` when nothing was answered. `sent` holds
what arrived, by name, with several values where a name was sent several times.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from msgspec import UNSET, UnsetType

from aldaba.forms import documents, mail_addresses, phones, scales
from aldaba.forms.characters import plain
from aldaba.forms.fields import (
    Choice,
    Choices,
    Consent,
    Date,
    Email,
    Field,
    LongText,
    Matrix,
    Nps,
    Option,
    Phone,
    Photos,
    Rating,
    TaxDocument,
    Text,
    YesNo,
)
from aldaba.problems import FieldProblem

Sent = Mapping[str, Sequence[str]]
Answer = str | list[str] | bool | int | dict[str, int | None] | None  # as `judge` reads them

ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
# What people type where the browser has no calendar to offer; all our countries put the day first.
TYPED_DAY = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})\Z")

MISSING: dict[type, str] = {
    Choice: "missing_choice",
    Choices: "missing_choice",
    Consent: "not_accepted",
    Date: "not_a_date",
    Email: "email_unusable",
    Matrix: "missing_rows",
    Nps: "missing_choice",
    Photos: "missing_photo",
    Rating: "missing_choice",
    TaxDocument: "missing_document",
    YesNo: "missing_choice",
}


def judge(field: Field, sent: Sent, today: date) -> Any:  # noqa: PLR0911 - a case a kind
    """What `field` was answered: its value, a FieldProblem, or UNSET.

    Values: str for text, choice, e-mail, phone (E.164) and date (ISO 8601); list[str] for choices
    and photos; bool for yes/no and consent; int on a scale, and by the code of each row in a matrix
    (None where it does not apply); TaxNumber, or None for "I have none".
    """
    texts = [plain(text) for text in sent.get(field.name, ())]
    if None in texts:
        return FieldProblem("unreadable")
    answers = [text for text in texts if text]
    match field:
        case Choices():
            return _choices(field, answers)
        case Photos():
            return _photos(field, answers)
        case Matrix():
            return scales.rows(field, sent)
        case TaxDocument() if field.none_allowed and "yes" in sent.get(f"{field.name}_none", ()):
            return None
    if len(answers) > 1:
        return FieldProblem("several")
    return _single(field, answers[0], sent, today) if answers else UNSET


def refinement(field: Choice, code: object, sent: Sent) -> str | FieldProblem | UnsetType:
    """Which refinement of the option `code` was chosen under the name `field.refined_by`.

    One that refines another option is what a changed mind left behind: no radio button can be
    taken back without a script, so it counts as not answered.
    """
    answers = {plain(text) for text in sent.get(field.refined_by, ())} - {""}
    parents = {inner.code: option.code for option in field.options for inner in option.options}
    if not answers <= parents.keys():
        return FieldProblem("unknown_option")
    fitting = [cast(str, answer) for answer in answers if parents[cast(str, answer)] == code]
    return fitting[0] if len(fitting) == 1 else FieldProblem("several") if fitting else UNSET


def missing(field: Field) -> FieldProblem:
    """What to say when `field` needs an answer and has none."""
    if isinstance(field, Phone):
        return _phone_unusable(field)
    if isinstance(field, TaxDocument) and field.none_allowed:
        return FieldProblem("missing_document_or_none")
    return FieldProblem(MISSING.get(type(field), "missing"))


def _single(field: Field, text: str, sent: Sent, today: date) -> Any:  # noqa: C901, PLR0911 - a case a kind
    match field:
        case Text():
            return _within(" ".join(text.split()), 0, field.max)
        case LongText():
            return _within(text, field.min, field.max)
        case Choice():
            return _one_of(text, field.options)
        case YesNo():
            return {"yes": True, "no": False}.get(text, FieldProblem("unknown_option"))
        case Rating() | Nps():
            return scales.step(field, text)
        case Consent():
            return True if text == "yes" else UNSET
        case Date():
            return _day(field, text, today)
        case Email():
            return _email(text, sent.get(f"{field.name}_confirmed", ()))
        case Phone():
            return phones.read(text, field.country) or _phone_unusable(field)
        case TaxDocument():
            return documents.read(text, field.documents)


def _within(text: str, least: int, most: int) -> str | FieldProblem:
    if len(text) > most:
        return FieldProblem("too_long", {"max": most, "given": len(text)})
    if len(text) < least:
        return FieldProblem("too_short", {"min": least, "given": len(text)})
    return text


def _one_of(code: str, options: tuple[Option, ...]) -> str | FieldProblem:
    known = any(option.code == code for option in options)
    return code if known else FieldProblem("unknown_option")


def _choices(field: Choices, codes: list[str]) -> list[str] | FieldProblem | UnsetType:
    known = [option.code for option in field.options]
    if not set(codes) <= set(known):
        return FieldProblem("unknown_option")
    return [code for code in known if code in codes] or UNSET


def _photos(field: Photos, ids: list[str]) -> list[str] | FieldProblem | UnsetType:
    different = list(dict.fromkeys(ids))
    if len(different) > field.max:
        return FieldProblem("too_many_photos", {"max": field.max, "given": len(different)})
    return different or UNSET


def _day(field: Date, text: str, today: date) -> str | FieldProblem:
    typed = TYPED_DAY.match(text)
    parts = typed.group("year", "month", "day") if typed else None
    iso = ISO_DAY.match(text)
    try:
        day = date(*map(int, parts or (iso.groups() if iso else ())))
    except (TypeError, ValueError):
        return FieldProblem("not_a_date")
    return FieldProblem("in_future") if field.past and day > today else day.isoformat()


def _email(text: str, confirmed: Sequence[str]) -> str | FieldProblem:
    meant = mail_addresses.suggestion(text)
    if meant and text not in {plain(address) for address in confirmed}:
        return FieldProblem("email_suspect", {"suggestion": meant})
    return mail_addresses.read(text) or FieldProblem("email_unusable")


def _phone_unusable(field: Phone) -> FieldProblem:
    return FieldProblem("phone_unusable", {"example": phones.example(field.country)})
