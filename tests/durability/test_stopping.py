"""SIGTERM: what is under way is finished, nothing new is begun, and it is over in ten seconds."""

import asyncio
import socket
import time
from pathlib import Path

import pytest

from tests.durability.load import FORM, Load, post
from tests.durability.reckoning import reckon
from tests.durability.shim import Shim
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

OVER = 10.0  # seconds


def half_sent(port: int) -> socket.socket:
    """A connection on which half of a form stands."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(post(FORM, "application/x-www-form-urlencoded", b"x" * 100)[:-50])
    return connection


async def test_what_is_under_way_is_answered_and_nobody_waits_for_half_a_body(
    victim: Service, shim: Shim, load: Load, tmp_path: Path
):
    victim.start()
    await load.send_many(8, customers=8)
    dawdler = half_sent(victim.port)
    shim.slow_syncs(1)
    under_way = asyncio.create_task(load.send_many(8, customers=8))
    await asyncio.sleep(0.5)
    began = time.monotonic()
    victim.process.terminate()  # type: ignore[union-attr]
    await under_way
    shim.slow_syncs(0)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", victim.port))
    await asyncio.to_thread(victim.process.wait, 20)  # type: ignore[union-attr]
    assert time.monotonic() - began <= OVER
    dawdler.close()
    assert victim.process.returncode == 0  # type: ignore[union-attr]
    assert [*(tmp_path / "victim").glob("*-wal")] == []
    assert (len(load.ledger.acknowledged), load.ledger.unanswered) == (16, {})
    url = victim.settings["ALDABA_DATABASE_URL"]
    assert reckon(url, load.ledger.acknowledged, tmp_path / "victim" / "files").faults == []
