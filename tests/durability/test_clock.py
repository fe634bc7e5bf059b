"""A clock that jumps ahead, or back, costs nobody a request and makes none twice."""

import asyncio
from pathlib import Path

import pytest

from tests.durability.load import Load
from tests.durability.reckoning import reckon
from tests.durability.shim import Shim
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

DAY = 24 * 3600
STEPS = (DAY, -DAY, 3600, -2 * 3600, 0)  # seconds from the true time


async def test_steps_of_the_clock_lose_nothing_and_repeat_nothing(
    victim: Service, shim: Shim, load: Load, tmp_path: Path
):
    victim.start()
    for step in STEPS:
        sending = asyncio.create_task(load.send_for(0.6, customers=4))
        await asyncio.sleep(0.3)
        shim.step_clock(step)
        await sending
    assert [*load.seen] == [201]
    load.ledger.forget_answers()
    await load.send_again()
    victim.stop()
    assert load.ledger.changed == []
    url, files = victim.settings["ALDABA_DATABASE_URL"], tmp_path / "victim" / "files"
    assert reckon(url, load.ledger.acknowledged, files).faults == []
