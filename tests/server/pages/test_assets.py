"""Stylesheets and scripts under names that change with their content."""

import re

import pytest

from aldaba.pages import address, assets, statics
from aldaba.themes.theme import Theme

REM = re.compile(r"\d(rem)\b")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(")


def test_a_static_is_served_under_a_name_that_holds_its_hash() -> None:
    assert re.fullmatch(r"/c/form\.[0-9a-f]{16}\.css", address("form.css", None))
    assert statics()["form.css"].media_type == "text/css"


def test_the_scripts_were_built() -> None:
    assert {"form.js", "photos.js", "desk.js"} <= statics().keys()


def test_a_companys_logo_comes_from_its_theme(theme: Theme) -> None:
    assert address("logo", theme) == f"/c/{theme.assets['logo'].file}"


def test_a_name_that_is_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError):
        address("nowhere.css", None)


@pytest.mark.parametrize("name", ["form.css", "page.css", "desk.css"])
def test_a_stylesheet_has_no_sizes_of_the_host_page(name: str) -> None:
    assert not REM.search((assets.FOLDER / name).read_text())


def test_the_forms_stylesheet_takes_every_colour_from_the_theme() -> None:
    assert not COLOUR.search((assets.FOLDER / "form.css").read_text())


@pytest.mark.parametrize("name", ["form.css", "page.css", "desk.css"])
def test_every_rule_stays_inside_what_is_ours(name: str) -> None:
    sheet = re.sub(r"@[^{;]+\{", "", (assets.FOLDER / name).read_text())
    for selector in re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", sheet):
        assert ".aldaba" in selector, selector
