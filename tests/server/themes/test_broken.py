"""Whatever is broken in a folder is named with its place, and nothing of it goes into service."""

import shutil
from pathlib import Path

import pytest
from tests.server.themes.broken import BROKEN, break_folder
from tests.server.themes.conftest import ROOT, Bases

from aldaba.themes.load import load_folder


@pytest.fixture
def casa(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "themes/horizonte", tmp_path / "themes/casa"))


def test_the_folder_that_is_broken_was_good(casa: Path, bases: Bases) -> None:
    theme, faults = load_folder(casa, bases)
    assert theme
    assert [str(fault) for fault in faults] == []


def test_there_are_many_ways_to_break_it() -> None:
    names = [name for name, _, _ in BROKEN]
    assert len(names) == len(set(names)) >= 60


@pytest.mark.parametrize(
    ("changes", "says"), [row[1:] for row in BROKEN], ids=[r[0] for r in BROKEN]
)
def test_a_broken_folder_is_told_apart(casa: Path, bases: Bases, changes: list, says: str) -> None:
    break_folder(casa, changes)
    theme, faults = load_folder(casa, bases)
    first = str(faults[0])
    assert first.startswith(says), [str(fault) for fault in faults]
    assert (theme is None) == (": error: " in first)


def test_what_an_operating_system_leaves_there_is_no_fault(casa: Path, bases: Bases) -> None:
    for litter in (".DS_Store", "Thumbs.db", "desktop.ini", "fonts/.DS_Store", "._logo.png"):
        (casa / litter).write_bytes(b"\0")
    theme, faults = load_folder(casa, bases)
    assert theme
    assert faults == []


def test_several_mistakes_are_told_in_one_run_the_errors_first(casa: Path, bases: Bases) -> None:
    for file, old, new in (
        ("theme.css", "#9a3b1e", "9a3b1e"),
        ("theme.css", "10px", "1,5rem"),
        ("tenant.toml", "America/Sao_Paulo", "America/Sao_Paolo"),
        ("texts.es.toml", "{deadline}", "{fecha}"),
    ):
        break_folder(casa, [(file, old, new)])
    (casa / "notes.txt").write_text("")
    _, faults = load_folder(casa, bases)
    assert [f"{fault.path}:{fault.line}" for fault in faults] == [
        "tenant.toml:4",
        "theme.css:25",
        "theme.css:32",
        "texts.es.toml:2",
        "notes.txt:1",
    ]
