"""`aldaba themes font`: a WOFF2 file for a theme from a TTF or OTF, with the letters that are
needed and no others."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from aldaba import texts

# Latin-1, and what people type around it: dashes, quotes, dots, money.
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178]
TYPED = [0x2010, 0x2011, 0x2013, 0x2014, *range(0x2018, 0x201F), 0x2022, 0x2026, 0x2032, 0x2033]
MONEY = [0x20AC, 0x20B2, 0x20A1, 0x20BF, 0x2212, 0x2039, 0x203A]


class Made(Struct, frozen=True):
    """A font's file name under `fonts/`, its bytes, and the rule that names it in theme.css."""

    name: str
    body: bytes
    rule: str


def make(source: bytes, languages: Iterable[str]) -> Made:
    """The WOFF2 of a TTF or OTF. Raises ValueError for what is no font."""
    from fontTools import subset  # noqa: PLC0415 - a command's, not a service's
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        font = TTFont(BytesIO(source))
        options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=needed(languages))
        family, weight, style = _named(font)
        cutter.subset(font)
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written)
    except (TTLibError, subset.Subsetter.SubsettingError, KeyError, AssertionError) as error:
        raise ValueError("this is not a TTF, OTF or WOFF2 font that can be read") from error
    suffix = "-italic" if style == "italic" else ""
    name = f"{re.sub(r'[^a-z0-9]+', '-', family.lower()).strip('-')}-{weight.split()[0]}{suffix}"
    rule = (
        f'@font-face {{\n  font-family: "{family}";\n  src: url("fonts/{name}.woff2")'
        f' format("woff2");\n  font-weight: {weight};\n'
        + (f"  font-style: {style};\n" if style != "normal" else "")
        + "  font-display: swap;\n}\n"
    )
    return Made(f"{name}.woff2", written.getvalue(), rule)


def needed(languages: Iterable[str]) -> set[int]:
    """The characters of `languages`: Latin, and whatever else the product says in them."""
    known = [language for language in languages if language in texts.languages()]
    said = "".join(text for each in known for text in texts.catalogue(each).values())
    return {*LATIN, *TYPED, *MONEY, *map(ord, said)}


def put(source: Path, folder: Path, languages: Iterable[str]) -> str:
    """Writes the font `source` into the company's `folder`; the rule to paste. Raises ValueError
    and OSError."""
    made = make(source.read_bytes(), languages)
    (folder / "fonts").mkdir(exist_ok=True)
    (folder / "fonts" / made.name).write_bytes(made.body)
    return made.rule


def _named(font: object) -> tuple[str, str, str]:
    """Family, weight (two for a variable font) and style, as theme.css takes them."""
    names = font["name"]  # type: ignore[index]
    family = str(names.getDebugName(16) or names.getDebugName(1) or "Own font")
    family = re.sub(r"[^A-Za-z0-9 _-]", "", family)[:64] or "Own font"
    metrics = font["OS/2"]  # type: ignore[index]
    weight = str(metrics.usWeightClass)
    if "fvar" in font:  # type: ignore[operator]
        for axis in font["fvar"].axes:  # type: ignore[index]
            if axis.axisTag == "wght":
                weight = f"{axis.minValue:.0f} {axis.maxValue:.0f}"
    return family, weight, "italic" if metrics.fsSelection & 1 else "normal"
