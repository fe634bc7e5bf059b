"""The demo's record: SQLite, all that capabilities do after events, and a company's samples."""

import pytest

from aldaba import clock
from aldaba.demo.planting import plant
from aldaba.web.deployment import Deployment


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The demo's database is SQLite."""
    return sqlite_url


@pytest.fixture
async def planted(deployment, frozen_clock, reactions, tenant: str) -> Deployment:
    """With the samples of `tenant`, planted at 15 h of both companies, when today has happened."""
    frozen_clock.advance(6 * clock.HOUR)
    theme = deployment.themes.get(tenant)
    assert theme
    await plant(deployment, theme, "a long password for the demo")
    return deployment
