"""Staff of both sample companies, at a desk of one route of its own."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from litestar import Response, get, post
from litestar.testing import AsyncTestClient

from aldaba.capability import MenuEntry
from aldaba.people.capability import PEOPLE
from aldaba.people.desk import desk_router
from aldaba.people.invitation import invite
from aldaba.people.staff import Staff
from aldaba.web.assembly import assemble
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

PASSWORD = "uma frase curta"

MENU = (MenuEntry("requests.queue.title", ""), MenuEntry("people.sign_out", "/press", "decide"))

SignIn = Callable[..., Awaitable[AsyncTestClient]]


@get("/")
async def desk(reader: Reader, staff: Staff) -> dict[str, Any]:
    return {
        "name": staff.name,
        "language": reader.language,
        "csrf": reader.known["csrf"],
        "menu": [entry.path for entry in reader.known["menu"]],
        "path": reader.known["path"],
    }


@post("/press", status_code=200)
async def press(staff: Staff) -> Response[str]:
    return Response(staff.name, media_type="text/plain")


@pytest.fixture
async def visitor(deployment: Deployment):
    """A browser that nobody has signed in with; it doesn't follow redirects."""
    app = assemble(deployment, [desk_router([*PEOPLE.desk, desk, press])])
    app.state.menu = MENU
    async with AsyncTestClient(app) as client:
        client.follow_redirects = False
        yield client


@pytest.fixture
def invited(deployment: Deployment) -> Callable[..., Awaitable[str]]:
    """Puts Ana on a company's staff; the path of her link."""

    async def invite_ana(tenant: str = "horizonte", role: str = "coordinator") -> str:
        email = f"ana@{tenant}.example"
        return urlsplit(await invite(deployment, tenant, email, "Ana Amostra", role)).path

    return invite_ana


@pytest.fixture
def signed_in(visitor: AsyncTestClient, invited) -> SignIn:
    """The visitor, after Ana chose her password."""

    async def choose(tenant: str = "horizonte", role: str = "coordinator") -> AsyncTestClient:
        answer = await visitor.post(await invited(tenant, role), data={"password": PASSWORD})
        assert answer.status_code == 303
        return visitor

    return choose
