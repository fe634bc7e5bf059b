"""A thousand clients that dawdle hold up nobody, and are all gone within thirty seconds, without a
proxy in front."""

import asyncio

import pytest

from tests.durability.dawdling import dawdlers, many_files
from tests.durability.load import Load
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

DAWDLERS = 1000
GONE = 30.0  # seconds


async def test_a_thousand_dawdlers_hold_up_nobody_and_are_gone_in_thirty_seconds(
    victim: Service, load: Load
):
    with many_files():
        victim.start()
        async with asyncio.timeout(GONE + 10), asyncio.TaskGroup() as group:
            slow = dawdlers(victim.port, DAWDLERS, group)
            await asyncio.sleep(3)
            assert not any(each.done() for each in slow)
            await load.send_for(5, customers=4)
            assert [*load.seen] == [201]
            async with asyncio.timeout(GONE - 8):
                await asyncio.gather(*slow)
