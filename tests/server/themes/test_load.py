"""A whole folder: what goes into service, and what is said of what doesn't."""

import re
import tomllib
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from aldaba.themes import check, report
from aldaba.themes.load import load_folder
from aldaba.themes.stylesheet import read_stylesheet
from aldaba.themes.theme import Theme
from aldaba.themes.tokens import DARK, LIGHT

ROOT = Path(__file__).parents[3]
Bases = dict[str, dict[str, Any]]
PRE_REQUEST = """
[[sections]]
name = "problem"
fields = ["subject", "floor", "description", "photos"]

[[sections]]
name = "person"
fields = ["name", "email", "phone", "conditions", "privacy"]

[fields.floor]
kind = "text"
label.en = "Which floor?"
"""


def loaded(folder: Path, bases: Bases) -> Theme:
    theme, faults = load_folder(folder, bases)
    assert [str(fault) for fault in faults] == []
    assert theme is not None
    return theme


def test_the_manual_is_a_folder_without_faults(bases: Bases) -> None:
    assert check(ROOT / "themes/default", bases) == []


def test_the_manual_states_what_its_brand_alone_would_give(folder: Path, bases: Bases) -> None:
    alone = loaded(folder, bases)
    css = (folder / "theme.css").read_text("utf-8")
    light, dark, rest = re.split(r"(?=/\* For devices)|(?=/\* A font)", css)
    shown = re.sub(r"/\* (--.+?;) \*/", r"\1", light) + dark[dark.index("@media") : -4] + rest
    (folder / "theme.css").write_text(shown)
    manual = loaded(folder, bases)
    assert len(read_stylesheet(shown).light) == len(LIGHT)
    assert len(read_stylesheet(shown).dark) == len(DARK)
    assert (manual.light, manual.dark) == (alone.light, alone.dark)
    assert manual.css == alone.css


def test_one_colour_changed_in_a_copy_changes_all_that_hangs_on_it(
    folder: Path, bases: Bases
) -> None:
    before = loaded(folder, bases)
    css = (folder / "theme.css").read_text("utf-8")
    (folder / "theme.css").write_text(css.replace("--brand: #0a5c36", "--brand: #1d4ed8", 1))
    after = loaded(folder, bases)
    for name in ("brand", "brand-text", "focus", "chosen", "on-surface"):
        assert after.light[name] != before.light[name]
        assert after.dark[name] != before.dark[name]


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("pre-request", "`forms/pre-request.toml`, with one"),
        ("survey", "`forms/survey.toml` changes the survey"),
    ],
)
def test_the_forms_that_the_manual_shows_can_be_put_together(
    folder: Path, bases: Bases, name: str, after: str
) -> None:
    readme = (ROOT / "themes/default/README.md").read_text("utf-8")
    shown = readme.partition(after)[2].partition("\n\n")[2]
    lines = takewhile(lambda line: not line or line.startswith("    "), shown.splitlines())
    own = "\n".join(line.removeprefix("    ") for line in lines)
    (folder / "forms").mkdir()
    (folder / f"forms/{name}.toml").write_text(own)
    assert loaded(folder, bases).forms[name] == tomllib.loads(own)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"floor", ', '"flor", ', "4:22: error: "),
        ('kind = "text"', 'kind = "photos"', "11:1: error: "),
        ("label.en", "lable.en", "12:1: error: "),
        ('"problem"\n', '"problem\n', "3:16: error: this is not TOML"),
    ],
)
def test_a_form_that_cant_be_put_together_is_named_where_it_breaks(
    folder: Path, bases: Bases, old: str, new: str, found: str
) -> None:
    (folder / "forms").mkdir()
    (folder / "forms/pre-request.toml").write_text(PRE_REQUEST.replace(old, new))
    theme, (fault,) = load_folder(folder, bases)
    assert theme is None
    assert str(fault).startswith(f"forms/pre-request.toml:{found}"), str(fault)


def test_all_files_are_judged_at_once_what_helps_most_first(folder: Path, bases: Bases) -> None:
    (folder / "theme.css").write_text(":root { --brand: blau }\n@import 'x';")
    (folder / "logo.png").write_bytes(b"")
    (folder / "tenant.toml").write_text("name = 1\n")
    (folder / "them.css").write_text("")
    files = [Path(fault.path).name for fault in check(folder, bases)]
    assert list(dict.fromkeys(files)) == ["tenant.toml", "theme.css", "logo.png", "them.css"]


@pytest.mark.parametrize(
    ("css", "borrows"),
    [
        (":root {}", ("colours", "font")),
        (":root { --radius: 2px }", ("colours", "font")),
        (':root { --font-heading: "Georgia" }', ("colours",)),
        (":root { --brand: #9a3b1e }", ()),
    ],
)
def test_what_a_stylesheet_leaves_out_is_taken_from_the_page_around(
    folder: Path, bases: Bases, css: str, borrows: tuple[str, ...]
) -> None:
    manual = loaded(folder, bases)
    (folder / "theme.css").write_text(css)
    theme = loaded(folder, bases)
    assert theme.borrows == borrows
    assert not borrows or theme.light["brand"] == manual.light["brand"]


@pytest.mark.parametrize("css", ["", "/* soon */", ":root { --line: #ddd }"])
def test_colours_without_a_brand_and_a_file_that_lost_its_content_borrow_nothing(
    folder: Path, bases: Bases, css: str
) -> None:
    (folder / "theme.css").write_text(css)
    assert "--brand is missing" in load_folder(folder, bases)[1][0].message


@pytest.mark.parametrize(
    "file", ["tenant.toml", "theme.css", "terms/conditions.en.md", "terms/privacy.en.md"]
)
def test_a_needed_file_that_is_missing_is_an_error(folder: Path, bases: Bases, file: str) -> None:
    (folder / file).unlink()
    assert [str(fault) for fault in check(folder, bases)] == [
        f"{folder}/{file}:1:1: error: is missing"
    ]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, bases: Bases) -> None:
    secret = folder.parent / "secret.md"
    secret.write_text("## In short\n\nthe key is 1234")
    (folder / "terms/privacy.en.md").unlink()
    (folder / "terms/privacy.en.md").symlink_to(secret)
    theme, faults = load_folder(folder, bases)
    assert theme is None
    assert "leads out of this folder" in faults[0].message


def test_a_font_and_its_face_belong_together(folder: Path, bases: Bases) -> None:
    font = (ROOT / "themes/norte/fonts/archivo-400.woff2").read_bytes()
    (folder / "fonts").mkdir()
    (folder / "fonts/archivo.woff2").write_bytes(font)
    theme, (unused,) = load_folder(folder, bases)
    assert theme is not None
    assert str(unused) == (
        "fonts/archivo.woff2:1:1: warning: no @font-face of theme.css names this font"
    )
    face = '\n@font-face { font-family: A; font-weight: 600; src: url("fonts/archivo.woff2") }'
    with (folder / "theme.css").open("a") as css:
        css.write(face)
    asset = loaded(folder, bases).assets["fonts/archivo.woff2"]
    assert f'url("/c/{asset.file}")' in loaded(folder, bases).css
    (folder / "fonts/archivo.woff2").unlink()
    _, (lost,) = load_folder(folder, bases)
    assert lost.message == "fonts/archivo.woff2 is no font of this folder"
    assert lost.path == "theme.css"


def test_the_hash_changes_with_any_file(folder: Path, bases: Bases) -> None:
    hashes = {loaded(folder, bases).hash}
    for file, old, new in (
        ("tenant.toml", "review = 2", "review = 3"),
        ("theme.css", "--radius: 8px", "--radius: 9px"),
        ("terms/privacy.en.md", "nothing else", "no more"),
    ):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace(old, new))
        hashes.add(loaded(folder, bases).hash)
    assert len(hashes) == 4


def test_the_report_prints_a_line_a_fault_and_fails_for_errors_only(
    folder: Path, bases: Bases, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notes.txt").write_text("")
    assert report([folder], bases) == 0
    (folder / "theme.css").write_text(":root { --brand: blau }")
    assert report([folder, folder.parent / "nobody"], bases) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{folder}/notes.txt:1:1: warning: nothing reads a file of this name"
    assert out[1] == f"{folder}/theme.css:1:18: error: --brand: blau is no colour; write blue"
    assert out[2] == out[0]
    assert out[3] == f"{folder.parent}/nobody:1:1: error: there is no such folder"
