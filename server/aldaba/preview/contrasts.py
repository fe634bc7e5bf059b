"""The contrast table of a theme: every pair that a page, form or mail uses, measured."""

from collections.abc import Iterator

from msgspec import Struct

from aldaba.themes import Theme
from aldaba.themes.colours import Colour, contrast
from aldaba.themes.pairs import PAIRS


class Measured(Struct, frozen=True):
    """One pair in light and dark: the two colours and their contrast in each."""

    text: str
    ground: str
    needed: float
    light: tuple[str, str, float]
    dark: tuple[str, str, float]


def measured(theme: Theme) -> Iterator[Measured]:
    """A row for each pair of `pairs.PAIRS`."""
    for text, grounds, needed in PAIRS:
        for ground in grounds:
            light, dark = (
                (each[text], each[ground], _ratio(each[text], each[ground]))
                for each in (theme.light, theme.dark)
            )
            yield Measured(text, ground, needed, light, dark)


def _ratio(one: str, other: str) -> float:
    first, second = (Colour(*bytes.fromhex(each[1:])) for each in (one, other))
    return int(contrast(first, second) * 100) / 100  # cut off: 4.496 is not 4.5
