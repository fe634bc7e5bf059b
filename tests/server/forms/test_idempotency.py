"""A key counts once: the same content gets the same answer, other content is noticed."""

import asyncio

import pytest
from sqlalchemy import Connection

from aldaba import clock
from aldaba.forms.idempotency import Changed, Same, claim, find
from aldaba.storage.database import Store

pytestmark = pytest.mark.anyio

ONE, OTHER = bytes(32), bytes(range(32))


async def test_a_new_key_is_claimed(store: Store) -> None:
    assert await store.read("norte", find, "key", ONE) is None
    assert await store.write("norte", claim, "key", ONE, "ABC", 0) is None


async def test_the_same_content_again_has_the_same_outcome(store: Store) -> None:
    await store.write("norte", claim, "key", ONE, "ABC", 0)

    assert await store.write("norte", claim, "key", ONE, "DEF", 1) == Same("ABC")
    assert await store.read("norte", find, "key", ONE) == Same("ABC")


async def test_other_content_is_told_what_became_of_the_first(store: Store) -> None:
    await store.write("norte", claim, "key", ONE, "ABC", 0)

    assert await store.write("norte", claim, "key", OTHER, "DEF", 1) == Changed("ABC")
    assert await store.read("norte", find, "key", OTHER) == Changed("ABC")


async def test_each_tenant_has_keys_of_its_own(store: Store) -> None:
    await store.write("norte", claim, "key", ONE, "ABC", 0)

    assert await store.write("horizonte", claim, "key", ONE, "DEF", 0) is None


async def test_of_many_at_once_one_wins_and_the_others_hear_of_it(store: Store) -> None:
    def attempt(db: Connection, tenant: str, number: int) -> str:
        known = claim(db, tenant, "key", ONE, str(number), 0)
        return str(number) if known is None else known.outcome

    outcomes = await asyncio.gather(*(store.write("norte", attempt, each) for each in range(16)))

    assert len(set(outcomes)) == 1


async def test_a_claim_of_a_job_that_failed_is_free_again(store: Store) -> None:
    def fail(db: Connection, tenant: str) -> None:
        claim(db, tenant, "key", ONE, "ABC", 0)
        raise LookupError("a bug")

    with pytest.raises(LookupError):
        await store.write("norte", fail)

    assert await store.write("norte", claim, "key", ONE, "DEF", 0) is None


async def test_a_key_is_kept_for_thirty_days(store: Store) -> None:
    await store.write("norte", claim, "key", ONE, "ABC", 0)

    last = 30 * clock.DAY - 1
    assert await store.write("norte", claim, "key", ONE, "DEF", last) == Same("ABC")
    assert await store.write("norte", claim, "key", ONE, "DEF", last + 1) is None
