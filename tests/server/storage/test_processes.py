"""Several processes on one PostgreSQL: chains, limits, keys and sessions hold across them."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from tests.server.storage.process import RATE, TENANT

from aldaba import clock
from aldaba.events import verify
from aldaba.people import service as people
from aldaba.storage.database import Store

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


async def processes(url: str, *said: list[str]) -> list[Any]:
    """What as many processes print that run at once."""
    command = [sys.executable, "-m", "tests.server.storage.process", url]
    begun = [
        await asyncio.create_subprocess_exec(
            *command, *arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for arguments in said
    ]
    printed = await asyncio.gather(*(each.communicate() for each in begun))
    assert [each.returncode for each in begun] == [0] * len(begun), printed
    return [json.loads(out) for out, _ in printed]


def events(db: Connection, tenant: str) -> tuple[int, int]:
    """How many there are, and how many of them follow one that another follows too."""
    counted = "SELECT count(*), count(*) - count(DISTINCT (stream, previous_hash)) FROM event"
    rows, forks = db.execute(text(f"{counted} WHERE tenant = :tenant"), {"tenant": tenant}).one()
    return rows, forks


@pytest.mark.parametrize("appends", [250, pytest.param(2500, marks=pytest.mark.long)])
async def test_chains_never_fork(store: Store, database_url: str, appends: int) -> None:
    await processes(database_url, *[["append", str(appends), "3"]] * 4)

    assert await store.read(TENANT, events) == (4 * appends, 0)
    assert await store.read(TENANT, verify) == []


async def test_a_limit_counts_what_all_of_them_admit(database_url: str) -> None:
    admitted = await processes(database_url, *[["take", "40"]] * 2)

    assert sum(admitted) == RATE.burst


async def test_a_key_counts_once_whoever_gets_it(database_url: str) -> None:
    first, second = await processes(database_url, ["claim", "100", "one"], ["claim", "100", "two"])

    assert first == second
    assert set(first.values()) <= {"one", "two"}


async def test_a_session_holds_and_ends_everywhere(store: Store, database_url: str) -> None:
    at = clock.now()
    who = {"id_": "vera", "name": "Vera", "role": "coordinator", "language": "es", "at": at}
    await store.write(TENANT, people.put, "vera@norte.example", **who)
    await processes(database_url, ["sign_in", "vera"])

    known = await store.read(TENANT, people.of_session, bytes(32), at)
    assert known is not None
    await store.write(TENANT, people.set_password, "vera", 0, "another")
    assert await store.read(TENANT, people.of_session, bytes(32), at) is None
