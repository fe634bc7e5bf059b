"""Questions as the application runs them: reactions installed, a request that somebody sent."""

from collections.abc import Iterator

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import Sent, send_request

from aldaba.app import CAPABILITIES, create_app
from aldaba.events import install_reactions
from aldaba.web.deployment import Deployment


@pytest.fixture(autouse=True)
def reactions() -> Iterator[None]:
    install_reactions(pair for capability in CAPABILITIES for pair in capability.reactions)
    yield
    install_reactions(())


@pytest.fixture
async def sent(deployment: Deployment) -> Sent:
    """Benedita's request at Horizonte."""
    return await send_request(deployment, "horizonte")


@pytest.fixture
async def client(deployment: Deployment):
    """A browser before the whole application; it doesn't follow redirects."""
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor
