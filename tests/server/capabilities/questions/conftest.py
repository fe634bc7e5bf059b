"""Questions as the application runs them: reactions installed, a request that somebody sent."""

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import Sent, send_request

from aldaba.app import create_app
from aldaba.web.deployment import Deployment


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
