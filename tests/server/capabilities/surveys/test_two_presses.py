"""Two presses of the same survey at the same moment, on PostgreSQL, which runs both at once."""

import asyncio
import threading

import msgspec
import pytest
from sqlalchemy import Connection, text
from tests.server.capabilities.surveys.conftest import Case
from tests.server.capabilities.surveys.test_bad_input import versions

from aldaba import clock
from aldaba.capabilities.surveys import service
from aldaba.capabilities.surveys.service import Answers

pytestmark = pytest.mark.anyio

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


def said(case: Case, recommend: int) -> Answers:
    theme = case.deployment.themes.get(case.tenant)
    assert theme
    return Answers(
        form=case.deployment.themes.form(theme, "survey", "es"),
        values={"recommend": recommend, "solved": "first"},
        deadline=clock.now() + clock.DAY,
        contact=None,
        tell=False,
        at=clock.now(),
    )


async def test_the_second_waits_looks_again_and_is_kept_as_a_change(
    nortes: Case, frozen_clock
) -> None:
    await nortes.close()
    frozen_clock.advance(clock.DAY)
    await nortes.look()
    answered, second = threading.Event(), threading.Event()

    def first_press(db: Connection, tenant: str) -> bool:
        kept = service.answer(db, tenant, nortes.number, 1, said(nortes, 9))
        answered.set()
        while not db.scalar(WAITING):  # until the other waits for this one's row
            second.wait(0.01)
        return kept

    write = nortes.deployment.store.write
    one = asyncio.create_task(write(nortes.tenant, first_press))
    await asyncio.to_thread(answered.wait, 20)
    two = write(nortes.tenant, service.answer, nortes.number, 1, said(nortes, 0))
    assert await asyncio.wait_for(asyncio.gather(one, two), 20) == [True, True]
    kept = [msgspec.json.decode(each.answers)["recommend"] for each in await versions(nortes)]
    assert kept == [9, 0]
