"""Folders that break while people are served: every answer comes from the last good version."""

import asyncio
import re
import shutil
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.themes.broken import BROKEN, break_folder
from tests.server.themes.conftest import ROOT

from aldaba.app import base_forms, create_app
from aldaba.preview.asking import ask
from aldaba.themes import Themes, load, shelf
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


async def test_nobody_waits_while_another_company_s_folder_is_compiled(
    client: Client, casa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await dress(client)
    await dress(client, "norte")
    compiling, may = threading.Event(), threading.Event()
    compiled = load.load_folder

    def slow(folder: Path, bases: Any) -> Any:
        compiling.set()
        assert may.wait(20)
        return compiled(folder, bases)

    monkeypatch.setattr(load, "load_folder", slow)
    monkeypatch.setattr(shelf, "PAUSE", 600)  # one look is enough for an answer
    client.app.state.deployment.themes._seen["casa"].at -= 600
    (casa / "theme.css").write_bytes(in_another_colour(casa))
    waiting = asyncio.ensure_future(ask(client.app, "GET", "/f/casa/pre-request"))
    await asyncio.to_thread(compiling.wait, 20)
    assert (await ask(client.app, "GET", "/f/norte/pre-request")).status == 200
    assert not waiting.done()
    may.set()
    assert (await waiting).status == 200


async def test_a_company_that_was_never_published_is_told_apart_from_none(
    client: Client, casa: Path
) -> None:
    toml = casa / "tenant.toml"
    toml.write_text('publish = "on-command"\n' + toml.read_text("utf-8"), "utf-8")
    for path in ("/f/casa/pre-request", "/desk/casa", "/desk/casa/sign-in"):
        answer = await client.get(path, headers={"accept-language": "es"})
        assert (answer.status_code, "todavía no está en línea" in answer.text) == (404, True)
    assert "not online yet" in (await client.get("/e/casa/pre-request.js")).text
    client.app.state.deployment.themes.publish("casa", 7)
    assert (await client.get("/desk/casa/sign-in")).status_code == 200


async def test_terms_that_were_replaced_are_read_by_their_hash_with_their_day(
    client: Client, casa: Path, frozen_clock: Any
) -> None:
    themes = client.app.state.deployment.themes
    before = themes.get("casa").terms["conditions", "pt-BR"]
    file = casa / "terms/conditions.pt-BR.md"
    file.write_text(file.read_text("utf-8") + "\nE mais uma linha.\n", "utf-8")
    assert themes.get("casa").terms["conditions", "pt-BR"].hash != before.hash
    page = await client.get(f"/f/casa/pre-request/terms/{before.hash}?lang=pt-BR")
    assert page.status_code == 200
    assert before.html in page.text
    assert f"Em vigor desde quinta, 26 de novembro. Versão {before.hash[:8]}." in page.text
