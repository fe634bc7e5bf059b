"""Telephone numbers, read as people of a country write them and kept as E.164."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

REMARK = re.compile(r"\D+\Z")  # after the number: "(WhatsApp)", "falar com Ana"
# Numbers that belong to nobody; elsewhere the library's own examples serve.
EXAMPLES = {"AR": "11 5555-0101", "BR": "(11) 90000-0101"}


LONGEST = 80  # number and remark


def read(text: str, country: str) -> str | None:
    """The number in E.164 (`+5511900000101`), or None when it can't be called.

    Without a leading `+` it is a number of `country` (ISO 3166 alpha-2). Whatever separators a
    messenger or a spreadsheet pasted along are forgiven, and a remark after the number.
    """
    if len(text) > LONGEST:
        return None
    try:
        number = phonenumbers.parse(REMARK.sub("", text), country)
    except phonenumbers.NumberParseException:
        return None
    return _format(number, PhoneNumberFormat.E164) if _callable(number) else None


def shown(number: str, country: str) -> str:
    """An E.164 number as people in `country` read it: national at home, else international."""
    parsed = phonenumbers.parse(number)
    at_home = parsed.country_code == phonenumbers.country_code_for_region(country)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return _format(parsed, form)


def address(text: str, country: str) -> str:
    """What a telephone dials (RFC 3966): `tel:+551190000199`; a short number as it stands."""
    return f"tel:{read(text, country) or re.sub(r'[^0-9+]', '', text)}"


def example(country: str) -> str:
    """A number as people of `country` write it, to be shown as an example."""
    if country in EXAMPLES:
        return EXAMPLES[country]
    number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    return _format(number, PhoneNumberFormat.NATIONAL) if number else ""


def _callable(number: PhoneNumber) -> bool:
    """Whether its length is that of a landline or mobile number with area code. Nothing more is
    asked: numbering plans grow faster than anybody's table of them."""
    return any(
        phonenumbers.is_possible_number_for_type_with_reason(number, kind)
        == ValidationResult.IS_POSSIBLE
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    )


def _format(number: PhoneNumber, form: int) -> str:
    return phonenumbers.format_number(number, form)
