"""From the few colours that a tenant names to all that a page needs, light and dark.

What a tenant names stands as it is; the rest is derived so that every pair of `pairs.PAIRS` can be
read.
"""

from collections.abc import Callable, Mapping
from math import radians

from aldaba.themes.colours import (
    BLACK,
    WHITE,
    Colour,
    Oklch,
    contrast,
    from_oklch,
    mix,
    nearest_readable,
    readable,
    to_oklch,
)
from aldaba.themes.pairs import EDGE, PAIRS, TEXT

ROOM = 1.15  # above what is needed, for colours that are chosen here
ENOUGH = 7.0  # AAA: such a text can lose some of its contrast
BRAND = Colour(10, 92, 54)  # that of themes/default, for a company that names no colours
RED = from_oklch(Oklch(0.52, 0.19, radians(27)))
GREEN = from_oklch(Oklch(0.5, 0.12, radians(150)))
AMBER = from_oklch(Oklch(0.8, 0.15, radians(80)))

Palette = dict[str, Colour]
Named = Mapping[str, Colour]  # what the tenant says
Derive = Callable[[Named], Palette]


def light(named: Named) -> Palette:
    """The light palette around `named`, which holds at least `brand` if it holds anything."""
    return _complete({"surface": WHITE, "brand": BRAND} | dict(named))


def dark(named: Named, day: Palette) -> Palette:
    """The dark palette around `named`; brand, error and success follow the light palette `day`,
    made lighter where the dark surface asks for it."""
    hue = to_oklch(day["brand"]).hue
    chroma = min(0.012, to_oklch(day["brand"]).chroma)
    start = {"surface": from_oklch(Oklch(0.2, chroma, hue))} | dict(named)
    grounds = [start["surface"], _raised(start["surface"])]
    start.setdefault("brand", _moved(day["brand"], grounds, EDGE))
    if readable(day["on-brand"], [start["brand"]], TEXT):
        start.setdefault("on-brand", day["on-brand"])
    return _complete(start, error=day["error"], success=day["success"])


def _complete(start: Palette, error: Colour = RED, success: Colour = GREEN) -> Palette:
    """`start` (brand and surface, and what else is named) with everything that is missing."""
    made = dict(start)
    surface, brand = made["surface"], made["brand"]
    made["raised"] = _raised(surface)
    dark_ink, ink, grey = _inks(surface, brand)
    wishes = {
        "on-brand": next(
            each for each in (WHITE, dark_ink, BLACK) if readable(each, [brand], TEXT)
        ),
        "on-surface": ink,
        "brand-text": brand,
        "muted": grey,
        "error": error,
        "success": success,
        "control": mix(surface, ink, 0.45),
        "focus": brand,
    }
    for name, on, ratio in PAIRS:
        if name in wishes:
            grounds = [made[each] for each in on if each in made]
            made.setdefault(name, _moved(wishes[name], grounds, ratio))
    made["brand-hover"] = _away(brand, made["on-brand"])
    made["error-hover"] = _away(made["error"], surface)
    made.setdefault("line", mix(surface, made["on-surface"], 0.14))
    return made | _tints(made)


def _tints(made: Palette) -> Palette:
    """The grounds with a breath of another colour: as much as leaves what is on them readable."""
    most = 0.08 if _bright(made["surface"]) else 0.2
    wishes = {
        "hover": ("raised", made["brand"], 0.05),
        "chosen": ("raised", made["brand"], 0.1),
        "error-surface": ("surface", made["error"], most),
        "success-surface": ("surface", made["success"], most),
        "warning-surface": ("surface", AMBER, most),
    }
    tints = {}
    for name, (base, colour, share) in wishes.items():
        shades = (mix(made[base], colour, share * part) for part in (1, 0.6, 0.3))
        fit = (shade for shade in shades if _bears(shade, name, made))
        tints[name] = next(fit, made[base])
    return tints


def _bears(shade: Colour, ground: str, made: Palette) -> bool:
    """Whether all that `PAIRS` puts on `ground` can be read on `shade`."""
    return all(contrast(made[text], shade) >= needed for text, on, needed in PAIRS if ground in on)


def _away(colour: Colour, other: Colour) -> Colour:
    """The same button, pointed at: `colour` a little further from its text `other`, or, where it
    is black or white already, back by as much as nobody misses."""
    lightness, chroma, hue = to_oklch(colour)
    step = -0.05 if lightness < to_oklch(other).lightness else 0.05
    enough = min(contrast(colour, other), ENOUGH)
    for moved in (lightness + step, lightness - 3 * step):
        shade = from_oklch(Oklch(min(1.0, max(0.0, moved)), chroma, hue))
        if shade != colour and contrast(shade, other) >= enough:
            return shade
    return colour


def _inks(surface: Colour, brand: Colour) -> list[Colour]:
    """The wished colours of dark text, of text on `surface` and of quieter text there, each with
    a breath of the brand's hue."""
    _, chroma, hue = to_oklch(brand)
    lightness = (0.25, 0.25, 0.48) if _bright(surface) else (0.25, 0.94, 0.76)
    return [from_oklch(Oklch(each, min(0.02, chroma), hue)) for each in lightness]


def _bright(surface: Colour) -> bool:
    return contrast(surface, BLACK) > contrast(surface, WHITE)


def _raised(surface: Colour) -> Colour:
    """The background of cards and inputs: a step lighter than the page."""
    lightness, chroma, hue = to_oklch(surface)
    if lightness > 0.9:
        return mix(surface, WHITE, 0.7)
    return from_oklch(Oklch(lightness + 0.04, chroma, hue))


def _moved(colour: Colour, on: list[Colour], ratio: float) -> Colour:
    """`colour`, or the nearest that is readable on all of `on`, with some room where there is any;
    as it was where there is no such colour, for `unreadable` to report."""
    roomy = nearest_readable(colour, on, ratio * ROOM)
    return roomy or nearest_readable(colour, on, ratio) or colour
