"""Deciding at the desk: what staff leave out is asked for, what no page offers is refused."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import sign_in, write_form

from aldaba.capabilities.intake import service
from aldaba.requests import service as requests

pytestmark = pytest.mark.anyio

OURS = "horizonte"
JSON = {"accept": "application/json"}
NOT_OFFERED = (
    {"about": "gold"},
    {"about": "papers/water.tap"},
    {"about": "x" * 200},
    {"about": "papers/" + "x" * 150},
    {"priority": "whenever"},
    {"version": "first"},
    {"version": "9" * 30},
)


@pytest.fixture
async def number(deployment) -> str:
    """A request in Spanish that waits for its decision."""
    sent = await write_form(deployment, OURS, language="es")
    return (await deployment.store.write(OURS, service.submit, sent)).number


@pytest.fixture
async def press(client: AsyncTestClient[Any], deployment, number: str):
    """Presses a button of the request's page, with these answers over those of the form."""
    await sign_in(client, deployment, OURS)
    page = f"/desk/{OURS}/requests/{number}"
    csrf = re.search(r'name="_csrf" value="(\w+)"', (await client.get(page)).text)
    assert csrf
    form = {"_csrf": csrf[1], "version": "0", "about": "papers", "priority": "normal"}

    async def post(button: str, headers: dict[str, str] | None = None, **said: str):
        return await client.post(f"{page}/{button}", data=form | said, headers=headers)

    return post


async def status(deployment, number: str) -> str:
    return (await deployment.store.read(OURS, requests.find, number)).status


async def test_what_staff_choose_is_kept(press, deployment, number):
    answer = await press("approve", about="water/water.tap", priority="high")
    assert (answer.status_code, answer.headers["location"][-13:]) == (303, "done=approved")
    row = await deployment.store.read(OURS, requests.find, number)
    assert (row.subject, row.sub_subject, row.priority) == ("water", "water.tap", "high")


async def test_what_no_page_offers_is_refused(press, deployment, number):
    for said in NOT_OFFERED:
        answer = await press("approve", headers=JSON, **said)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed"), said
    assert await status(deployment, number) == "received"


async def test_a_reason_of_the_list_is_told_in_the_customers_language(press, deployment, number):
    answer = await press("reject", reason_code="R2")
    assert (answer.status_code, answer.headers["location"][-13:]) == (303, "done=rejected")
    row = await deployment.store.read(OURS, requests.find, number)
    assert row.reason.startswith("La grieta sale")


async def test_what_is_missing_in_a_reason_is_asked_for(press, deployment, number):
    blanks = ({"reason_code": "R1"}, "{date}"), ({"reason": "Em {date}, talvez"}, "Em {date}")
    for said, kept in (({}, ""), *blanks):
        answer = await press("reject", **said)
        assert (answer.status_code, kept in answer.text) == (422, True)
        assert '<details id="reject" open>' in answer.text
    assert await status(deployment, number) == "received"


async def test_who_comes_second_is_told_so(press, deployment, number):
    await press("reject", reason="Fora do prazo")
    answer = await press("approve")
    assert (answer.status_code, 'id="news-title"' in answer.text) == (409, True)
    again = await press("reject", reason="Foi outra coisa")
    assert (again.status_code, "Foi outra coisa" in again.text) == (409, True)
    assert await status(deployment, number) == "rejected"
