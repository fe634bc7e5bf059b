"""Themes in service: a change shows within a second, a mistake never does."""

import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aldaba.themes import Themes, load, shelf

Bases = dict[str, dict[str, Any]]


class Seconds:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    time = staticmethod(time.time)

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    clock = Seconds()
    monkeypatch.setattr(shelf, "time", clock)
    return clock


@pytest.fixture
def start(folder: Path, bases: Bases, tmp_path: Path) -> Callable[[], Themes]:
    """Starts a service over the folder, with what an earlier one kept."""
    return lambda: Themes(folder.parent, tmp_path / "kept", bases)


def write(file: Path, text: str) -> None:
    file.write_text(text)
    later = time.time_ns() + 10_000_000 * len(text)
    os.utime(file, ns=(later, later))


def radius(themes: Themes) -> str | None:
    theme = themes.get("casa")
    return theme.light["radius"] if theme else None


GOOD = ":root {{ --brand: #0a5c36; --radius: {} }}"
BROKEN = ":root { --brand: blau }"


def test_an_edit_is_in_service_a_second_later(
    folder: Path, start: Callable[[], Themes], seconds: Seconds
) -> None:
    themes = start()
    assert radius(themes) == "8px"
    write(folder / "theme.css", GOOD.format("3px"))
    seconds.now += 0.7
    assert radius(themes) == "8px"
    seconds.now += 0.1
    assert radius(themes) == "3px"


def test_a_folder_that_stands_still_is_read_once(
    start: Callable[[], Themes], seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes = start()
    theme = themes.get("casa")
    monkeypatch.setattr(load, "load_folder", None)
    seconds.now += 5
    assert themes.get("casa") is theme


def test_a_restart_compiles_nothing_anew(
    folder: Path, start: Callable[[], Themes], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "README", "what nothing reads")
    before = start()
    theme, faults = before.get("casa"), before.faults("casa")
    monkeypatch.setattr(load, "load_folder", None)

    again = start()

    assert again.get("casa") == theme
    assert again.faults("casa") == faults != ()


def test_another_version_of_the_product_compiles_anew(
    start: Callable[[], Themes], folder: Path, bases: Bases, tmp_path: Path
) -> None:
    start().get("casa")
    looked_at = []
    other = {name: form | {"intro": "changed"} for name, form in bases.items()}
    themes = Themes(folder.parent, tmp_path / "kept", other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "load_folder", lambda *said: looked_at.append(said) or (None, []))
        themes.get("casa")

    assert len(looked_at) == 1


def test_memory_holds_only_those_that_were_used_lately(
    folder: Path, start: Callable[[], Themes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "IN_MEMORY", 3)
    for name in ("dos", "tres", "cuatro"):
        shutil.copytree(folder, folder.parent / name)
    themes = start()
    first = themes.get("casa")
    for name in ("dos", "tres", "casa", "cuatro"):
        assert themes.get(name) is not None
    monkeypatch.setattr(load, "load_folder", None)

    assert set(themes._seen) == {"tres", "casa", "cuatro"}
    assert themes.get("casa") is first
    assert themes.get("dos") is not None


def test_a_form_is_made_once_while_its_theme_is_in_service(
    folder: Path, start: Callable[[], Themes], seconds: Seconds
) -> None:
    themes = start()
    theme = themes.get("casa")
    assert theme is not None
    form = themes.form(theme, "pre-request", "en")
    assert themes.form(theme, "pre-request", "en") is form
    write(folder / "theme.css", GOOD.format("5px"))
    seconds.now += 1
    edited = themes.get("casa")
    assert edited is not None
    assert themes.form(edited, "pre-request", "en") is not form
    assert themes.form(theme, "pre-request", "en") == form


def test_a_broken_folder_leaves_the_last_good_one_in_service(
    folder: Path, start: Callable[[], Themes], seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    themes = start()
    good = themes.get("casa")
    write(folder / "theme.css", BROKEN)
    for _ in range(3):
        seconds.now += 1
        assert themes.get("casa") is good
    assert str(themes.faults("casa")[0]).startswith("theme.css:1:18: error")
    assert [record.getMessage().split(": ")[0] for record in caplog.records] == [
        f"{folder}/theme.css:1:18"
    ]


def test_the_last_good_one_comes_back_after_a_restart(
    folder: Path, start: Callable[[], Themes], seconds: Seconds
) -> None:
    before = start().get("casa")
    write(folder / "theme.css", BROKEN)
    themes = start()
    assert themes.get("casa") == before
    assert themes.faults("casa")
    write(folder / "theme.css", GOOD.format("5px"))
    seconds.now += 1
    assert radius(themes) == "5px"
    assert themes.faults("casa") == ()


def test_a_folder_that_never_was_good_is_no_company(
    folder: Path, start: Callable[[], Themes]
) -> None:
    write(folder / "theme.css", BROKEN)
    themes = start()
    assert themes.get("casa") is None
    assert themes.faults("casa")


def test_what_another_version_kept_is_passed_over(
    folder: Path, start: Callable[[], Themes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    start().get("casa")
    (tmp_path / "kept/casa/last-good").write_bytes(b"\x81\xa4name\xa4casa")
    write(folder / "theme.css", BROKEN)
    with caplog.at_level(logging.WARNING):
        assert start().get("casa") is None
    assert "the last-good theme of casa can't be read" in caplog.text


def test_a_disk_that_keeps_nothing_takes_nothing_out_of_service(
    start: Callable[[], Themes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    assert start().get("casa") is not None
    assert "the last-good theme of casa was not kept" in caplog.text


def test_a_folder_that_vanished_is_gone_until_it_is_back(
    folder: Path, start: Callable[[], Themes], seconds: Seconds
) -> None:
    themes = start()
    assert themes.get("casa")
    away = folder.rename(folder.parent.parent / "away")
    seconds.now += 1
    assert themes.get("casa") is None
    shutil.move(away, folder)
    assert themes.get("casa")


@pytest.mark.parametrize(
    "name",
    [
        "default",
        "Casa",
        "casa\n",
        "../casa",
        "casa/../casa",
        "",
        "c",
        "-casa",
        "cás",
        "c" * 41,
        ".",
    ],
)
def test_only_a_tenants_name_is_looked_for(
    folder: Path, start: Callable[[], Themes], name: str
) -> None:
    shutil.copytree(folder, folder.parent / "default")
    assert start().get(name) is None


def test_the_tenants_are_the_folders_with_such_names(
    folder: Path, start: Callable[[], Themes]
) -> None:
    for other in ("default", "Zeta", "beta", ".git"):
        (folder.parent / other).mkdir()
    (folder.parent / "file").write_text("")
    assert start().names() == ("beta", "casa")


def test_an_asset_is_found_by_the_name_it_is_served_under(
    folder: Path, start: Callable[[], Themes]
) -> None:
    shutil.copy(Path(__file__).parents[3] / "themes/norte/logo.png", folder / "logo.png")
    themes = start()
    theme = themes.get("casa")
    assert theme is not None
    logo = theme.assets["logo"]
    assert themes.asset(logo.file) is logo
    assert themes.asset(logo.file.replace("casa", "caso")) is None
    assert themes.asset(f"casa_logo.{'0' * 16}.png") is None
