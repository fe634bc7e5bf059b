"""A bucket gives what it holds, fills again with time, and outlives a restart."""

import pytest

from aldaba import clock
from aldaba.storage.database import Store, open_store
from aldaba.web.throttle import Rate, forget, take

RATE = Rate(burst=3, per_hour=6)
TENANT = "horizonte"

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


async def taken(store: Store, at: int, times: int, bucket: str = "a", tenant: str = TENANT) -> int:
    tries = [await store.write(tenant, take, bucket, RATE, at) for _ in range(times)]
    return tries.count(True)


async def test_a_burst_is_given_and_no_more(store):
    assert await taken(store, 0, 5) == 3


async def test_it_fills_with_time_and_never_over_its_brim(store):
    await taken(store, 0, 3)
    assert await taken(store, 9 * clock.MINUTE, 1) == 0
    assert await taken(store, 10 * clock.MINUTE, 2) == 1
    assert await taken(store, 9 * clock.HOUR, 5) == 3


async def test_tries_in_vain_cost_nothing(store):
    await taken(store, 0, 50)
    assert await taken(store, 10 * clock.MINUTE, 2) == 1


async def test_each_bucket_and_each_company_counts_alone(store):
    await taken(store, 0, 3)
    assert await taken(store, 0, 1, bucket="b") == 1
    assert await taken(store, 0, 1, tenant="norte") == 1


async def test_a_clock_that_goes_back_gives_nothing(store):
    await taken(store, clock.HOUR, 3)
    assert await taken(store, 0, 1) == 0


async def test_a_restart_forgets_nothing(store, database_url):
    await taken(store, 0, 3)
    store.close()
    again = open_store(database_url)
    assert await taken(again, 0, 1) == 0
    again.close()


async def test_full_buckets_are_forgotten(store):
    await taken(store, 0, 3)
    await store.write(TENANT, forget, clock.MINUTE)
    assert await taken(store, 0, 3) == 3
