"""The kinds of value that a theme's tokens take.

Each reader takes the component values of a declaration and returns the value written anew in the
narrow grammar of its kind, or None when it is anything else. Nothing of the source is copied: a
list of forbidden words would miss one of CSS's many ways to write a URL.
"""

import re
from math import isfinite, radians
from typing import Any

import tinycss2
import tinycss2.color4

from aldaba.themes.colours import Colour, Oklch, from_channels, from_oklch

Tokens = list[Any]  # tinycss2 has no types

FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,63}\Z")
GENERIC = (
    "sans-serif",
    "serif",
    "monospace",
    "system-ui",
    "ui-rounded",
    "ui-sans-serif",
    "ui-serif",
)
COLOUR_FUNCTIONS = ("rgb", "rgba", "hsl", "hsla", "oklch")
LIMITS = {"px": 64.0, "em": 4.0}


def significant(tokens: Tokens) -> Tokens:
    """`tokens` without whitespace and comments."""
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def colour(tokens: Tokens) -> str | None:
    """A solid colour as `#rrggbb`."""
    found = _colour(significant(tokens))
    return str(found[0]) if found and found[1] == 1 else None


def length(tokens: Tokens) -> str | None:
    """A length of 0 to 64px or 4em."""
    tokens = significant(tokens)
    found = _length(tokens[0]) if len(tokens) == 1 else None
    return found if found and not found.startswith("-") else None


def line(tokens: Tokens) -> str | None:
    """The width of a line: a length of 0 to 8px."""
    return _within(length(tokens), {"px": (0, 8), "em": (0, 0.5)})


def spacing(tokens: Tokens) -> str | None:
    """What goes between letters, or is taken away there."""
    tokens = significant(tokens)
    found = _length(tokens[0]) if len(tokens) == 1 else None
    return _within(found, {"px": (-1, 4), "em": (-0.1, 0.3)})


def fonts(tokens: Tokens) -> str | None:
    """A font stack: family names in quotes, generic ones bare, joined by `, `."""
    families = [_family(significant(part)) for part in _comma_separated(tokens)]
    return ", ".join(name for name in families if name) if all(families) else None


def shadow(tokens: Tokens) -> str | None:
    """`none`, or up to four shadows, each of two to four lengths and a colour."""
    if [token.lower_value for token in significant(tokens) if token.type == "ident"] == ["none"]:
        return "none" if len(significant(tokens)) == 1 else None
    layers = [_shadow(significant(part)) for part in _comma_separated(tokens)]
    return (
        ", ".join(layer for layer in layers if layer) if all(layers) and len(layers) < 5 else None
    )


def family_name(tokens: Tokens) -> str | None:
    """The name of one font family, written as a string or as words."""
    tokens = significant(tokens)
    if len(tokens) == 1 and tokens[0].type == "string":
        name = tokens[0].value
    elif tokens and all(token.type == "ident" for token in tokens):
        name = " ".join(token.value for token in tokens)
    else:
        return None
    return name if FAMILY.match(name) else None


def number(value: float) -> str:
    """`value` with at most four decimals and no exponent."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _colour(tokens: Tokens) -> tuple[Colour, float] | None:
    """A colour and its opacity (0–1)."""
    if len(tokens) != 1 or (
        tokens[0].type == "function" and tokens[0].lower_name not in COLOUR_FUNCTIONS
    ):
        return None
    parsed = tinycss2.color4.parse_color(tokens[0])
    if not isinstance(parsed, tinycss2.color4.Color):  # None, or the word currentcolor
        return None
    coordinates = [coordinate or 0.0 for coordinate in parsed.coordinates]
    if not all(isfinite(coordinate) for coordinate in coordinates):
        return None
    if parsed.space == "oklch":
        lightness, chroma, hue = coordinates
        within = Oklch(min(1.0, max(0.0, lightness)), min(0.5, max(0.0, chroma)), radians(hue))
        return from_oklch(within), parsed.alpha
    return from_channels(parsed.to("srgb").coordinates), parsed.alpha


def _length(token: Any) -> str | None:
    if token.type == "number" and token.value == 0:
        return "0"
    if token.type != "dimension" or token.lower_unit not in LIMITS:
        return None
    if not abs(token.value) <= LIMITS[token.lower_unit]:
        return None
    return f"{number(token.value)}{token.lower_unit}"


def _within(length: str | None, limits: dict[str, tuple[float, float]]) -> str | None:
    if length in (None, "0"):
        return length
    least, most = limits[length[-2:]]
    return length if least <= float(length[:-2]) <= most else None


def _family(tokens: Tokens) -> str | None:
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value in GENERIC:
        return str(tokens[0].lower_value)
    name = family_name(tokens)
    return f'"{name}"' if name else None


def _shadow(tokens: Tokens) -> str | None:
    inset: list[str] = []
    sizes: list[str] = []
    inks: list[str] = []
    for token in tokens:
        if size := _length(token):
            sizes.append(size)
        elif ink := _colour([token]):
            (red, green, blue), opacity = ink
            inks.append(f"rgb({red} {green} {blue} / {number(opacity)})")
        elif token.type == "ident" and token.lower_value == "inset":
            inset.append("inset")
        else:
            return None
    blur = sizes[2:3]
    if (
        len(inset) > 1
        or not 2 <= len(sizes) <= 4
        or len(inks) != 1
        or "".join(blur).startswith("-")
    ):
        return None
    return " ".join(inset + sizes + inks)


def _comma_separated(tokens: Tokens) -> list[Tokens]:
    parts: list[Tokens] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
