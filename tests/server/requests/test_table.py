"""The queue's list as a table: every row that the address asks for, and no cell is a formula."""

import csv
import io

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import sign_in

from aldaba.app import create_app
from aldaba.requests import queue

pytestmark = pytest.mark.anyio

DESK = "/desk/horizonte"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def desk(deployment):
    async with AsyncTestClient(create_app(deployment)) as client:
        await sign_in(client, deployment, "horizonte")
        yield client


async def table(desk, **asked: str) -> list[list[str]]:
    answer = await desk.get(f"{DESK}/requests.csv", params=asked)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_the_table_holds_all_that_the_address_asks_for_not_a_page(desk, written, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for n in range(5):
        await written(f"NUMBER00{n}", unit="1203" if n else "7")
    await written("CLOSED001", status="rejected", open=False)
    await written("FOREIGN01", tenant="norte")
    head, *rows = await table(desk)
    assert head[:2] == ["Número", "Situação"]
    assert [row[0] for row in rows] == [f"NUM-BER-00{n}" for n in range(5)]
    assert len(await table(desk, q="1203")) == 5
    assert [row[0] for row in (await table(desk, show="closed"))[1:]] == ["CLO-SED-001"]


async def test_a_list_too_long_for_a_table_ends_where_the_limit_is(desk, written, monkeypatch):
    monkeypatch.setattr(queue, "MOST_EXPORTED", 3)
    for n in range(5):
        await written(f"NUMBER00{n}")
    assert len(await table(desk)) == 1 + 3


async def test_what_somebody_wrote_is_never_a_formula(desk, written):
    await written("NUMBER001", name="=HYPERLINK(1)", description="+1", unit="@a", phone="+5511")
    [_, row] = await table(desk)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
    assert "'=HYPERLINK(1)" in row


async def test_the_button_of_the_list_leads_to_the_table_of_the_same_list(desk, written):
    await written("NUMBER001", unit="1203")
    page = await desk.get(DESK, params={"q": "1203", "show": "nobody"})
    assert f'href="{DESK}/requests.csv?show=nobody&amp;q=1203" download' in page.text
