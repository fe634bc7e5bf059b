"""The tokens that `theme.css` may set: how each is read, and what to write where it can't be."""

from collections.abc import Callable

from aldaba.themes import values
from aldaba.themes.values import Tokens

SOLID = (
    "write one solid colour, such as #0a5c36, rgb(10 92 54), hsl(152 80% 20%), oklch(0.4 0.1 155)"
)
SIZE = "write one length in px or em, such as 8px or 0.5em (at most 64px or 4em)"
STACK = 'write font names separated by commas, such as "Inter", Georgia, serif'
SHADOW = "write none, or shadows such as 0 2px 8px rgb(0 0 0 / 0.1)"

Reader = Callable[[Tokens], str | None]
Readers = dict[str, tuple[Reader, str]]  # and what to write where it can't be read
COLOURS: Readers = dict.fromkeys(
    ("brand", "on-brand", "surface", "on-surface", "muted", "line", "error", "success"),
    (values.colour, SOLID),
)
DARK: Readers = COLOURS | {"shadow": (values.shadow, SHADOW)}
FONTS: Readers = dict.fromkeys(("font-body", "font-heading"), (values.fonts, STACK))
LIGHT: Readers = (
    DARK
    | FONTS
    | {
        "radius": (values.length, SIZE),
        "space": (values.length, SIZE),
    }
)
