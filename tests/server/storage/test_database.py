"""Writing and reading: one transaction a job, whichever database it is."""

import asyncio
import threading

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from aldaba.problems import Problem
from aldaba.storage.database import Store
from aldaba.web.models import throttle

pytestmark = pytest.mark.anyio


def add(db: Connection, tenant: str, bucket: str, tokens: float = 0) -> str:
    row = {"bucket": bucket, "tokens": tokens, "refilled_at": 0}
    db.execute(insert(throttle).values(tenant=tenant, **row))
    return bucket


def buckets(db: Connection, tenant: str) -> dict[str, float]:
    rows = db.execute(select(throttle).where(throttle.c.tenant == tenant))
    return {row.bucket: row.tokens for row in rows}


def take_one(db: Connection, tenant: str) -> None:
    """Read, then write what was read and one more."""
    tokens = db.execute(select(throttle.c.tokens).with_for_update()).scalar_one()
    db.execute(update(throttle).where(throttle.c.tenant == tenant).values(tokens=tokens + 1))


async def test_what_was_written_is_read_back(store: Store) -> None:
    assert await store.write("norte", add, "a", tokens=2) == "a"

    assert await store.read("norte", buckets) == {"a": 2}


async def test_a_job_that_raises_leaves_nothing_and_harms_nobody(store: Store) -> None:
    def half(db: Connection, tenant: str) -> None:
        add(db, tenant, "half")
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        await store.write("norte", half)

    await store.write("norte", add, "whole")
    assert await store.read("norte", buckets) == {"whole": 0}


async def test_a_broken_rule_of_the_database_is_a_bug_and_no_outage(store: Store) -> None:
    await store.write("norte", add, "a")

    with pytest.raises(IntegrityError):
        await store.write("norte", add, "a")


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(Problem, match="storage_unavailable"):
        await store.read("norte", add, "a")

    assert await store.read("norte", buckets) == {}


async def test_no_write_is_lost_among_many_at_once(store: Store) -> None:
    await store.write("norte", add, "a")

    await asyncio.gather(*(store.write("norte", take_one) for _ in range(40)))

    assert await store.read("norte", buckets) == {"a": 40}


async def test_a_read_sees_one_snapshot_while_somebody_writes(store: Store) -> None:
    looked, written = threading.Event(), threading.Event()

    def look_twice(db: Connection, tenant: str) -> tuple[int, int]:
        before = len(buckets(db, tenant))
        looked.set()
        written.wait(5)
        return before, len(buckets(db, tenant))

    reading = asyncio.create_task(store.read("norte", look_twice))
    await asyncio.to_thread(looked.wait, 5)
    await store.write("norte", add, "a")
    written.set()

    assert await reading == (0, 0)


async def test_a_caller_who_leaves_breaks_nothing(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(db: Connection, tenant: str) -> None:
        add(db, tenant, "slow")
        begun.set()
        go_on.wait(5)

    leaving = asyncio.create_task(store.write("norte", slow))
    await asyncio.to_thread(begun.wait, 5)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    go_on.set()

    await store.write("norte", add, "next")
    assert set(await store.read("norte", buckets)) == {"slow", "next"}
