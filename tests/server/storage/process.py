"""What one of several processes on the same PostgreSQL does; prints a line of JSON.

`python -m tests.server.storage.process <url> <what> <arguments…>`
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from sqlalchemy import Connection

from aldaba import clock
from aldaba.events import record
from aldaba.events.requests import CommentAdded
from aldaba.forms import idempotency
from aldaba.people import service as people
from aldaba.storage.database import Store, open_store
from aldaba.web import throttle

TENANT = "norte"
CONTENT = bytes(32)
RATE = throttle.Rate(burst=30, per_hour=1)


async def append(store: Store, count: str, streams: str) -> int:
    """`count` events, eight at a time, spread over so many `streams`."""

    async def one(position: int) -> int:
        return await store.write(TENANT, _comment, f"request:{position % int(streams)}")

    waiting = iter(range(int(count)))

    async def several() -> None:
        for position in waiting:
            await one(position)

    await asyncio.gather(*(several() for _ in range(8)))
    return int(count)


async def take(store: Store, count: str) -> int:
    """How many of `count` tries a limit of `RATE` admitted."""
    at = clock.now()
    tries = (store.write(TENANT, throttle.take, "bucket", RATE, at) for _ in range(int(count)))
    return sum(await asyncio.gather(*tries))


async def claim(store: Store, count: str, outcome: str) -> dict[str, str]:
    """What became of each of `count` keys that this process claims for `outcome`."""

    async def one(key: str) -> str:
        at = clock.now()
        known = await store.write(TENANT, idempotency.claim, key, CONTENT, outcome, at)
        return known.outcome if known else outcome

    keys = [f"key-{number}" for number in range(int(count))]
    return dict(zip(keys, await asyncio.gather(*map(one, keys)), strict=True))


async def sign_in(store: Store, staff: str) -> str:
    """A session of `staff`, begun in this process."""
    at = clock.now()
    await store.write(TENANT, people.open_session, CONTENT, staff, at, at + clock.HOUR)
    return staff


WHAT: dict[str, Callable[..., Awaitable[object]]] = {
    "append": append,
    "take": take,
    "claim": claim,
    "sign_in": sign_in,
}


def _comment(db: Connection, tenant: str, stream: str) -> int:
    event = CommentAdded(text="said", to_customer=False)
    return record(db, tenant, stream, event, at=clock.now(), role="staff")


def main(url: str, what: str, *arguments: str) -> None:
    """Do it and print what came of it."""
    store = open_store(url)
    try:
        sys.stdout.write(json.dumps(asyncio.run(WHAT[what](store, *arguments))))  # type: ignore[arg-type]
    finally:
        store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
