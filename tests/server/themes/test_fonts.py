"""A font of a company's own: made for the browser, with the letters that are needed."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from tests.server.themes.conftest import ROOT, Bases

from aldaba.__main__ import main
from aldaba.themes import fonts
from aldaba.themes.glyphs import codepoints
from aldaba.themes.load import load_folder

WHOLE = ROOT / "themes/norte/fonts/archivo-400.woff2"


@pytest.fixture
def truetype(tmp_path: Path) -> Path:
    """Norte's font as a designer would send it."""
    font = TTFont(BytesIO(WHOLE.read_bytes()))
    font.flavor = None
    font.save(tmp_path / "Archivo Regular.ttf")
    return tmp_path / "Archivo Regular.ttf"


def without(font: bytes, letters: str) -> bytes:
    """The font with these letters taken out."""
    opened = TTFont(BytesIO(font))
    for table in opened["cmap"].tables:
        for letter in letters:
            table.cmap.pop(ord(letter), None)
    opened.flavor = "woff2"
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def test_a_font_is_made_and_named_and_passes_the_check(
    folder: Path, bases: Bases, truetype: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    themes = ["--themes", str(folder.parent)]
    assert main(["themes", "font", str(truetype), "casa", *themes]) == 0
    rule = capsys.readouterr().out
    assert 'font-family: "Archivo"' in rule
    made = (folder / "fonts/archivo-400.woff2").read_bytes()
    assert {ord(letter) for letter in "aãñç¿€"} <= codepoints(made)
    css = (
        (folder / "theme.css")
        .read_text("utf-8")
        .replace("--font-body: sans-serif", "--font-body: Archivo")
    )
    (folder / "theme.css").write_text(rule + css)
    theme, faults = load_folder(folder, bases)
    assert theme
    assert "aldaba-casa-archivo" in theme.css
    assert [fault.message[:19] for fault in faults] == ["Archivo has no bold"]


def test_letters_that_no_language_needs_are_left_out(truetype: Path) -> None:
    made = fonts.make(truetype.read_bytes(), ["es"])
    assert codepoints(made.body) <= fonts.needed(["es"])
    assert len(made.body) <= len(truetype.read_bytes())


def test_what_is_no_font_is_said_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.ttf").write_bytes(b"not a font")
    command = ["themes", "font", str(tmp_path / "x.ttf"), "casa", "--themes", str(folder.parent)]
    assert main(command) == 1
    assert "this is not a TTF, OTF or WOFF2 font" in capsys.readouterr().err


@pytest.mark.parametrize("letters", ["ñ", "ãç", "₲"])
def test_a_letter_that_is_written_and_missing_is_an_error(
    folder: Path, bases: Bases, letters: str
) -> None:
    toml = folder / "tenant.toml"
    toml.write_text(toml.read_text("utf-8").replace('["en"]', '["en", "es", "pt-BR"]'))
    (folder / "texts.en.toml").write_text('[page]\nprivacy = "Privacy ₲"\n')
    (folder / "fonts").mkdir()
    (folder / "fonts/own.woff2").write_bytes(without(WHOLE.read_bytes(), letters))
    face = '@font-face { font-family: Own; font-weight: 700; src: url("fonts/own.woff2") }\n'
    css = (folder / "theme.css").read_text("utf-8")
    (folder / "theme.css").write_text(face + css)
    theme, faults = load_folder(folder, bases)
    assert theme is None
    (fault,) = (fault for fault in faults if fault.severity == "error")
    assert str(fault).startswith("theme.css:1:50: error: Own lacks ")
    assert all(letter in fault.message for letter in letters)


def test_a_font_that_is_broken_inside_is_said_so(folder: Path, bases: Bases) -> None:
    broken = bytearray(WHOLE.read_bytes())
    broken[200:4000] = bytes(3800)
    (folder / "fonts").mkdir()
    (folder / "fonts/own.woff2").write_bytes(bytes(broken))
    face = '@font-face { font-family: Own; src: url("fonts/own.woff2") }\n'
    css = (folder / "theme.css").read_text("utf-8")
    (folder / "theme.css").write_text(face + css)
    theme, faults = load_folder(folder, bases)
    assert theme is None
    assert any("no letters can be read from this font" in fault.message for fault in faults)
