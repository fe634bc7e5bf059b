"""Whoever goes around the database's triggers and changes the history is found out."""

from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update

from aldaba.events import erase, history, record, verify
from aldaba.events.models import event, event_content, stream_head
from aldaba.events.requests import CommentAdded
from aldaba.storage.database import Store

pytestmark = pytest.mark.anyio

STREAM = "request:ABCDEFGHJ"
OTHER = "request:ZZZZZZZZZ"


def write(db: Connection, tenant: str) -> None:
    """Four events in one stream, one in another."""
    for number in range(4):
        words = CommentAdded(text=f"number {number}", to_customer=False)
        record(db, tenant, STREAM, words, at=number, role="staff", actor="staff:1")
    record(db, tenant, OTHER, words, at=9, role="staff")


def unprotect(db: Connection, _tenant: str) -> None:
    """Drop the triggers, as the database's owner could."""
    postgresql = db.dialect.name == "postgresql"
    for table, verb in [("event", "update"), ("event", "delete"), ("event_content", "update")]:
        on_table = f" ON {table}" if postgresql else ""
        db.execute(text(f"DROP TRIGGER {table}_refuses_{verb}{on_table}"))


@pytest.fixture
async def tampered(store: Store) -> Store:
    await store.write("norte", write)
    await store.write("norte", unprotect)
    return store


def change(db: Connection, _tenant: str, table: Any, sequence: int, **columns: object) -> None:
    mine = (table.c.stream == STREAM) & (table.c.sequence == sequence)
    assert db.execute(update(table).where(mine).values(**columns)).rowcount == 1


def drop(db: Connection, _tenant: str, table: Any, sequence: int) -> None:
    mine = (table.c.stream == STREAM) & (table.c.sequence == sequence)
    assert db.execute(delete(table).where(mine)).rowcount == 1


async def faults(store: Store, stream: str | None = None) -> list[str]:
    return await store.read("norte", verify, stream)


async def test_an_untouched_history_is_whole(store: Store) -> None:
    await store.write("norte", write)

    assert await faults(store) == []
    assert await faults(store, STREAM) == []


async def test_erasing_content_is_an_event_and_no_fault(store: Store) -> None:
    await store.write("norte", write)
    assert await store.write("norte", erase, STREAM, at=20, role="staff") == (1, 2, 3, 4)

    assert await faults(store) == []
    story = await store.read("norte", history, STREAM)
    assert [each.event is None for each in story] == [True] * 4 + [False]
    assert await store.write("norte", erase, STREAM, at=21, role="staff") == ()


async def test_content_that_is_gone_without_an_erasing_is_found(store: Store) -> None:
    await store.write("norte", write)
    await store.write("norte", drop, event_content, 2)

    assert await faults(store) == [f"{STREAM}: what event 2 says is missing"]


async def test_what_an_erasing_says_cannot_be_dropped_itself(store: Store) -> None:
    await store.write("norte", write)
    await store.write("norte", erase, STREAM, at=20, role="staff")
    await store.write("norte", drop, event_content, 5)

    missing = [f"{STREAM}: what event {each} says is missing" for each in range(1, 6)]
    assert await faults(store) == missing


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "CommentTaken"},
        {"at": 1_000_000},
        {"role": "customer"},
        {"hash": bytes(32)},
        {"previous_hash": bytes(32)},
        {"content_hash": bytes(32)},
    ],
    ids=lambda columns: next(iter(columns)),
)
async def test_a_changed_event_is_found(tampered: Store, columns: dict[str, object]) -> None:
    await tampered.write("norte", change, event, 2, **columns)

    assert f"{STREAM}: event 2 was changed" in await faults(tampered)
    assert await faults(tampered, OTHER) == []


@pytest.mark.parametrize(
    "columns",
    [{"body": '{"kind":"CommentAdded"}'}, {"actor": "staff:2"}, {"salt": bytes(16)}],
    ids=lambda columns: next(iter(columns)),
)
async def test_changed_content_is_found(tampered: Store, columns: dict[str, object]) -> None:
    await tampered.write("norte", change, event_content, 2, **columns)

    assert await faults(tampered) == [f"{STREAM}: what event 2 says was changed"]


async def test_one_changed_byte_is_found(tampered: Store) -> None:
    def flip(db: Connection, tenant: str) -> None:
        body = db.scalar(select(event_content.c.body).where(event_content.c.sequence == 3))
        assert body is not None
        change(db, tenant, event_content, 3, body=body.replace("number 2", "number 3"))

    await tampered.write("norte", flip)

    assert await faults(tampered) == [f"{STREAM}: what event 3 says was changed"]


@pytest.mark.parametrize(
    ("sequence", "fault"),
    [(1, "event 1 is missing"), (2, "event 2 is missing"), (4, "its head is not its last event")],
)
async def test_a_dropped_event_is_found(tampered: Store, sequence: int, fault: str) -> None:
    for table in (event, event_content):
        await tampered.write("norte", drop, table, sequence)

    assert await faults(tampered) == [f"{STREAM}: {fault}"]


async def test_content_whose_event_was_dropped_is_found(tampered: Store) -> None:
    await tampered.write("norte", drop, event, 4)

    assert f"{STREAM}: content of a missing event" in await faults(tampered)


@pytest.mark.parametrize(
    "columns", [{"sequence": 3}, {"hash": bytes(32)}], ids=lambda columns: next(iter(columns))
)
async def test_a_changed_head_is_found(tampered: Store, columns: dict[str, object]) -> None:
    def move(db: Connection, _tenant: str) -> None:
        mine = stream_head.c.stream == STREAM
        db.execute(update(stream_head).where(mine).values(**columns))

    await tampered.write("norte", move)

    assert await faults(tampered) == [f"{STREAM}: its head is not its last event"]


async def test_a_dropped_head_is_found(tampered: Store) -> None:
    def behead(db: Connection, _tenant: str) -> None:
        db.execute(delete(stream_head).where(stream_head.c.stream == STREAM))

    await tampered.write("norte", behead)

    assert await faults(tampered) == [f"{STREAM}: its head is not its last event"]


async def test_a_stream_that_was_emptied_is_found(tampered: Store) -> None:
    def empty(db: Connection, _tenant: str) -> None:
        for table in (event, event_content):
            db.execute(delete(table).where(table.c.stream == STREAM))

    await tampered.write("norte", empty)

    assert await faults(tampered) == [f"{STREAM}: its events are missing"]


async def test_an_event_moved_from_another_stream_is_found(tampered: Store) -> None:
    def move(db: Connection, _tenant: str) -> None:
        mine = event.c.stream == OTHER
        db.execute(update(event).where(mine).values(stream=STREAM, sequence=5))

    await tampered.write("norte", move)

    assert f"{STREAM}: event 5 was changed" in await faults(tampered)
    assert f"{OTHER}: its events are missing" in await faults(tampered)
