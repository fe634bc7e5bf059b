"""The samples are planted as customers and staff would do it; a survey's results tell of many."""

import pytest
from sqlalchemy import Connection, func, select

from aldaba import clock
from aldaba.capabilities.surveys.results import Wanted, asked
from aldaba.outbox.models import outbox

pytestmark = pytest.mark.anyio


def due(db: Connection, tenant: str, at: int) -> int:
    mine = (outbox.c.tenant == tenant, outbox.c.state == "due", outbox.c.due_at <= at)
    return db.scalar(select(func.count()).where(*mine)) or 0


@pytest.mark.parametrize(("tenant", "answers"), [("horizonte", 30), ("norte", 15)])
async def test_many_customers_of_the_last_weeks_have_answered(
    planted, tenant: str, answers: int
) -> None:
    read, now = planted.store.read, clock.now()
    found = await read(tenant, asked, Wanted("survey", now - 90 * clock.DAY, now))
    answered = [each for each in found if each.values]
    assert len(answered) > answers
    assert len(found) > len(answered)
    assert {each.row.low for each in answered} == {False, True}
    handled = [each.row.handled_at is not None for each in answered if each.row.low]
    assert {True, False} == set(handled)
    assert await read(tenant, due, now) < 120
