"""The samples are planted as customers and staff would do it; a survey's results tell of many."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, select

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.capabilities.surveys.results import Wanted, asked
from aldaba.demo.planting import plant
from aldaba.events import install_reactions
from aldaba.outbox.models import outbox

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The demo's database is SQLite."""
    return sqlite_url


@pytest.fixture(autouse=True)
def reactions() -> Iterator[None]:
    install_reactions(pair for capability in CAPABILITIES for pair in capability.reactions)
    yield
    install_reactions(())


def due(db: Connection, tenant: str, at: int) -> int:
    mine = (outbox.c.tenant == tenant, outbox.c.state == "due", outbox.c.due_at <= at)
    return db.scalar(select(func.count()).where(*mine)) or 0


@pytest.mark.parametrize(("tenant", "answers"), [("horizonte", 30), ("norte", 15)])
async def test_many_customers_of_the_last_weeks_have_answered(
    deployment, frozen_clock, tenant: str, answers: int
) -> None:
    theme = deployment.themes.get(tenant)
    assert theme
    await plant(deployment, theme, "a long password for the demo")
    read, now = deployment.store.read, clock.now()
    found = await read(tenant, asked, Wanted("survey", now - 90 * clock.DAY, now))
    answered = [each for each in found if each.values]
    assert len(answered) > answers
    assert len(found) > len(answered)
    assert {each.row.low for each in answered} == {False, True}
    handled = [each.row.handled_at is not None for each in answered if each.row.low]
    assert {True, False} == set(handled)
    assert await read(tenant, due, now) < 80
