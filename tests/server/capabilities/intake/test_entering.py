"""A request that staff enter for somebody who phones or stands at the counter."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import sign_in

from aldaba.events import history
from aldaba.forms.idempotency import fresh_key
from aldaba.outbox.models import outbox
from aldaba.requests import service as requests
from aldaba.requests.models import request

pytestmark = pytest.mark.anyio

OURS = "horizonte"
PAGE = f"/desk/{OURS}/requests/new"
CALL = {
    "channel": "phone",
    "customer_language": "es",
    "subject": "water",
    "sub_subject": "water.tap",
    "description": "Ligou: a torneira pinga",
    "name": "Soledad Prueba",
}


@pytest.fixture
async def send(client: AsyncTestClient[Any], deployment):
    """Presses the button under what was written."""
    await sign_in(client, deployment, OURS)
    page = await client.get(PAGE)
    csrf = re.search(r'name="_csrf" value="(\w+)"', page.text)
    assert csrf
    key = fresh_key()

    async def post(**said: str):
        form = {"_csrf": csrf[1], "_key": key, **CALL, **said}
        return await client.post(PAGE, data=form)

    return post


async def only_request(deployment):
    rows = await deployment.store.read(OURS, lambda db, _: db.execute(select(request)).all())
    (row,) = rows
    return row


async def test_a_call_becomes_a_request_of_the_customers_that_says_who_took_it(
    send, client, deployment
):
    answer = await send()
    assert answer.status_code == 303
    row = await only_request(deployment)
    assert answer.headers["location"] == f"/desk/{OURS}/requests/{row.number}/entered"
    assert (row.name, row.language, row.conditions_version) == ("Soledad Prueba", "es", "")
    (told,) = await deployment.store.read(OURS, history, requests.stream_of(row.number))
    assert (told.role, told.event.channel, bool(told.actor)) == ("staff", "phone", True)
    page = await client.get(f"/desk/{OURS}/requests/{row.number}")
    assert "Ana Amostra" in page.text
    shown = f"{row.number[:3]}-{row.number[3:6]}-{row.number[6:]}"
    assert shown in (await client.get(answer.headers["location"])).text


async def test_nothing_is_demanded_that_a_caller_may_not_have(send, client):
    page = await client.get(PAGE)
    asked = {"development", "unit", "phone", "email", "document", "room"}
    for name in asked:
        control = re.search(rf'<[^>]* name="{name}"[^>]*>', page.text)
        assert control, name
        assert "required" not in control[0], name
    assert 'name="conditions"' not in page.text
    assert 'name="privacy"' not in page.text


async def test_what_is_missing_is_asked_for_and_nothing_is_lost(send):
    answer = await send(name="", channel="", description="pinga muito")
    assert answer.status_code == 422
    assert "pinga muito" in answer.text
    assert answer.text.count('href="#name"') == 1
    assert 'href="#channel' in answer.text


async def test_a_second_press_makes_no_second_request_and_what_changed_is_added(send, deployment):
    first, again, changed = await send(), await send(), await send(description="outra coisa")
    assert first.headers["location"] == again.headers["location"]
    row = await only_request(deployment)
    assert changed.headers["location"].endswith(f"/requests/{row.number}?done=entered_before")
    _, added = await deployment.store.read(OURS, history, requests.stream_of(row.number))
    assert (added.role, added.event.description) == ("staff", "outra coisa")


async def test_who_left_an_address_is_written_to_in_their_language(send, deployment):
    await send(email="soledad@cliente.example")
    rows = await deployment.store.read(OURS, lambda db, _: db.execute(select(outbox)).all())
    assert ("intake/received", "es") in {(row.kind, row.language) for row in rows}


async def test_a_technician_enters_none(client, deployment):
    await sign_in(client, deployment, OURS, role="technician")
    answer = await client.get(PAGE)
    assert answer.status_code == 403
