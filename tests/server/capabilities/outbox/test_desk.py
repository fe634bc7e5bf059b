"""Mail that waits or was given up, as staff see it, and sending it again."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, select, update
from tests.server.scene import Sent, send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.models import outbox
from aldaba.requests.service import stream_of
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

OURS = "horizonte"
PAGE = f"/desk/{OURS}/outbox"
SUBJECT = "Recebemos a sua solicitação"
MESSAGE = b"Subject: =?utf-8?q?Recebemos_a_sua_solicita=C3=A7=C3=A3o?=\r\n\r\nthe body"
PARKED = {
    "state": "parked",
    "attempts": 15,
    "last_error": "refused: 550",
    "undelivered": "benedita@cliente.example",
    "message": MESSAGE,
}


@pytest.fixture
async def client(deployment: Deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
async def sent(deployment: Deployment, client: AsyncTestClient[Any]) -> Sent:
    """A request; no worker touches its mails, which are due tomorrow."""
    made = await send_request(deployment, OURS)
    await deployment.store.write(OURS, change, due_at=clock.now() + clock.DAY)
    return made


def change(db: Connection, tenant: str, recipient: str = "", **columns: Any) -> str:
    """Write `columns` into the mails of `tenant`, or only into those to `recipient`; the id of
    one."""
    which = outbox.c.recipient == recipient if recipient else outbox.c.recipient != ""
    changed = update(outbox).where(outbox.c.tenant == tenant, which).values(**columns)
    return str(db.execute(changed.returning(outbox.c.id)).scalars().first())


def row(db: Connection, tenant: str, mail: str) -> Any:
    return db.execute(select(outbox).where(outbox.c.tenant == tenant, outbox.c.id == mail)).one()


async def token_on(client: AsyncTestClient[Any], path: str) -> str:
    found = re.search(r'name="_csrf" value="(\w+)"', (await client.get(path)).text)
    assert found
    return found[1]


async def test_a_mail_that_was_given_up_says_what_to_whom_and_why(
    client: AsyncTestClient[Any], deployment: Deployment, sent: Sent
):
    await deployment.store.write(OURS, change, "customer", **PARKED)
    await sign_in(client, deployment, OURS)
    said = (await client.get(PAGE)).text
    for text in (SUBJECT, "benedita@cliente.example", "550", "15 tentativas", sent.number):
        assert text in said, text
    assert "não aceita: o endereço está certo?" in said
    assert "Um e-mail está previsto para mais tarde." in said


async def test_a_mail_that_waits_says_when_it_is_tried_again_and_has_no_button(
    client: AsyncTestClient[Any], deployment: Deployment, sent: Sent
):
    waits = {"attempts": 2, "last_error": "TimeoutError"}
    await deployment.store.write(OURS, change, "customer", **waits)
    await sign_in(client, deployment, OURS)
    said = (await client.get(PAGE)).text
    for text in ("À espera", "Ainda não redigido", "demorou demais", "2 tentativas"):
        assert text in said, text
    assert "Enviar de novo" not in said


async def test_where_all_is_well_the_page_says_so_and_a_request_has_no_panel(
    client: AsyncTestClient[Any], deployment: Deployment, sent: Sent
):
    await sign_in(client, deployment, OURS)
    assert "Nenhum e-mail está à espera" in (await client.get(PAGE)).text
    assert "outbox-panel" not in (await client.get(f"/desk/{OURS}/requests/{sent.number}")).text


@pytest.mark.parametrize("asked_on", ["outbox", "request"])
async def test_sending_again_gives_it_all_its_tries_unchanged_and_stands_in_the_story(
    client: AsyncTestClient[Any], deployment: Deployment, sent: Sent, asked_on: str
):
    mail = await deployment.store.write(OURS, change, "customer", **PARKED)
    await sign_in(client, deployment, OURS)
    request = f"/desk/{OURS}/requests/{sent.number}"
    page = PAGE if asked_on == "outbox" else request
    form = {"_csrf": await token_on(client, page), "from": asked_on}
    before = clock.now()
    answer = await client.post(f"{PAGE}/{mail}/again", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?done=sent_again")
    now = await deployment.store.read(OURS, row, mail)
    assert (now.state, now.message, now.undelivered) == (
        "due",
        MESSAGE,
        "benedita@cliente.example",
    )
    assert (now.attempts, now.due_at >= before) == (0, True)
    story = await deployment.store.read(OURS, history_of, sent.number)
    assert [each.kind for each in story][-1] == "MailSentAgain"
    assert "O e-mail sai de novo." in (await client.get(answer.headers["location"])).text

    again = await client.post(f"{PAGE}/{mail}/again", data=form)
    assert again.headers["location"] == f"{PAGE}?done=not_parked"
    assert len(await deployment.store.read(OURS, history_of, sent.number)) == len(story)


def history_of(db: Connection, tenant: str, number: str) -> list[Any]:
    return [*history(db, tenant, stream_of(number))]


async def test_a_technician_sees_it_and_may_not_send_it_again(
    client: AsyncTestClient[Any], deployment: Deployment, sent: Sent
):
    mail = await deployment.store.write(OURS, change, "customer", **PARKED)
    await sign_in(client, deployment, OURS, "technician")
    page = (await client.get(PAGE)).text
    assert SUBJECT in page
    assert "Enviar de novo" not in page
    form = {"_csrf": await token_on(client, PAGE)}
    answer = await client.post(f"{PAGE}/{mail}/again", data=form)
    assert answer.status_code == 403
    assert (await deployment.store.read(OURS, row, mail)).state == "parked"


async def test_another_company_s_mail_can_t_be_sent_again(
    client: AsyncTestClient[Any], deployment: Deployment, sent: Sent
):
    await send_request(deployment, "norte")
    theirs = await deployment.store.write("norte", change, "customer", **PARKED)
    await sign_in(client, deployment, OURS)
    form = {"_csrf": await token_on(client, PAGE)}
    answer = await client.post(f"{PAGE}/{theirs}/again", data=form)
    assert answer.headers["location"] == f"{PAGE}?done=not_parked"
    assert (await deployment.store.read("norte", row, theirs)).state == "parked"
