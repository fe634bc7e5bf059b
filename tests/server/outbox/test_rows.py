"""Rows of the outbox: added once, claimed by turns, written only under their lease."""

from typing import Any

import pytest
from sqlalchemy import Connection, Row, func, select

from aldaba import outbox
from aldaba.outbox import rows
from aldaba.outbox.models import outbox as table
from aldaba.storage.database import EVERY_TENANT, Store

from .scene import NOON

pytestmark = pytest.mark.anyio


async def add(store: Store, tenant: str, key: str, due_at: int | None = None) -> None:
    about = {"stream": "request:7K2M9QXB4", "sequence": 1, "recipient": "customer"}
    about |= {"language": "es", "at": NOON, "due_at": due_at}
    await store.write(tenant, outbox.add, "intake/received", id=key, **about)


async def due(store: Store, now: int = NOON, *busy: str, at_most: int = 9) -> list[tuple[str, str]]:
    found = await store.read(EVERY_TENANT, rows.due, now, 2, busy, at_most)
    return [(row.tenant, row.id) for row in found]


async def lease(store: Store, key: str, now: int = NOON) -> Row[Any]:
    (row,) = await store.write("norte", rows.lease, [key], now, now + 100)
    return row


def count(db: Connection, tenant: str) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


async def test_the_same_mail_is_added_once(store: Store):
    await add(store, "norte", "a")
    await add(store, "norte", "a", NOON + 5)
    await add(store, "horizonte", "a")
    assert await store.read(EVERY_TENANT, count) == 2
    assert await due(store) == [("horizonte", "a"), ("norte", "a")]


async def test_a_new_row_holds_no_words(store: Store):
    await add(store, "norte", "a")
    row = await lease(store, "a")
    assert (row.message, row.message_id, row.undelivered, row.attempts) == (None, None, None, 0)


async def test_companies_take_turns_with_their_oldest_first(store: Store):
    for moment, key in enumerate("edcba"):
        await add(store, "horizonte", key, NOON - 100 + moment)
    await add(store, "norte", "n", NOON)
    await add(store, "norte", "later", NOON + 1)
    assert await due(store) == [("horizonte", "e"), ("norte", "n"), ("horizonte", "d")]
    assert await due(store, at_most=2) == [("horizonte", "e"), ("norte", "n")]
    assert await due(store, NOON, "horizonte") == [("norte", "n")]


async def test_a_leased_row_is_nobody_else_s_until_the_lease_is_over(store: Store):
    await add(store, "norte", "a")
    await lease(store, "a")
    assert await due(store) == []
    assert await store.write("norte", rows.lease, ["a"], NOON, NOON + 100) == []
    assert await due(store, NOON + 100) == [("norte", "a")]


async def test_a_try_that_outlived_its_lease_writes_nothing(store: Store):
    await add(store, "norte", "a")
    first = await lease(store, "a")
    second = await lease(store, "a", NOON + 100)
    assert await store.write("norte", rows.settle, first, {"state": "parked"}) is None
    sent = await store.write("norte", rows.settle, second, {"state": "sent"})
    assert sent is not None
    assert sent.state == "sent"


async def test_one_company_s_rows_can_t_be_leased_as_another_s(store: Store):
    await add(store, "norte", "a")
    assert await store.write("horizonte", rows.lease, ["a"], NOON, NOON + 100) == []
