"""The queue's page: its address says what it shows, whatever somebody wrote there."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.requests import queue, service

from .conftest import NOON

pytestmark = pytest.mark.anyio

DESK = "/desk/horizonte"
ROW = re.compile(r'href="/desk/horizonte/requests/(\w+)" data-row')


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database answers is tried on both in `test_queue` and `test_search`."""
    return sqlite_url


@pytest.fixture
async def desk(deployment):
    async with AsyncTestClient(create_app(deployment)) as client:
        client.follow_redirects = False
        await sign_in(client, deployment, "horizonte")
        yield client


async def shown(desk: AsyncTestClient[Any], **asked: str) -> list[str]:
    answer = await desk.get(DESK, params=asked)
    assert answer.status_code == 200
    return ROW.findall(answer.text)


async def test_open_requests_are_shown_unless_something_else_is_asked(desk, written):
    await written("OPEN00001")
    await written("CLOSED001", status="rejected", open=False)
    assert await shown(desk) == ["OPEN00001"]
    assert await shown(desk, show="closed") == ["CLOSED001"]
    assert await shown(desk, show="nobody") == ["OPEN00001"]
    assert await shown(desk, show="mine") == []


async def test_the_next_page_is_an_address_that_keeps_what_was_asked(desk, written, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for n in range(3):
        await written(f"NUMBER00{n}", unit="1203", waiting_since=NOON + n)
    first = await desk.get(DESK, params={"q": "1203", "status": "received"})
    assert ROW.findall(first.text) == ["NUMBER000", "NUMBER001"]
    [next_page] = re.findall(r'href="(\?[^"]+after=[^"]+)" data-key="n"', first.text)
    second = await desk.get(DESK + next_page.replace("&amp;", "&"))
    assert ROW.findall(second.text) == ["NUMBER002"]
    assert 'value="1203"' in second.text
    assert 'value="received" selected' in second.text


async def test_days_are_those_of_the_company(desk, written):
    before_midnight = NOON - NOON % clock.DAY + 3 * clock.HOUR - 1  # São Paulo is three hours back
    await written("YESTERDAY", opened_at=before_midnight)
    await written("TODAY0001", opened_at=before_midnight + 1)
    assert await shown(desk, **{"from": "2026-11-26"}) == ["TODAY0001"]
    assert await shown(desk, to="25/11/2026") == ["YESTERDAY"]


async def test_a_day_that_is_none_is_asked_for_again_beside_its_field(desk, written):
    await written("OPEN00001")
    answer = await desk.get(DESK, params={"from": "ontem", "q": "1"})
    assert answer.status_code == 200
    assert 'id="since-message" role="alert"' in answer.text
    assert 'value="ontem"' in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        {"show": "everything"},
        {"show": "mine'--"},
        {"status": "exploded"},
        {"after": "1-2"},
        {"after": "999-999999999999999999-NUMBER001"},
        {"after": "٣-٣-NUMBER001"},
        {"show": "closed", "after": "1-2-NUMBER001"},
        {"q": "%_\\'\";--"},
        {"q": "ñ" * 5000},
        {"q": " ".join(map(str, range(500)))},
        {"q": "\u202e\u0301"},
        {"from": "0001-01-01", "to": "9999-12-31"},
        {"from": "2026-02-31"},
    ],
)
async def test_an_address_that_makes_no_sense_still_shows_a_page(desk, written, asked):
    await written("OPEN00001")
    assert (await desk.get(DESK, params=asked)).status_code == 200


async def test_a_whole_number_leads_to_its_request_open_or_not(desk, deployment):
    number = (await send_request(deployment, "horizonte")).number
    await deployment.store.write("horizonte", service.change, number, 0, open=False)
    answer = await desk.get(DESK, params={"q": f"{number[:3]}-{number[3:6]}-{number[6:]}".lower()})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{DESK}/requests/{number}"


async def test_a_sent_request_is_found_by_its_document_and_its_place(desk, deployment):
    number = (await send_request(deployment, "horizonte")).number
    for text in ("000.000.101-54", "00000010154", "90000-0101", "benedita", "ipê-anil"):
        assert await shown(desk, q=text) == [number], text
    assert await shown(desk, q="000.000.102-35") == []


async def test_where_nothing_is_found_the_closed_ones_are_offered(desk, written):
    await written("CLOSED001", unit="1203", status="rejected", open=False)
    answer = await desk.get(DESK, params={"q": "1203"})
    assert 'href="?show=closed&amp;q=1203"' in answer.text
    assert await shown(desk, show="closed", q="1203") == ["CLOSED001"]
