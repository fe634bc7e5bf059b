"""What is in service where a company publishes on command, and what is written down of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.server.themes.conftest import Bases

from aldaba import clock
from aldaba.themes import Themes, shelf

ON_COMMAND = ('publish = "on-save"', 'publish = "on-command"')


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question looks at the folder."""
    monkeypatch.setattr(shelf, "PAUSE", 0)
    monkeypatch.setattr(shelf, "SETTLED", 0)


@pytest.fixture
def start(folder: Path, bases: Bases, tmp_path: Path) -> Callable[[], Themes]:
    """Starts a service over the folder, with what an earlier one kept."""
    return lambda: Themes(folder.parent, tmp_path / "kept", bases)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def radius(themes: Themes) -> tuple[str, str]:
    """In service, and as drafted."""
    served, draft = themes.get("casa"), themes.draft("casa")
    return (served.light["radius"] if served else "", draft.light["radius"] if draft else "")


def test_an_edit_waits_until_it_is_published(folder: Path, start: Callable[[], Themes]) -> None:
    themes = start()
    assert radius(themes) == ("8px", "8px")
    edit(folder, "tenant.toml", *ON_COMMAND)
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3px")
    assert radius(themes) == ("8px", "3px")
    assert themes.publish("casa", 7) == ()
    assert radius(themes) == ("3px", "3px")


def test_what_is_published_survives_a_restart_and_a_broken_draft(
    folder: Path, start: Callable[[], Themes], tmp_path: Path
) -> None:
    edit(folder, "tenant.toml", *ON_COMMAND)
    start().publish("casa", 7)
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3px")
    assert radius(start()) == ("8px", "3px")
    edit(folder, "theme.css", "--radius: 3px", "--radius: 3")
    assert radius(start()) == ("8px", "3px")
    (tmp_path / "kept/casa/last-good").unlink()  # as after an update of the product
    assert start().get("casa").light["radius"] == "8px"


def test_a_draft_with_errors_is_not_published(folder: Path, start: Callable[[], Themes]) -> None:
    edit(folder, "tenant.toml", *ON_COMMAND)
    themes = start()
    themes.publish("casa", 7)
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3")
    (error,) = themes.publish("casa", 8)
    assert "a length has a unit" in error.message
    assert radius(themes) == ("8px", "8px")
    assert themes.publish("nobody", 9)[0].message == "there is no such folder"


def test_a_company_that_was_never_published_is_not_there_yet(
    folder: Path, start: Callable[[], Themes]
) -> None:
    edit(folder, "tenant.toml", *ON_COMMAND)
    themes = start()
    assert radius(themes) == ("", "8px")
    themes.publish("casa", 7)
    assert radius(themes) == ("8px", "8px")


def test_another_process_publishes(folder: Path, start: Callable[[], Themes]) -> None:
    """`aldaba themes publish` beside a running service."""
    themes = start()
    radius(themes)
    edit(folder, "tenant.toml", *ON_COMMAND)
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3px")
    assert radius(themes) == ("8px", "3px")
    start().publish("casa", 7)
    assert radius(themes) == ("3px", "3px")


def test_who_goes_back_to_saving_has_the_draft_in_service(
    folder: Path, start: Callable[[], Themes]
) -> None:
    themes = start()
    radius(themes)
    edit(folder, "tenant.toml", *ON_COMMAND)
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3px")
    assert radius(themes) == ("8px", "3px")
    edit(folder, "tenant.toml", *reversed(ON_COMMAND))
    assert radius(themes) == ("3px", "3px")


def test_the_version_before_is_kept(folder: Path, start: Callable[[], Themes]) -> None:
    themes = start()
    radius(themes)
    assert themes.previous("casa") is None
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3px")
    radius(themes)
    before = start().previous("casa")
    assert before
    assert before.light["radius"] == "8px"


def test_texts_of_terms_are_listed_with_the_day_they_went_into_service(
    folder: Path, start: Callable[[], Themes], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(1, 9))
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    themes = start()
    first = themes.terms_history("casa")
    assert [(each.at, each.name, each.language) for each in first] == [
        (1, "conditions", "en"),
        (1, "privacy", "en"),
    ]
    edit(folder, "theme.css", "--radius: 8px", "--radius: 3px")
    edit(folder, "terms/privacy.en.md", "nothing else", "no more")
    radius(themes)
    added = start().terms_history("casa")[2:]
    assert [(each.at, each.name) for each in added] == [(2, "privacy")]
    assert added[0].hash == themes.get("casa").terms["privacy", "en"].hash
    assert added[0].hash != first[1].hash
