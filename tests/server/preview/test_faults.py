"""Managers read what is wrong in their own language: whatever the check can say is in every
catalogue."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.themes.broken import BROKEN, break_folder

import aldaba
from aldaba import texts
from aldaba.app import base_forms
from aldaba.preview.faults import _patterns, said, told
from aldaba.texts import REFERENCE, Words
from aldaba.themes.load import load_folder

ROOT = Path(aldaba.__file__).parent
THEMES = Path(__file__).parents[3] / "themes"
OTHERS = [each for each in texts.languages() if each != REFERENCE]
# Pieces that stand inside a longer text, and texts that are not said to anybody.
PIECES = re.compile(
    r" \(“x” stands there\)|; it is there too.*| in the dark|; is it x\?|write "
    r"|x = 0|times new roman"
)
SILENT = {"compiler.py", "fonts.py", "keeping.py", "values.py", "svg.py", "shelf.py"}


def shown() -> Iterator[tuple[str, str]]:
    """File and text of everything that the modules of themes give as a fault's message, each blank
    filled with an x."""
    for file in sorted((ROOT / "themes").glob("*.py")):
        if file.name not in SILENT:
            tree = ast.parse(file.read_text("utf-8"))
            nodes = list(ast.walk(tree))
            docs = {ast.get_docstring(each, clean=False) for each in nodes if documented(each)}
            parts = {
                id(part)
                for each in nodes
                if isinstance(each, ast.JoinedStr)
                for part in ast.walk(each)
                if part is not each
            }
            for text in (filled(node) for node in nodes if id(node) not in parts):
                pattern = re.search(r"\\|\(\.\*", text)
                if text not in docs and not pattern and re.match(r"[\w<@-].* .* ", text):
                    yield file.name, text


def documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)


def filled(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(filled(part) or "x" for part in parts)
    return ""


def test_every_sentence_of_the_check_is_in_the_catalogue() -> None:
    unknown = {
        each
        for each in shown()
        if not PIECES.fullmatch(each[1]) and not any(p.fullmatch(each[1]) for _, p in _patterns())
    }
    assert unknown == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_wrong_is_told_in_the_readers_language(language: str, tmp_path: Path) -> None:
    words, forms = Words(language), base_forms()
    english = re.compile(r"\b(the|write|is|not|there|are|stands|needs|and|has|this)\b")
    for number, (name, changes, _) in enumerate(BROKEN):
        casa = Path(shutil.copytree(THEMES / "horizonte", tmp_path / f"{number}/casa"))
        break_folder(casa, changes)
        for fault in told(load_folder(casa, forms)[1], words):
            parsers = re.search(r"CSS: |TOML: ", fault.message)  # their own words
            assert parsers or not english.search(fault.message), (name, fault.message)


def test_values_and_advice_are_said_too() -> None:
    message = "muted on surface in the dark has a contrast of 2.37:1 and needs 4.5:1; --muted is"
    message += " #b0a090, #7a6f63 is the nearest that passes"
    assert said(message, Words("es")) == (
        "muted sobre surface, en oscuro, tiene un contraste de 2.37:1 y necesita 4.5:1; --muted es"
        " #b0a090, #7a6f63 es el más cercano que pasa"
    )
    assert said("pt is not spoken here; write pt-BR", Words("pt-BR")) == (
        "pt não é falado aqui; escreva pt-BR"
    )
    assert said("a parser's own words", Words("es")) == "a parser's own words"
