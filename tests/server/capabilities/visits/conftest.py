"""A request that staff took on, with a visit tomorrow, before the whole application."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec import Struct
from sqlalchemy import select
from tests.server.scene import Planned, plan_visit, send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.capabilities.visits import service
from aldaba.capabilities.visits.links import job_link
from aldaba.outbox.models import outbox
from aldaba.requests import service as requests
from aldaba.requests.letters import follow_link
from aldaba.web.deployment import Deployment

OURS = "horizonte"


@pytest.fixture
async def number(deployment: Deployment, frozen_clock: object) -> str:
    """Sent while the clock stands, before anybody signs in."""
    return (await send_request(deployment, OURS)).number


@pytest.fixture
async def visit(deployment: Deployment, number: str) -> Planned:
    return await plan_visit(deployment, OURS, number)


class Record(Struct, frozen=True):
    """What is kept of the request and its visit."""

    deployment: Deployment
    number: str

    async def read(self, job: Any, *args: object) -> Any:
        return await self.deployment.store.read(OURS, job, *args)

    async def status(self) -> str:
        return str((await self.read(requests.find, self.number)).status)

    async def visit(self, visit_id: str) -> Any:
        return await self.read(service.find, visit_id)

    async def mails(self) -> list[tuple[str, str]]:
        """(kind, recipient) of every mail about visits that is due, in order."""

        def due(db: Any, tenant: str) -> list[tuple[str, str]]:
            ours = select(outbox.c.kind, outbox.c.recipient).where(outbox.c.tenant == tenant)
            mine = ours.where(outbox.c.kind.like("visits/%")).order_by(outbox.c.sequence)
            return [tuple(row) for row in db.execute(mine)]

        return list(await self.read(due))

    def follow_path(self) -> str:
        address = self.deployment.address(follow_link(OURS, self.number, "pt-BR", clock.now()))
        return address.removeprefix(self.deployment.settings.base_url)

    async def job_path(self, visit_id: str) -> str:
        address = self.deployment.address(job_link(await self.visit(visit_id), ""))
        return address.removeprefix(self.deployment.settings.base_url)


@pytest.fixture
def record(deployment: Deployment, number: str) -> Record:
    return Record(deployment, number)


@pytest.fixture
async def client(deployment: Deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
async def press(client: AsyncTestClient[Any], deployment: Deployment, number: str):
    """Sends a form of the request's page at the desk."""
    await sign_in(client, deployment, OURS)
    page = f"/desk/{OURS}/requests/{number}"
    csrf = re.search(r'name="_csrf" value="(\w+)"', (await client.get(page)).text)
    assert csrf

    async def post(path: str, **said: str):
        return await client.post(f"{page}/{path}", data={"_csrf": csrf[1]} | said)

    return post
