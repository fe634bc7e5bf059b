"""Staff hide a request from its customer, who is told whom to call, and show it again."""

import re

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.models import outbox
from aldaba.requests import letters, service
from aldaba.requests.letters import follow_link

pytestmark = pytest.mark.anyio

OURS = "horizonte"
HIDDEN = re.compile(r'name="(_csrf|version|seen)" value="(\w*)"')


def comment_mail(db, tenant):
    mine = select(outbox).where(outbox.c.tenant == tenant, outbox.c.kind == "requests/comment")
    return db.execute(mine).one()


async def test_what_is_hidden_is_not_followed_until_it_is_shown_again(deployment):
    sent = await send_request(deployment, OURS)
    path = f"/desk/{OURS}/requests/{sent.number}"
    link = deployment.address(follow_link(OURS, sent.number, "pt-BR", clock.now()))
    follow = link.removeprefix(deployment.settings.base_url)
    read, write = deployment.store.read, deployment.store.write
    async with AsyncTestClient(create_app(deployment)) as client:
        await sign_in(client, deployment, OURS)

        async def switch(shown: str) -> str:
            form = dict(HIDDEN.findall((await client.get(path)).text)) | {"shown": shown}
            return (await client.post(f"{path}/visibility", data=form)).text

        assert "Onde fica o manual?" in (await client.get(follow)).text
        assert "Oculta do cliente" in await switch("no")
        page = (await client.get(follow)).text
        assert "No momento não é possível acompanhar por aqui." in page
        assert "Onde fica o manual?" not in page
        photo = await client.get(f"{follow.partition('?')[0]}/photos/{sent.photo}")
        assert photo.status_code == 404
        await write(OURS, service.comment, sent.number, "Oi", True, clock.now(), "x")
        assert await read(OURS, letters.comment, await read(OURS, comment_mail)) is None
        assert "Visível para o cliente" in await switch("yes")
        assert "Onde fica o manual?" in (await client.get(follow)).text
    told = await read(OURS, history, service.stream_of(sent.number))
    assert [each.kind for each in told].count("VisibilityChanged") == 2


async def test_the_second_who_switches_is_told_what_happened_meanwhile(deployment):
    sent = await send_request(deployment, OURS)
    path = f"/desk/{OURS}/requests/{sent.number}"
    async with AsyncTestClient(create_app(deployment)) as client:
        await sign_in(client, deployment, OURS)
        early = dict(HIDDEN.findall((await client.get(path)).text))
        await client.post(f"{path}/visibility", data=early | {"shown": "no"})
        late = await client.post(f"{path}/visibility", data=early | {"shown": "yes"})
        assert late.status_code == 409
    assert (await deployment.store.read(OURS, service.find, sent.number)).shown is False
