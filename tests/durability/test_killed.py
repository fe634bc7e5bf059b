"""A process that dies at any moment loses nothing that it acknowledged, and keeps nothing twice."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.durability.load import Load
from tests.durability.reckoning import reckon
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

KILLS = 3


async def killed_under_load(victim: Service, load: Load) -> None:
    """Start, load it, kill it at a random moment."""
    victim.start()
    sending = asyncio.create_task(load.send_for(30))
    photos = asyncio.create_task(load.with_photos(100))
    await asyncio.sleep(random.uniform(0.2, 1.5))
    await asyncio.to_thread(victim.kill)
    for task in (sending, photos):
        task.cancel()
    await asyncio.gather(sending, photos, return_exceptions=True)


async def test_nothing_acknowledged_is_missing_after_kills_and_nothing_stands_twice(
    victim: Service, load: Load, tmp_path: Path
):
    url, files = victim.settings["ALDABA_DATABASE_URL"], tmp_path / "victim" / "files"
    for _ in range(KILLS):
        await killed_under_load(victim, load)
        stored = reckon(url, load.ledger.acknowledged, files)
        assert stored.faults == []
        victim.start()
        await load.send_again()
        victim.kill()
        kept = reckon(url, load.ledger.acknowledged, files)
        assert kept.faults == []
        assert stored.numbers.items() <= kept.numbers.items()
    assert load.ledger.changed == []
    assert len(load.ledger.acknowledged) > 50 * KILLS
