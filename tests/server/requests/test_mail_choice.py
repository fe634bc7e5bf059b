"""The customer says whether each change is mailed to them, on a page or by their mail program."""

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import send_request

from aldaba import clock
from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.message import compose
from aldaba.outbox.models import outbox
from aldaba.requests import letters, service
from aldaba.requests.letters import follow_link, mail_choice_link

pytestmark = pytest.mark.anyio

OURS = "horizonte"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
async def number(client, deployment):
    return (await send_request(deployment, OURS)).number


def path_of(deployment, number, make):
    address = deployment.address(make(OURS, number, "pt-BR", clock.now()))
    return address.removeprefix(deployment.settings.base_url)


async def quiet(deployment, number):
    return (await deployment.store.read(OURS, service.find, number)).quiet


async def commented(deployment, number):
    """The outbox row of a comment to the customer."""
    said = (number, "Vamos na quinta", True, clock.now(), "x")
    await deployment.store.write(OURS, service.comment, *said)

    def row(db, tenant):
        mine = select(outbox).where(outbox.c.tenant == tenant, outbox.c.kind == "requests/comment")
        return db.execute(mine).all()[-1]

    return await deployment.store.read(OURS, row)


async def test_looking_changes_nothing_and_the_button_stops_and_starts(client, deployment, number):
    follow = await client.get(path_of(deployment, number, follow_link))
    assert "Parar de receber um e-mail a cada mudança" in follow.text
    path = path_of(deployment, number, mail_choice_link)
    assert "Você recebe um e-mail a cada mudança." in (await client.get(path)).text
    assert await quiet(deployment, number) is False
    stopped = await client.post(path, data={"wanted": "no"})
    assert "Só e-mails que pedem uma resposta." in stopped.text
    assert await quiet(deployment, number) is True
    await client.post(path, data={"wanted": "no"})
    story = await deployment.store.read(OURS, history, service.stream_of(number))
    assert [each.kind for each in story].count("MailsChosen") == 1
    follow = await client.get(path_of(deployment, number, follow_link))
    assert "Receber um e-mail a cada mudança" in follow.text
    await client.post(path, data={"wanted": "yes"})
    assert await quiet(deployment, number) is False


async def test_a_mail_program_stops_them_by_itself(client, deployment, number):
    row = await commented(deployment, number)
    letter = await deployment.store.read(OURS, letters.comment, row)
    base_url = deployment.settings.base_url
    theme = deployment.themes.get(OURS)
    mail = compose(row, letter, theme, deployment.signer, base_url=base_url, at=clock.now())
    head = mail.partition(b"\r\n\r\n")[0].decode()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    address = head.partition("List-Unsubscribe: <")[2].partition(">")[0]
    answer = await client.post(address.removeprefix(base_url), data=ONE_CLICK)
    assert (answer.status_code, await quiet(deployment, number)) == (200, True)


async def test_changes_are_mailed_no_more_and_questions_are(client, deployment, number):
    await client.post(path_of(deployment, number, mail_choice_link), data=ONE_CLICK)
    row = await commented(deployment, number)
    assert await deployment.store.read(OURS, letters.comment, row) is None
    assert await deployment.store.read(OURS, letters.change, row) is None
    assert (await deployment.store.read(OURS, letters.to_customer, row)).to


async def test_a_form_without_a_choice_changes_nothing(client, deployment, number):
    path = path_of(deployment, number, mail_choice_link)
    for said in ({"wanted": "maybe"}, {"other": "x"}):
        assert (await client.post(path, data=said)).status_code == 422
    assert await quiet(deployment, number) is False
