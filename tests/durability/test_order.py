"""Durable before acknowledged, shown by order: `kill -9` loses nothing of what the kernel holds, so
surviving it proves no sync. The shim writes down when a request's bytes went to a file, when that
was synced, and when the answer went out."""

import asyncio

import pytest

from tests.durability.load import Load, marker_of
from tests.durability.shim import Shim
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

SLOW = 0.01  # seconds for a sync: an answer that doesn't wait for it goes out first


def unsynced(order: list[tuple[str, str]], markers: dict[str, str]) -> list[str]:
    """The answered numbers that no sync of the database stands before, after the request with
    their marker was written. `markers` are by number as it is shown."""
    synced: set[str] = set()
    written: set[str] = set()
    early = []
    for kind, what in order:
        if kind == "K":
            written.add(f"~{what}")
        elif kind == "S" and what.endswith(("aldaba.db-wal", "aldaba.db")):
            synced |= written
        elif kind == "A" and markers[what] not in synced:
            early.append(what)
    return early


async def test_every_acknowledgement_stands_behind_a_sync_of_what_it_acknowledges(
    victim: Service, shim: Shim, load: Load
):
    shim.slow_syncs(SLOW)
    victim.start()
    await load.send_many(30, customers=1)
    await load.send_many(200, customers=8)
    victim.stop()
    markers = {number: marker_of(key) for key, number in load.ledger.acknowledged.items()}
    answered = [what for kind, what in shim.order() if kind == "A"]
    assert sorted(answered) == sorted(markers)
    assert len(answered) == 230
    assert unsynced(shim.order(), markers) == []


async def test_a_photo_is_in_its_folder_before_it_is_acknowledged(
    victim: Service, shim: Shim, load: Load
):
    victim.start()
    await load.with_photos(3)
    await asyncio.to_thread(victim.stop)
    files, folders, photos, rows = 0, 0, 0, False
    for kind, what in shim.order():
        if kind == "S" and "/files/horizonte/." in what:
            files, rows = files + 1, False
        elif kind == "S" and what.endswith("/files/horizonte"):
            folders, rows = folders + 1, False
        elif kind == "S" and what.endswith("-wal"):
            rows = True
        elif kind == "P":
            photos += 1
            assert (files, folders, rows) == (2 * photos, 2 * photos, True)
    assert photos == 3
