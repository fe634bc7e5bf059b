"""How high a form will stand in somebody else's page, before it is there."""

from typing import NamedTuple

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
    Phone,
    Photos,
    Rating,
    TaxDocument,
    Text,
    YesNo,
)
from aldaba.forms.form import Form


class Height(NamedTuple):
    """CSS pixels, in a column as wide as a phone's (328 px) and in one of 600 px or more."""

    narrow: int
    wide: int


# A field with its label, its help and the gap above it, as Chromium draws the sample companies'
# forms with 17 px type. A company's own fonts and longer texts move it by some percent.
FIELD: dict[type[Field], Height] = {
    Text: Height(130, 120),
    LongText: Height(260, 236),
    Choice: Height(63, 63),  # and an OPTION for each answer
    Choices: Height(63, 63),
    YesNo: Height(142, 142),
    Rating: Height(150, 150),
    Nps: Height(205, 150),
    Matrix: Height(100, 100),  # and a ROW for each part
    Date: Height(124, 120),
    Email: Height(160, 136),
    Phone: Height(136, 136),
    TaxDocument: Height(211, 187),
    Photos: Height(226, 202),
    Consent: Height(300, 222),
}
OPTION = Height(56, 50)
MOST_ROWS = 6  # of a choice without refinements; with more answers it is a list of one line
SECTION = 99  # its title and the space around
BUTTON = 22  # with the space above, less what the first section doesn't have
EDGE = Height(98, 26)  # around the form, in somebody else's page; on a phone it ends in free space
STEP = 50


def reserved_height(form: Form) -> Height:
    """An estimate for `form` as it stands at first, rounded down: a reserve that is too small
    moves only what is far below, one that is too large leaves a gap."""
    shown = [field for field in form.fields if field.required or field.name not in _asked(form)]
    rows = sum(map(_rows, shown))
    fixed = BUTTON + SECTION * len(form.sections)
    fields = [Height(fixed, fixed), EDGE, *(FIELD[type(field)] for field in shown)]
    narrow = OPTION.narrow * rows + sum(each.narrow for each in fields)
    wide = OPTION.wide * rows + sum(each.wide for each in fields)
    return Height(narrow // STEP * STEP, wide // STEP * STEP)


def _rows(field: Field) -> int:
    """Answers of `field` that stand one below the other."""
    if isinstance(field, Choice) and not field.refined_by and len(field.options) > MOST_ROWS:
        return 1
    return len(field.options) if isinstance(field, Choice | Choices) else 0


def _asked(form: Form) -> set[str]:
    """Fields that stand there once an option that asks for them is chosen. Photos always do."""
    choices = [option for field in form.fields for option in getattr(field, "options", ())]
    refined = [*choices, *(each for option in choices for each in option.options)]
    photos = {field.name for field in form.fields if isinstance(field, Photos)}
    return {name for option in refined for name in option.asks} - photos
