"""Colour as this house needs it: sRGB of 8 bits a channel, measured by WCAG, moved in OKLCH.

Contrast and luminance are those of WCAG 2.2; OKLab is Björn Ottosson's, as in CSS Color 4. In
OKLCH a step of lightness looks equally large in every hue, so that derived colours keep theirs.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import atan2, cos, hypot, sin
from typing import NamedTuple

STEPS = 200  # of lightness, from black to white


class Colour(NamedTuple):
    """A solid sRGB colour, each channel 0–255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)


class Oklch(NamedTuple):
    """Lightness 0–1, chroma 0–0.4, hue in radians."""

    lightness: float
    chroma: float
    hue: float


@lru_cache(maxsize=4096)
def luminance(colour: Colour) -> float:
    """Relative luminance, 0 (black) to 1 (white), by WCAG 2.2."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour, on: Iterable[Colour], ratio: float) -> bool:
    """Whether `colour` has at least `ratio` on each of the colours `on`."""
    return all(contrast(colour, background) >= ratio for background in on)


def nearest_readable(colour: Colour, on: Iterable[Colour], ratio: float) -> Colour | None:
    """The colour of the same hue, nearest in lightness, that is readable on all of `on`; None
    where no colour of that hue is."""
    backgrounds = tuple(on)
    if readable(colour, backgrounds, ratio):
        return colour
    if not _has_room(backgrounds, ratio):
        return None
    lightness, chroma, hue = to_oklch(colour)
    for step in range(1, STEPS + 1):
        for moved in (lightness - step / STEPS, lightness + step / STEPS):
            candidate = from_oklch(Oklch(min(1.0, max(0.0, moved)), chroma, hue))
            if readable(candidate, backgrounds, ratio):
                return candidate
    return None


def _has_room(backgrounds: tuple[Colour, ...], ratio: float) -> bool:
    """Whether any luminance is readable on all of `backgrounds`: then the least light or the least
    dark that one of them bears is, or black, or white."""
    grounds = [luminance(each) + 0.05 for each in backgrounds]
    edges = [0.05, 1.05, *(each / ratio for each in grounds), *(each * ratio for each in grounds)]
    return any(
        all(max(edge, each) / min(edge, each) > ratio - 1e-9 for each in grounds)
        for edge in edges
        if 0.05 <= edge <= 1.05
    )


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0–1) of `other`, mixed in OKLab."""
    pairs = zip(_to_oklab(one), _to_oklab(other), strict=True)
    lightness, a, b = (first + (second - first) * share for first, second in pairs)
    return from_oklch(Oklch(lightness, hypot(a, b), atan2(b, a)))


def to_oklch(colour: Colour) -> Oklch:
    """`colour` by lightness, chroma and hue."""
    lightness, a, b = _to_oklab(colour)
    return Oklch(lightness, hypot(a, b), atan2(b, a))


def from_oklch(colour: Oklch) -> Colour:
    """The sRGB colour of that lightness and hue; chroma that a screen can't show is taken away."""
    shown, too_much = 0.0, colour.chroma
    if _shows(colour):
        shown = too_much
    while too_much - shown > 0.001:
        middle = (shown + too_much) / 2
        if _shows(colour._replace(chroma=middle)):
            shown = middle
        else:
            too_much = middle
    return from_channels(_to_srgb(colour._replace(chroma=shown)))


def from_channels(channels: Iterable[float]) -> Colour:
    """A colour from red, green and blue of 0–1; what lies outside is cut off."""
    red, green, blue = (round(255 * min(1.0, max(0.0, channel))) for channel in channels)
    return Colour(red, green, blue)


def _shows(colour: Oklch) -> bool:
    return all(-0.001 <= channel <= 1.001 for channel in _to_srgb(colour))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _encoded(channel: float) -> float:
    if channel <= 0.0031308:
        return 12.92 * channel
    return float(1.055 * channel ** (1 / 2.4) - 0.055)


def _to_oklab(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _to_srgb(colour: Oklch) -> tuple[float, float, float]:
    a, b = colour.chroma * cos(colour.hue), colour.chroma * sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )
