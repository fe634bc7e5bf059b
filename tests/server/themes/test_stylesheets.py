"""The table of pairs covers our own stylesheets: whatever they put on whatever."""

import re
from collections.abc import Iterator

import pytest
import tinycss2

from aldaba.pages.assets import FOLDER
from aldaba.themes import palette
from aldaba.themes.colours import WHITE, Colour
from aldaba.themes.pairs import GROUNDS, NOTICES, PAIRS, STATES

SHEETS = sorted(file for file in FOLDER.glob("*.css") if file.name != "plain.css")
TOKEN = re.compile(r"var\(--a-([a-z-]+)\)")
ALLOWED = {frozenset((text, ground)) for text, grounds, _ in PAIRS for ground in grounds}
TEXTS = {text for text, _, _ in PAIRS} | {"surface"}  # on a notice or a button, turned around
BEHIND = {ground for _, grounds, _ in PAIRS for ground in grounds} | {
    "error",
    "error-hover",
    "on-surface",
}
# What nobody has to see to understand: lines between things, a picture's frame before it is there.
DECORATIVE = {"line"}
# Drawn shapes that say something by their form beside words that say it too.
SHAPES = re.compile(r"::before|::after|__mark|event|badge|photo|relief|tabs|decision|bar\b")


def rules(nodes: list) -> Iterator[tuple[str, dict[str, str]]]:
    """Selector and declarations of each rule, those inside at-rules too, except for print."""
    for node in nodes:
        if node.type == "at-rule" and node.content:
            if "print" not in tinycss2.serialize(node.prelude):
                yield from rules(tinycss2.parse_rule_list(node.content, True, True))
        elif node.type == "qualified-rule":
            found = tinycss2.parse_blocks_contents(node.content, True, True)
            yield (
                tinycss2.serialize(node.prelude).strip(),
                {each.name: tinycss2.serialize(each.value) for each in found},
            )


def every_rule() -> list[tuple[str, str, dict[str, str]]]:
    return [
        (file.name, selector, declared)
        for file in SHEETS
        for selector, declared in rules(tinycss2.parse_stylesheet(file.read_text(), True, True))
    ]


def tokens(value: str) -> set[str]:
    return set(TOKEN.findall(value))


def test_every_colour_of_a_stylesheet_is_a_token_of_the_theme() -> None:
    known = set(palette.light({"brand": Colour(10, 92, 54)}))
    for file, selector, declared in every_rule():
        for name, value in declared.items():
            if re.match(r"(background|border|outline|color|box-shadow|fill|stroke)", name):
                literal = re.search(
                    r"#[0-9a-f]{3}|rgb|hsl|color-mix|\b(white|black|gr[ae]y)\b", value
                )
                shade = selector.endswith("::backdrop")
                assert not literal or shade, (file, selector, value)
            unknown = tokens(value) - known - {"radius", "space", "shadow", "font-body"}
            assert unknown <= {"font-heading"}, (file, selector, unknown)


def test_every_text_colour_and_every_background_is_in_the_table() -> None:
    for file, selector, declared in every_rule():
        assert tokens(declared.get("color", "")) <= TEXTS, (file, selector)
        behind = tokens(declared.get("background", "") + declared.get("background-color", ""))
        if not SHAPES.search(selector):
            assert behind - DECORATIVE <= BEHIND, (file, selector)


def test_a_rule_that_names_both_names_a_pair_of_the_table() -> None:
    seen = set()
    for file, selector, declared in every_rule():
        for text in tokens(declared.get("color", "")):
            for ground in tokens(declared.get("background", "")):
                pair = frozenset((text, ground))
                assert pair in ALLOWED, (file, selector, text, ground)
                seen.add(pair)
    assert len(seen) > 5


def test_nothing_is_made_darker_or_fainter_behind_the_tables_back() -> None:
    """`filter` and `opacity` change colours after they were measured; what can't be pressed may."""
    for file, selector, declared in every_rule():
        if {"filter", "opacity", "mix-blend-mode"} & declared.keys() and ":host" not in selector:
            exempt = ":disabled" in selector or "aria-disabled" in selector
            assert exempt or declared.get("opacity", "").strip() == "0", (file, selector)


def test_every_entry_of_the_table_is_used() -> None:
    used = set().union(*(tokens(" ".join(each.values())) for _, _, each in every_rule()))
    assert {text for text, _, _ in PAIRS} | BEHIND <= used
    assert {*GROUNDS, *STATES, *NOTICES} <= used


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_look_without_a_company_passes_too(scheme: str) -> None:
    plain = (FOLDER / "plain.css").read_text()
    light, _, dark = plain.partition("@media")
    found = dict(re.findall(r"--a-([a-z-]+): (#[0-9a-f]{6})", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--a-([a-z-]+): (#[0-9a-f]{6})", dark))
    colours = {name: Colour(*bytes.fromhex(value[1:])) for name, value in found.items()}
    assert colours.keys() == palette.light({"brand": WHITE}).keys()
    for text, grounds, needed in PAIRS:
        for ground in grounds:
            measured = palette.contrast(colours[text], colours[ground])
            assert measured >= needed, (text, ground, measured)
