"""From the few colours that a tenant names to all that a page needs, light and dark.

What a tenant names stands as it is; the rest is derived so that every pair of `PAIRS` can be read
(WCAG 2.2: 1.4.3 text 4.5:1, 1.4.11 controls and focus 3:1). A derived colour can't fail on its own,
so a pair that fails is the fault of a colour that the tenant named.
"""

from collections.abc import Mapping
from math import radians

from msgspec import Struct

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

TEXT = 4.5
CONTROL = 3.0
ROOM = 1.15  # above what is needed, for colours that are chosen here
GROUNDS = ("surface", "raised")
NOTICES = ("error-surface", "success-surface", "warning-surface")

PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("on-brand", ("brand",), TEXT),
    ("on-surface", GROUNDS + NOTICES, TEXT),
    ("brand-text", GROUNDS, TEXT),
    ("muted", GROUNDS, TEXT),
    ("error", (*GROUNDS, "error-surface"), TEXT),
    ("success", (*GROUNDS, "success-surface"), TEXT),
    ("control", GROUNDS, CONTROL),
    ("focus", GROUNDS, CONTROL),
)
MADE_FROM = {"raised": "surface"} | dict.fromkeys(NOTICES, "surface")

RED = from_oklch(Oklch(0.52, 0.19, radians(27)))
GREEN = from_oklch(Oklch(0.5, 0.12, radians(150)))
AMBER = from_oklch(Oklch(0.8, 0.15, radians(80)))

Palette = dict[str, Colour]


class Unreadable(Struct, frozen=True):
    """A pair of names whose contrast `measured` is below `needed`; `blamed` is the one of them
    that the tenant named, `nearest` a colour for it that would do, if there is any."""

    text: str
    ground: str
    measured: float
    needed: float
    blamed: str
    nearest: Colour | None


def light(named: Mapping[str, Colour]) -> Palette:
    """The light palette around `named`, which holds at least `brand`."""
    return _complete({"surface": WHITE} | dict(named))


def dark(named: Mapping[str, Colour], day: Palette) -> Palette:
    """The dark palette around `named`; brand, error and success follow the light palette `day`,
    made lighter where the dark surface asks for it."""
    hue = to_oklch(day["brand"]).hue
    chroma = min(0.012, to_oklch(day["brand"]).chroma)
    start = {"surface": from_oklch(Oklch(0.2, chroma, hue))} | dict(named)
    grounds = [start["surface"], _raised(start["surface"])]
    start.setdefault("brand", _moved(day["brand"], grounds, CONTROL))
    if readable(day["on-brand"], [start["brand"]], TEXT):
        start.setdefault("on-brand", day["on-brand"])
    return _complete(start, error=day["error"], success=day["success"])


def unreadable(palette: Palette, named: Mapping[str, Colour]) -> list[Unreadable]:
    """For each of `named` that must change: the pair of `palette` that is hardest to read."""
    worst: dict[str, Unreadable] = {}
    for text, grounds, needed in PAIRS:
        for ground in grounds:
            if contrast(palette[text], palette[ground]) < needed:
                found = _judge(palette, named, text, ground, needed)
                worst[found.blamed] = min(worst.get(found.blamed, found), found, key=_measured)
    return list(worst.values())


def _measured(pair: Unreadable) -> float:
    return pair.measured


def _judge(
    palette: Palette, named: Mapping[str, Colour], text: str, ground: str, needed: float
) -> Unreadable:
    """The failing pair. Only a text is given a `nearest`: another ground would change its texts."""
    grounds = [palette[name] for other, names, _ in PAIRS if other == text for name in names]
    nearest = nearest_readable(palette[text], grounds, needed) if text in named else None
    return Unreadable(
        text=text,
        ground=ground,
        measured=contrast(palette[text], palette[ground]),
        needed=needed,
        blamed=text if text in named else MADE_FROM.get(ground, ground),
        nearest=nearest,
    )


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
        made.setdefault(
            name, _moved(wishes[name], [made[each] for each in on if each in made], ratio)
        )
    ink = made["on-surface"]
    made["error-surface"] = _tinted(surface, made["error"], [ink, made["error"]])
    made["success-surface"] = _tinted(surface, made["success"], [ink, made["success"]])
    made["warning-surface"] = _tinted(surface, AMBER, [ink])
    made.setdefault("line", mix(surface, ink, 0.14))
    return made


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


def _tinted(surface: Colour, colour: Colour, texts: list[Colour]) -> Colour:
    """`surface` with as much of `colour` as leaves `texts` readable on it."""
    most = 0.08 if _bright(surface) else 0.2
    shades = [mix(surface, colour, most * share) for share in (1, 0.6, 0.3)]
    fit = (shade for shade in shades if all(readable(text, [shade], TEXT) for text in texts))
    return next(fit, surface)


def _moved(colour: Colour, on: list[Colour], ratio: float) -> Colour:
    """`colour`, or the nearest that is readable on all of `on`, with some room where there is any;
    as it was where there is no such colour, for `unreadable` to report."""
    roomy = nearest_readable(colour, on, ratio * ROOM)
    return roomy or nearest_readable(colour, on, ratio) or colour
