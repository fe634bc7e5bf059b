"""The demo's record: SQLite, all that capabilities do after events, and a company's samples."""

from collections.abc import Iterator

import pytest

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.demo.planting import plant
from aldaba.events import install_reactions
from aldaba.web.deployment import Deployment


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The demo's database is SQLite."""
    return sqlite_url


@pytest.fixture
def reactions() -> Iterator[None]:
    install_reactions(pair for capability in CAPABILITIES for pair in capability.reactions)
    yield
    install_reactions(())


@pytest.fixture
async def planted(deployment, frozen_clock, reactions, tenant: str) -> Deployment:
    """With the samples of `tenant`, planted at 15 h of both companies, when today has happened."""
    frozen_clock.advance(6 * clock.HOUR)
    theme = deployment.themes.get(tenant)
    assert theme
    await plant(deployment, theme, "a long password for the demo")
    return deployment
