"""Healthy customers beside a thousand clients that dawdle, without a proxy in front."""

import asyncio
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

from tests.bench.rounds import Round, in_turn, loaded, middle, said
from tests.bench.service import Server, prepared, serving
from tests.bench.submissions import shown_form, valid
from tests.bench.table import Row, at_most
from tests.durability.dawdling import dawdlers, many_files

DAWDLERS = 1000
CONNECTED = 4.0  # seconds until all are, and have begun to drip


def dawdler_rows(folder: Path, count: int) -> Iterator[Row]:
    """The line of the table; `count` pre-requests a round."""
    with many_files(), serving(prepared(folder)) as server:
        version = shown_form(server.port)

        def alone() -> Round:
            return loaded(server, valid(version, count), 201)

        rounds = in_turn(alone, lambda: _beside(server, version, count))
    healthy, beside = zip(*rounds, strict=True)
    yield at_most(
        f"pre-requests beside {DAWDLERS:,} half-open and dripping connections: p99",
        2,
        middle(slow.p99 / quick.p99 for quick, slow in rounds),
        "×",
        f"alone {said(healthy)}; beside them {said(beside)}",
    )


def _beside(server: Server, version: str, count: int) -> Round:
    slow = get_context("spawn").Process(target=_dawdle, args=(server.port,))
    slow.start()
    time.sleep(CONNECTED)
    try:
        return loaded(server, valid(version, count), 201)
    finally:
        slow.terminate()
        slow.join()


def _dawdle(port: int) -> None:
    async def together() -> None:
        async with asyncio.TaskGroup() as group:
            dawdlers(port, DAWDLERS, group)

    with many_files():
        asyncio.run(together())
