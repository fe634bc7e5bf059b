"""The one writer commits what waits together, answers after the commit, and lets no job suffer for
another's fault."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select
from tests.server.storage.disk import full_disk

from aldaba.problems import Problem
from aldaba.storage import group_commit
from aldaba.storage.database import Store, open_store, open_writer
from aldaba.storage.group_commit import GroupCommit
from aldaba.web.models import throttle

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def writer(store: Store) -> GroupCommit:
    """The lane behind `store.write`."""
    lane = store._writer
    assert isinstance(lane, GroupCommit)
    return lane


def add(db: Connection, tenant: str, bucket: str) -> str:
    db.execute(insert(throttle).values(tenant=tenant, bucket=bucket, tokens=0, refilled_at=0))
    return bucket


def add_wrong(db: Connection, tenant: str, bucket: str) -> None:
    """A job with a bug that shows after it has written."""
    add(db, tenant, bucket)
    raise LookupError(bucket)


def buckets(db: Connection, tenant: str) -> set[str]:
    return set(db.scalars(select(throttle.c.bucket).where(throttle.c.tenant == tenant)))


@asynccontextmanager
async def one_batch(store: Store) -> AsyncIterator[None]:
    """What is written meanwhile waits, and is then taken together."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_db: Connection, _tenant: str) -> None:
        begun.set()
        go_on.wait(10)

    held = asyncio.create_task(store.write("norte", hold))
    await asyncio.to_thread(begun.wait, 10)
    yield
    await asyncio.sleep(0)  # those that were begun in here reach the queue
    go_on.set()
    await held


async def together(store: Store, *jobs: tuple[Callable[..., object], str]) -> list[object]:
    """What becomes of `jobs` in one batch."""
    async with one_batch(store):
        tasks = [asyncio.create_task(store.write("norte", job, name)) for job, name in jobs]
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_waits_is_committed_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MOST_SECONDS", 10)  # however busy the machine is
    names = [f"{number}" for number in range(40)]

    answers = await together(store, *((add, name) for name in names))

    assert answers == names
    assert await store.read("norte", buckets) == set(names)
    assert store.tally() == {"waiting": 0, "batches": 2, "jobs": 41}


async def test_a_job_that_comes_alone_never_waits_for_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    monkeypatch.setattr(group_commit.time, "sleep", paused.append)
    monkeypatch.setattr(group_commit, "EACH", 9)  # longer than a busy machine's disk takes
    monkeypatch.setattr(group_commit, "SLOWEST", 12)

    for name in "abc":
        await store.write("norte", add, name)
    assert not any(paused)

    await together(store, (add, "d"), (add, "e"))
    await store.write("norte", add, "f")  # the thread has come to its pause
    assert any(paused)
    assert max(paused) <= group_commit.SLOWEST


async def test_nobody_is_answered_before_the_commit(store: Store, writer: GroupCommit) -> None:
    at_the_commit, go_on = threading.Event(), threading.Event()

    def wait(_db: Connection) -> None:
        at_the_commit.set()
        go_on.wait(10)

    event.listen(writer.engine, "commit", wait)
    writing = asyncio.create_task(store.write("norte", add, "a"))
    await asyncio.to_thread(at_the_commit.wait, 10)
    for _ in range(100):
        await asyncio.sleep(0)
    assert not writing.done()
    go_on.set()

    assert await writing == "a"


async def test_a_bug_harms_nobody_in_its_batch(store: Store) -> None:
    answers = await together(store, (add, "a"), (add_wrong, "b"), (add, "c"), (add_wrong, "d"))

    assert [str(answer) for answer in answers] == ["a", "b", "c", "d"]
    assert [type(answer) for answer in answers] == [str, LookupError, str, LookupError]
    assert await store.read("norte", buckets) == {"a", "c"}


async def test_each_job_sees_those_before_it(store: Store) -> None:
    def seen(db: Connection, tenant: str, _: str) -> set[str]:
        return buckets(db, tenant)

    answers = await together(store, (seen, ""), (add, "a"), (add_wrong, "b"), (seen, ""))

    assert (answers[0], answers[3]) == (set(), {"a"})


async def test_a_commit_that_fails_is_traced_to_the_job_that_spoils_it(
    store: Store, writer: GroupCommit
) -> None:
    """What a database judges at the commit alone, such as a deferred constraint."""
    spoiled: list[str] = []

    def spoil(db: Connection, tenant: str, name: str) -> None:
        add(db, tenant, name)
        spoiled.append(name)

    def judge(_db: Connection) -> None:
        if spoiled:
            spoiled.clear()
            raise LookupError("refused at the commit")

    event.listen(writer.engine, "commit", judge)

    answers = await together(store, (add, "a"), (add, "b"), (spoil, "c"), (add, "d"))

    assert answers[:2] + answers[3:] == ["a", "b", "d"]
    assert isinstance(answers[2], LookupError)
    assert await store.read("norte", buckets) == {"a", "b", "d"}


async def test_a_full_disk_refuses_the_whole_batch_and_writing_resumes(store: Store) -> None:
    def large(db: Connection, tenant: str, name: str) -> str:
        rows = [
            {"tenant": tenant, "bucket": f"{name}{number:0100}", "tokens": 0, "refilled_at": 0}
            for number in range(300)
        ]
        db.execute(insert(throttle), rows)
        return name

    with full_disk(4096):
        answers = await together(store, *((large, name) for name in "abc"))

    assert [type(answer) for answer in answers] == [Problem] * 3
    assert len({id(answer) for answer in answers}) == 3
    assert await store.read("norte", buckets) == set()
    assert await store.write("norte", add, "again") == "again"


async def test_a_database_that_cannot_even_begin_refuses_everybody(
    store: Store, writer: GroupCommit, sqlite_url: str
) -> None:
    await store.write("norte", lambda db, _: db.exec_driver_sql("PRAGMA busy_timeout = 10"))
    outside = sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///")), isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")

    jobs = (store.write("norte", add, name) for name in "abc")
    answers = await asyncio.gather(*jobs, return_exceptions=True)

    assert [type(answer) for answer in answers] == [Problem] * 3
    outside.execute("ROLLBACK")
    assert await store.write("norte", add, "a") == "a"


async def test_a_batch_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MOST_JOBS", 10)

    await together(store, *((add, f"{number}") for number in range(40)))

    assert store.tally() == {"waiting": 0, "batches": 1 + 4, "jobs": 41}


async def test_a_batch_ends_in_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MOST_SECONDS", 0.0)

    await together(store, *((add, f"{number}") for number in range(4)))

    assert store.tally() == {"waiting": 0, "batches": 1 + 4, "jobs": 5}


def test_closing_finishes_what_waits(sqlite_url: str) -> None:
    async def leave() -> None:
        store = open_store(sqlite_url)
        async with one_batch(store):
            tasks = [asyncio.create_task(store.write("norte", add, name)) for name in "abc"]
        await asyncio.to_thread(store.close)
        assert await asyncio.gather(*tasks) == ["a", "b", "c"]

    asyncio.run(leave())
    with open_writer(sqlite_url) as lane:
        assert lane.transact("norte", buckets) == {"a", "b", "c"}


@pytest.fixture
def loops() -> Iterator[list[asyncio.AbstractEventLoop]]:
    made = [asyncio.new_event_loop() for _ in range(2)]
    yield made
    for loop in made:
        loop.close()


def test_every_loop_that_waits_is_woken(
    store: Store, loops: list[asyncio.AbstractEventLoop]
) -> None:
    def write_many(loop: asyncio.AbstractEventLoop, prefix: str) -> None:
        async def write() -> None:
            for number in range(50):
                await store.write("norte", add, f"{prefix}{number}")

        loop.run_until_complete(asyncio.wait_for(write(), 30))

    threads = [
        threading.Thread(target=write_many, args=pair) for pair in zip(loops, "ab", strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.tally()["jobs"] == 100
