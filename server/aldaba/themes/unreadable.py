"""Which of the colours that a tenant names make something unreadable.

A derived colour can't fail on its own, so a pair that fails is the fault of a colour that the
tenant named.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from aldaba.themes.colours import Colour, Oklch, contrast, from_oklch, nearest_readable, to_oklch
from aldaba.themes.pairs import NOTICES, PAIRS, STATES
from aldaba.themes.palette import Derive, Named, Palette

# What is derived from another colour: the fault of a pair is the other one's.
MADE_FROM = {"brand-hover": "brand", "error-hover": "error"} | dict.fromkeys(
    ("raised", *STATES, *NOTICES), "surface"
)
# These give way to the texts on them, so that no text has to mind them.
YIELDING = ("brand-hover", *STATES, *NOTICES)


class Unreadable(Struct, frozen=True):
    """A pair of names whose contrast `measured` is below `needed`; `blamed` is the one of them
    that the tenant named, `nearest` a colour for it that would do, if there is any."""

    text: str
    ground: str
    measured: float
    needed: float
    blamed: str
    nearest: Colour | None = None


def unreadable(named: Named, derive: Derive) -> list[Unreadable]:
    """For each of `named` that must change: the pair of `derive(named)` that is hardest to read."""
    worst: dict[str, Unreadable] = {}
    for found in _failing(named, derive(named)):
        worst[found.blamed] = min(worst.get(found.blamed, found), found, key=_measured)
    return [replace(pair, nearest=_nearest(pair, named, derive)) for pair in worst.values()]


def _measured(pair: Unreadable) -> float:
    return pair.measured


def _failing(named: Named, palette: Palette) -> Iterator[Unreadable]:
    for text, grounds, needed in PAIRS:
        for ground in grounds:
            measured = contrast(palette[text], palette[ground])
            if measured < needed:
                suspects = (text, MADE_FROM.get(text), ground, MADE_FROM.get(ground))
                blamed = next(each for each in suspects if each in named)
                yield Unreadable(text, ground, measured, needed, str(blamed))


def _nearest(pair: Unreadable, named: Named, derive: Derive) -> Colour | None:
    """The colour nearest in lightness to the one that is blamed with which nothing is its fault
    any more."""
    if pair.blamed == pair.text:
        palette = derive(named)
        names = (name for text, on, _ in PAIRS if text == pair.text for name in on)
        grounds = [palette[name] for name in names if name not in YIELDING]
        return nearest_readable(palette[pair.text], grounds, pair.needed)
    lightness, chroma, hue = to_oklch(named[pair.blamed])
    for step in range(1, 100):
        for moved in (lightness - step / 100, lightness + step / 100):
            candidate = from_oklch(Oklch(min(1.0, max(0.0, moved)), chroma, hue))
            tried = {**named, pair.blamed: candidate}
            if all(each.blamed != pair.blamed for each in _failing(tried, derive(tried))):
                return candidate
    return None
