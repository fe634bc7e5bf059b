"""Writes a theme's CSS: private names on `.aldaba`, dark ones beside them, and its fonts.

Private, because a tenant's `--brand` in `:root` would neither reach into a shadow root nor stay
apart from a variable of the host page that has the same name.
"""

from collections.abc import Mapping

from msgspec import Struct

from aldaba.themes import palette
from aldaba.themes.colours import Colour
from aldaba.themes.fontface import Face
from aldaba.themes.palette import Palette
from aldaba.themes.stylesheet import Declared, Stylesheet
from aldaba.themes.theme import Asset
from aldaba.themes.tokens import COLOURS

SANS = ("system-ui", "-apple-system", '"Segoe UI"', "Roboto", "sans-serif")
FALLBACKS = {
    "serif": ("Georgia", '"Times New Roman"', "serif"),
    "monospace": ("ui-monospace", "Consolas", "monospace"),
}
SIZES = {"radius": "8px", "space": "16px"}
LIGHT_SHADOW = "0 1px 2px rgb(0 0 0 / 0.06), 0 4px 16px rgb(0 0 0 / 0.08)"
DARK_SHADOW = "0 1px 2px rgb(0 0 0 / 0.4), 0 4px 16px rgb(0 0 0 / 0.4)"


class Compiled(Struct, frozen=True):
    """`light` and `dark` hold every private name, without `--a-`, as a literal."""

    css: str
    light: dict[str, str]
    dark: dict[str, str]


def compile_theme(tenant: str, sheet: Stylesheet, fonts: Mapping[str, Asset]) -> Compiled:
    """The CSS of a sheet without faults; `fonts` are the folder's, by path."""
    day = palette.light(colours_of(sheet.light))
    night = palette.dark(colours_of(sheet.dark), day)
    own = {face.family.lower(): f'"{_namespaced(tenant, face)}"' for face in sheet.faces}
    light = _literals(day) | _type(sheet.light, own)
    light |= {name: _value(sheet.light, name, default) for name, default in SIZES.items()}
    light["shadow"] = _value(sheet.light, "shadow", LIGHT_SHADOW)
    changed = _literals(night) | {"shadow": _value(sheet.dark, "shadow", DARK_SHADOW)}
    css = "\n".join(
        [
            *(_face(tenant, face, fonts[face.file]) for face in sheet.faces),
            ".aldaba{color-scheme:light dark}",
            _rule(light),
            f"@media (prefers-color-scheme:dark){{{_rule(changed)}}}",
            *(part.css for part in sheet.parts),
        ]
    )
    return Compiled(css, light, light | changed)


def colours_of(declared: Mapping[str, Declared]) -> dict[str, Colour]:
    """The colours that a sheet names, by token."""
    return {
        name: Colour(*bytes.fromhex(declared[name].value[1:]))
        for name in COLOURS
        if name in declared
    }


def _literals(colours: Palette) -> dict[str, str]:
    return {name: str(colour) for name, colour in sorted(colours.items())}


def _value(declared: Mapping[str, Declared], name: str, default: str) -> str:
    return declared[name].value if name in declared else default


def _type(declared: Mapping[str, Declared], own: Mapping[str, str]) -> dict[str, str]:
    """The font stacks; headings take the body's where they have none."""
    body = _value(declared, "font-body", "sans-serif")
    heading = _value(declared, "font-heading", body)
    return {"font-body": _stack(body, own), "font-heading": _stack(heading, own)}


def _stack(families: str, own: Mapping[str, str]) -> str:
    """`families` with our fonts under their namespaced names, and the system's at the end."""
    wished = families.split(", ")  # safe: a family's name holds no comma
    fallback = FALLBACKS.get(wished[-1], SANS)
    bare = {family.strip('"') for family in fallback}
    first = [
        own.get(family.strip('"').lower(), family)
        for family in wished
        if family.strip('"') not in bare
    ]
    return ",".join([*first, *fallback])


def _namespaced(tenant: str, face: Face) -> str:
    return f"aldaba-{tenant}-{face.family.lower().replace(' ', '-')}"


def _face(tenant: str, face: Face, font: Asset) -> str:
    descriptors = "".join(f"{descriptor};" for descriptor in face.descriptors)
    return (
        f'@font-face{{font-family:"{_namespaced(tenant, face)}";{descriptors}'
        f'src:url("/c/{font.file}") format("woff2")}}'
    )


def _rule(literals: Mapping[str, str]) -> str:
    declarations = (f"--a-{name}:{value}" for name, value in literals.items())
    return f".aldaba{{{';'.join(declarations)}}}"
