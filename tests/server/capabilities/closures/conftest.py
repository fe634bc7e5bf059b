"""Closures as the application runs them: a request whose work is declared done, its link, and a
browser before the whole application."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec import Struct
from tests.server.scene import Sent, send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.capabilities.closures import closing
from aldaba.capabilities.closures.closing import Closing
from aldaba.capabilities.closures.service import latest, link_of
from aldaba.capabilities.closures.times import times_of
from aldaba.capabilities.intake import verdicts
from aldaba.events import history
from aldaba.events.intake import RequestApproved
from aldaba.requests import service as requests
from aldaba.web.deployment import Deployment

NOTE = {"horizonte": "Trocamos o sifão e testamos.", "norte": "Cambiamos el inyector y probamos."}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Case(Struct, frozen=True):
    """A request of `tenant` whose closing waits for its customer."""

    deployment: Deployment
    tenant: str
    number: str
    photo: str

    async def row(self) -> Any:
        """Its latest closing."""
        return await self.deployment.store.read(self.tenant, latest, self.number)

    async def status(self) -> str:
        found = await self.deployment.store.read(self.tenant, requests.find, self.number)
        return found.status

    async def kinds(self) -> list[str]:
        """Its history by the kinds of its events."""
        stream = requests.stream_of(self.number)
        story = await self.deployment.store.read(self.tenant, history, stream)
        return [each.kind for each in story]

    async def path(self, language: str = "") -> str:
        """The address of the link that the customer got by mail."""
        theme = self.deployment.themes.get(self.tenant)
        assert theme
        link = link_of(await self.row(), language or theme.tenant.languages[0])
        return f"/l/{self.deployment.signer.sign(link)}"

    async def close(self) -> bool:
        """Staff declare the work done (again)."""
        theme = self.deployment.themes.get(self.tenant)
        found = await self.deployment.store.read(self.tenant, requests.find, self.number)
        assert theme
        at = clock.now()
        times = times_of(theme.tenant, at)
        note = NOTE[self.tenant]
        said = Closing(
            version=found.version, note=note, photos=(), times=times, at=at, by="staff:1"
        )
        return await self.deployment.store.write(self.tenant, closing.close, self.number, said)


async def open_case(deployment: Deployment, tenant: str) -> Case:
    """A request that was sent, approved and closed."""
    return await close_request(deployment, await send_request(deployment, tenant))


async def close_request(deployment: Deployment, sent: Sent) -> Case:
    """The request `sent`, approved unless it is at work already, and closed."""
    case = Case(deployment, sent.tenant, sent.number, sent.photo)
    if await case.status() == "received":
        event = RequestApproved(
            subject="", sub_subject="", responsible="", team="", priority="normal"
        )
        verdict = (sent.number, 0, event, clock.now(), "staff:1", clock.now())
        assert await deployment.store.write(sent.tenant, verdicts.approve, *verdict)
    assert await case.close() is True
    return case


@pytest.fixture(params=["horizonte", "norte"])
async def case(request: pytest.FixtureRequest, deployment: Deployment) -> Case:
    """A closing of either company that waits for its customer."""
    return await open_case(deployment, request.param)


@pytest.fixture
async def client(deployment: Deployment):
    """A browser before the whole application; it doesn't follow redirects."""
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


def hidden(page: str) -> dict[str, str]:
    """The fields that the page's form brings back by itself."""
    return dict(HIDDEN.findall(page))


async def press(client: AsyncTestClient[Any], path: str, **said: str) -> Any:
    """Open the link as a person does, and send its form with these answers."""
    page = await client.get(path)
    return await client.post(path, data=hidden(page.text) | said)


__all__ = ["Case", "close_request", "hidden", "open_case", "press", "sign_in"]
