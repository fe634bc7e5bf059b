"""Folders that break while people are served: every answer comes from the last good version."""

import re
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.themes.broken import BROKEN, break_folder
from tests.server.themes.conftest import ROOT

from aldaba.app import base_forms, create_app
from aldaba.themes import Themes, shelf
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

GOOD = ROOT / "themes/horizonte"
DRESS = re.compile(r"/c/theme-(\w+)\.([0-9a-f]{16})\.css")
ERRORS = [row for row in BROKEN if ": warning: " not in row[2]]

Client = AsyncTestClient[Any]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def casa(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "themes/norte", tmp_path / "themes/norte")
    return Path(shutil.copytree(GOOD, tmp_path / "themes/casa"))


@pytest.fixture
async def client(
    deployment: Deployment, casa: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    """A visitor of a service that looks at a folder for every answer."""
    monkeypatch.setattr(shelf, "PAUSE", 0)
    monkeypatch.setattr(shelf, "SETTLED", 0)
    deployment.themes = Themes(casa.parent, deployment.settings.data / "themes", base_forms())
    async with AsyncTestClient(create_app(deployment)) as visitor:
        yield visitor


async def dress(client: Client, tenant: str = "casa") -> str:
    """The version that a page is dressed in."""
    answer = await client.get(f"/f/{tenant}/pre-request")
    assert answer.status_code == 200
    found = DRESS.search(answer.text)
    assert found
    assert found[1] == tenant
    css = await client.get(found[0])
    assert css.status_code == 200
    return found[2]


async def test_each_broken_folder_leaves_everybody_served(client: Client, casa: Path) -> None:
    good, neighbour = await dress(client), await dress(client, "norte")
    for name, changes, _ in ERRORS:
        break_folder(casa, changes)
        assert [await dress(client) for _ in range(3)] == [good] * 3, name
        assert await dress(client, "norte") == neighbour, name
        shutil.rmtree(casa)
        shutil.copytree(GOOD, casa)
    assert await dress(client) == good


def in_another_colour(casa: Path) -> bytes:
    return (casa / "theme.css").read_bytes().replace(b"#9a3b1e", b"#0a5c36")


async def test_a_file_on_its_way_is_never_half_in_service(
    client: Client, casa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that writes in pieces, or an upload over a slow line."""
    good = await dress(client)
    monkeypatch.setattr(shelf, "SETTLED", 60)
    new = in_another_colour(casa)
    seen = []
    for length in (*range(0, len(new), 24), len(new)):
        break_folder(casa, [("theme.css", new[:length])])
        seen.append(await dress(client))
    assert set(seen) == {good}
    monkeypatch.setattr(shelf, "SETTLED", 0)
    hour = time.monotonic() + 3600
    monkeypatch.setattr(shelf.time, "monotonic", lambda: hour)
    assert await dress(client) != good


async def test_a_folder_that_is_moved_away_and_back_is_served_again(
    client: Client, casa: Path
) -> None:
    good = await dress(client)
    away = shutil.move(casa, casa.parent / "casa.old")
    assert (await client.get("/f/casa/pre-request")).status_code == 404
    shutil.move(away, casa)
    assert await dress(client) == good
