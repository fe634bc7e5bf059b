"""Cancelling and taking back: what ends for good, and what nobody has seen yet."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import Sent, send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.models import outbox
from aldaba.requests import letters, service
from aldaba.requests.cancelling import cancel_link
from aldaba.requests.letters import follow_link
from aldaba.requests.timeline import seen_by_customer

pytestmark = pytest.mark.anyio

OURS = "horizonte"
REASON = "Já resolvi com um vizinho"


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
async def sent(client, deployment) -> Sent:
    return await send_request(deployment, OURS)


def path_of(deployment, sent: Sent, make: Any) -> str:
    args = (OURS, sent.number, "pt-BR")
    link = make(*args, clock.now())
    return deployment.address(link).removeprefix(deployment.settings.base_url)


async def found(deployment, sent):
    return await deployment.store.read(OURS, service.find, sent.number)


def mails(db, tenant):
    chosen = select(outbox.c.kind, outbox.c.recipient).where(outbox.c.tenant == tenant)
    return sorted(tuple(row) for row in db.execute(chosen) if row.kind.startswith("requests/"))


async def test_the_customer_cancels_with_a_reason_until_work_begins(client, deployment, sent):
    follow = await client.get(path_of(deployment, sent, follow_link))
    assert "Cancelar esta solicitação" in follow.text
    path = path_of(deployment, sent, cancel_link)
    await client.get(path)
    assert (await client.post(path, data={"reason": " "})).status_code == 422
    assert (await found(deployment, sent)).status == "received"
    done = await client.post(path, data={"reason": REASON})
    assert "Cancelamento registrado" in done.text
    row = await found(deployment, sent)
    assert (row.status, row.open, row.reason) == ("cancelled", False, REASON)
    again = await client.post(path, data={"reason": "outra vez"})
    assert "Cancelamento registrado" in again.text
    told = [("requests/cancelled", "customer"), ("requests/withdrawn", "team")]
    assert await deployment.store.read(OURS, mails) == told
    follow = await client.get(path_of(deployment, sent, follow_link))
    assert "a pedido de você" in follow.text
    assert "Cancelar esta solicitação" not in follow.text


async def test_once_work_has_begun_the_page_says_whom_to_call(client, deployment, sent):
    columns = {"status": "in_progress", "stage": "service_request"}
    await deployment.store.write(OURS, service.change, sent.number, 0, **columns)
    path = path_of(deployment, sent, cancel_link)
    late = await client.post(path, data={"reason": REASON})
    assert "O serviço já começou" in late.text
    assert (await found(deployment, sent)).status == "in_progress"


@pytest.mark.parametrize("role", ["coordinator", "technician"])
async def test_staff_who_decide_cancel_too(client, deployment, sent, role):
    await sign_in(client, deployment, OURS, role)
    page = (await client.get(f"/desk/{OURS}/requests/{sent.number}")).text
    [csrf] = set(re.findall(r'name="_csrf" value="(\w+)"', page))
    address = f"/desk/{OURS}/requests/{sent.number}/cancel"
    assert (address in page) == (role == "coordinator")
    said = {"_csrf": csrf, "version": "0", "seen": "1", "reason": REASON}
    assert (await client.post(address, data=said)).status_code in {403, 422}
    answer = await client.post(address, data=said | {"asked_by": "company"})
    assert answer.status_code == (303 if role == "coordinator" else 403)
    row = await found(deployment, sent)
    assert (row.status == "cancelled") == (role == "coordinator")
    if role == "coordinator":
        late = await client.post(address, data=said | {"asked_by": "customer"})
        assert late.status_code == 409
        assert REASON in late.text


@pytest.fixture
async def commented(deployment, sent, frozen_clock) -> int:
    """Vera's comment to the customer; its sequence."""
    said = (sent.number, "Vamos amanhã", True, clock.now(), "vera")
    assert await deployment.store.write(OURS, service.comment, *said)
    return 2


def due(db, tenant):
    kind = outbox.c.kind == "requests/comment"
    return db.execute(select(outbox).where(outbox.c.tenant == tenant, kind)).one()


async def shown(deployment, sent) -> list[str]:
    stream = service.stream_of(sent.number)
    told = await deployment.store.read(OURS, history, stream)
    return [entry.told for entry in seen_by_customer(told)]


async def test_a_comment_is_taken_back_within_30_seconds_and_its_mail_waits_that_long(
    deployment, sent, commented, frozen_clock
):
    row = await deployment.store.read(OURS, due)
    assert row.due_at == clock.now() + 30 * clock.SECOND
    assert "Vamos amanhã" in await shown(deployment, sent)
    frozen_clock.advance(30 * clock.SECOND)
    taken = (sent.number, commented, clock.now(), "vera")
    assert await deployment.store.write(OURS, service.take_back, *taken)
    assert "Vamos amanhã" not in await shown(deployment, sent)
    assert await deployment.store.read(OURS, letters.comment, row) is None
    assert not await deployment.store.write(OURS, service.take_back, *taken)


@pytest.mark.parametrize(
    ("comment", "later", "by"), [(2, 31, "vera"), (2, 1, "teo"), (1, 1, "vera"), (9, 1, "vera")]
)
async def test_what_is_too_late_or_not_ones_own_stays(
    deployment, sent, commented, frozen_clock, comment, later, by
):
    frozen_clock.advance(later * clock.SECOND)
    taken = (sent.number, comment, clock.now(), by)
    assert not await deployment.store.write(OURS, service.take_back, *taken)
    assert "Vamos amanhã" in await shown(deployment, sent)
    row = await deployment.store.read(OURS, due)
    assert await deployment.store.read(OURS, letters.comment, row)
