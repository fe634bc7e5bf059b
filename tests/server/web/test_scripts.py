"""A script that was made once is given again as it was, until its company's folder changes."""

import logging
import os
import shutil
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient
from tests.conftest import THEMES

from aldaba.settings import Settings
from aldaba.themes import shelf

pytestmark = pytest.mark.anyio

SCRIPT = "/e/horizonte/pre-request.js?lang=pt-BR"
BROTLI = {"accept-encoding": "br"}


@pytest.fixture
def settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The themes in a folder that the test may edit, and that is looked at each time."""
    shutil.copytree(THEMES, tmp_path / "themes")
    monkeypatch.setattr(shelf, "PAUSE", 0.0)
    fields = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return Settings(**fields | {"themes": tmp_path / "themes"})


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The access log: a line for each answer that a route gave."""
    caplog.set_level(logging.INFO, "aldaba.access")
    return caplog


def routed(log: pytest.LogCaptureFixture) -> int:
    """How many answers a route gave."""
    return sum(record.name == "aldaba.access" for record in log.records)


async def test_the_second_answer_is_the_first_and_asks_no_route(
    client: AsyncTestClient, log: pytest.LogCaptureFixture
) -> None:
    first = await client.get(SCRIPT, headers=BROTLI)
    second = await client.get(SCRIPT, headers=BROTLI)
    assert (second.status_code, second.content) == (200, first.content)
    assert second.headers == first.headers
    assert routed(log) == 1


async def test_who_has_it_is_told_that_it_is_unchanged(
    client: AsyncTestClient, log: pytest.LogCaptureFixture
) -> None:
    first = await client.get(SCRIPT, headers=BROTLI)
    again = await client.get(SCRIPT, headers=BROTLI | {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, routed(log)) == (304, b"", 1)
    kept = ("etag", "cache-control", "vary", "access-control-allow-origin")
    assert {*again.headers} == {*kept, "cross-origin-resource-policy"}
    assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]
    other = await client.get(SCRIPT, headers=BROTLI | {"if-none-match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


async def test_each_language_and_each_company_has_its_own(client: AsyncTestClient) -> None:
    addresses = (SCRIPT, SCRIPT.replace("pt-BR", "es"), "/e/norte/pre-request.js?lang=es")
    for _ in range(2):
        scripts = {(await client.get(each, headers=BROTLI)).content for each in addresses}
        assert len(scripts) == 3


async def test_an_edited_folder_makes_another_script(
    client: AsyncTestClient, settings: Settings
) -> None:
    first = await client.get(SCRIPT, headers=BROTLI)
    sheet = settings.themes / "horizonte" / "theme.css"
    sheet.write_text(sheet.read_text().replace("--brand: #9a3b1e", "--brand: #8a3b1e"))
    os.utime(sheet, (0, 0))
    second = await client.get(SCRIPT, headers=BROTLI)
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


async def test_what_is_no_script_is_not_kept(
    client: AsyncTestClient, log: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        assert (await client.get("/e/horizonte/no.js", headers=BROTLI)).status_code == 404
        assert (await client.get(SCRIPT, headers={"accept-encoding": "gzip"})).status_code == 200
    assert routed(log) == 4
