"""Whether a theme can be read: a fault for each colour that makes something unreadable, or that
colour mended where the company asked for it."""

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from aldaba.themes import palette
from aldaba.themes.colours import Colour
from aldaba.themes.compiler import colours_of
from aldaba.themes.fault import Fault
from aldaba.themes.stylesheet import Declared, Stylesheet
from aldaba.themes.unreadable import Unreadable, unreadable

SHOWN = {  # what a tenant can't name, in their words
    "raised": "cards and inputs",
    "hover": "what is pointed at",
    "chosen": "what is chosen",
    "error-surface": "error notices",
    "success-surface": "notices of success",
    "warning-surface": "warnings",
}
ROUNDS = 4  # a mended text may ask for another ground; more than once is a theme nobody wrote

Declarations = dict[str, Declared]


def contrast_faults(sheet: Stylesheet) -> list[Fault]:
    """An error for each colour of the sheet, light and dark, that makes something unreadable."""
    return [_fault(pair, declared, where) for pair, declared, where in _unreadable(sheet)]


def mend(sheet: Stylesheet) -> list[Fault]:
    """Puts the nearest colours that pass into `sheet`; a warning for each, and an error for what
    can't be mended."""
    warnings: dict[tuple[str, str], Fault] = {}
    for _ in range(ROUNDS):
        for pair, declared, where in list(_unreadable(sheet)):
            if pair.nearest:
                key = (pair.blamed, where)
                warnings.setdefault(key, _fault(pair, declared, where, mended=True))
                old = declared[pair.blamed]
                declared[pair.blamed] = replace(old, value=str(pair.nearest))
    return [*warnings.values(), *contrast_faults(sheet)]


def _unreadable(sheet: Stylesheet) -> Iterator[tuple[Unreadable, Declarations, str]]:
    """Each pair that fails, the declarations that it comes from, and which of the two they are."""
    day = palette.light(colours_of(sheet.light))
    for declared, derive, where in (
        (sheet.light, palette.light, ""),
        (sheet.dark, partial(palette.dark, day=day), " in the dark"),
    ):
        for pair in unreadable(colours_of(declared), derive):
            yield pair, declared, where


def _fault(
    pair: Unreadable, declarations: Declarations, where: str, *, mended: bool = False
) -> Fault:
    declared = declarations[pair.blamed]
    ground = SHOWN.get(pair.ground, pair.ground)
    message = (
        f"{pair.text} on {ground}{where} has a contrast of {_measure(pair)}:1 and needs "
        f"{pair.needed}:1; --{pair.blamed} is {declared.value}, {_advice(pair.nearest, mended)}"
    )
    return Fault(
        "theme.css", declared.line, declared.column, message, "warning" if mended else "error"
    )


def _advice(nearest: Colour | None, mended: bool) -> str:
    if nearest is None:
        return "make it lighter or darker"
    return f"{nearest} is shown instead" if mended else f"{nearest} is the nearest that passes"


def _measure(pair: Unreadable) -> str:
    """Cut off, not rounded: 4.496 is not 4.5."""
    return f"{int(pair.measured * 100) / 100:.2f}"
