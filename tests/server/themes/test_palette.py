"""From one colour to a whole theme that can be read, light and dark."""

import random
import re
from math import degrees

import pytest

from aldaba.themes import palette
from aldaba.themes.colours import (
    BLACK,
    WHITE,
    Colour,
    contrast,
    from_oklch,
    nearest_readable,
    to_oklch,
)
from aldaba.themes.contrast import contrast_faults, mend
from aldaba.themes.pairs import PAIRS
from aldaba.themes.stylesheet import read_stylesheet
from aldaba.themes.tokens import COLOURS

RANDOM = random.Random(26)
BRANDS = [Colour(*(RANDOM.randrange(256) for _ in range(3))) for _ in range(200)]
EXTREMES = [BLACK, WHITE, Colour(255, 255, 0), Colour(0, 0, 255), Colour(119, 119, 119)]


@pytest.mark.parametrize("brand", BRANDS + EXTREMES, ids=str)
def test_every_pair_of_a_theme_with_one_colour_can_be_read(brand: Colour) -> None:
    named = {"brand": brand}
    day = palette.light(named)
    night = palette.dark({}, day)
    for colours in (day, night):
        for text, grounds, needed in PAIRS:
            for ground in grounds:
                assert contrast(colours[text], colours[ground]) >= needed, (text, ground)
    assert day["brand"] == brand


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(Colour(0x76, 0x76, 0x76), WHITE) == pytest.approx(4.54, abs=0.005)
    assert contrast(WHITE, Colour(0xFF, 0, 0)) == pytest.approx(4.0, abs=0.005)


def test_a_colour_survives_oklch_and_back() -> None:
    for colour in BRANDS:
        assert from_oklch(to_oklch(colour)) == colour


def test_the_nearest_readable_colour_keeps_its_hue() -> None:
    orange = Colour(0xFF, 0x8C, 0x00)
    found = nearest_readable(orange, [WHITE], 4.5)
    assert found is not None
    assert 4.5 <= contrast(found, WHITE) < 4.7
    assert degrees(to_oklch(found).hue) == pytest.approx(degrees(to_oklch(orange).hue), abs=3)


def test_what_a_tenant_names_stands_as_it_is() -> None:
    named = {"brand": Colour(154, 59, 30), "surface": Colour(251, 247, 241), "muted": BLACK}
    assert palette.light(named).items() >= named.items()
    assert palette.dark(named, palette.light(named)).items() >= named.items()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            ":root {\n  --brand: #0a5c36;\n  --muted: #aaa;\n}",
            "theme.css:3:12: error: muted on surface has a contrast of 2.32:1 and needs 4.5:1; "
            "--muted is #aaaaaa, #757575 is the nearest that passes",
        ),
        (
            ":root { --brand: #ffd400; --on-brand: white }",
            "theme.css:1:39: error: on-brand on brand has a contrast of 1.43:1 and needs 4.5:1; "
            "--on-brand is #ffffff, #5d5d5d is the nearest that passes",
        ),
        (
            ":root { --brand: #06c }\n@media (prefers-color-scheme: dark) {\n"
            "  :root { --surface: #111; --on-surface: #555 }\n}",
            "theme.css:3:42: error: on-surface on cards and inputs in the dark has a contrast of "
            "2.33:1 and needs 4.5:1; --on-surface is #555555, #838383 is the nearest that passes",
        ),
    ],
)
def test_a_pair_that_cant_be_read_is_named_with_a_colour_that_can(source: str, found: str) -> None:
    assert [str(fault) for fault in contrast_faults(read_stylesheet(source))] == [found]


def test_the_colours_that_are_advised_pass() -> None:
    source = ":root { --brand: #06c; --error: #ff6666; --surface: #eee; --muted: #999999 }"
    faults = contrast_faults(read_stylesheet(source))
    assert len(faults) == 2
    for fault in faults:
        written, advised = re.findall(r"#[0-9a-f]{6}", fault.message)
        source = source.replace(written, advised)
    assert contrast_faults(read_stylesheet(source)) == []


def test_a_surface_that_nothing_can_be_read_on_is_itself_the_fault() -> None:
    (fault,) = contrast_faults(read_stylesheet(":root { --brand: red;\n --surface: #707070 }"))
    assert (fault.line, fault.column) == (2, 13)
    assert fault.message.endswith("--surface is #707070, #6a6a6a is the nearest that passes")


def test_whatever_colours_are_named_each_fault_stands_at_one_of_them() -> None:
    for _ in range(60):
        rules = [
            "".join(
                f"--{name}: {RANDOM.choice(BRANDS)};" for name in COLOURS if RANDOM.random() < 0.5
            )
            for _ in range(2)
        ]
        source = (
            f":root {{ --brand: {RANDOM.choice(BRANDS)}; {rules[0]} }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root {{ {rules[1]} }} }}"
        )
        for fault in contrast_faults(read_stylesheet(source)):
            line = source.splitlines()[fault.line - 1]
            assert re.match(r"#[0-9a-f]{6};", line[fault.column - 1 :])


def test_mending_takes_the_advised_colours_and_says_so() -> None:
    sheet = read_stylesheet(":root { --brand: #06c; --surface: #eee;\n --muted: #999999 }")
    (fault,) = mend(sheet)
    assert str(fault) == (
        "theme.css:2:11: warning: muted on surface has a contrast of 2.45:1 and needs 4.5:1; "
        f"--muted is #999999, {sheet.light['muted'].value} is shown instead"
    )
    assert contrast_faults(sheet) == []


def test_whatever_is_named_can_be_mended_or_is_an_error() -> None:
    mended = 0
    for _ in range(12):
        named = "".join(f"--{name}: {RANDOM.choice(BRANDS)};" for name in COLOURS)
        sheet = read_stylesheet(f":root {{ {named} }}")
        faults = mend(sheet)
        errors = [fault for fault in faults if fault.severity == "error"]
        assert errors == contrast_faults(sheet)
        mended += not errors
    assert mended > 8


@pytest.mark.parametrize("brand", BRANDS[:40] + EXTREMES, ids=str)
def test_what_is_pointed_at_looks_another_way(brand: Colour) -> None:
    day = palette.light({"brand": brand})
    assert day["brand-hover"] != brand
    measured, before = (contrast(day["on-brand"], day[name]) for name in ("brand-hover", "brand"))
    assert measured >= min(before, 7)
