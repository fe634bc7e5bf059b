"""Limits that protect people: a token bucket a row, in the database, so that a restart forgets
nothing and several processes count together."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import Connection, Executable, Table, bindparam, case, delete

from aldaba import clock
from aldaba.storage.statement import Statement
from aldaba.web.deployment import Deployment
from aldaba.web.models import throttle

if TYPE_CHECKING:
    from aldaba.storage.insert import Insert


class Rate(Struct, frozen=True):
    """`burst` at once, then `per_hour`. A bucket is full again after a day at the latest."""

    burst: int
    per_hour: int


def take(db: Connection, tenant: str, bucket: str, rate: Rate, at: int) -> bool:
    """Take one from `bucket` at the moment `at`; False when it is empty, and then nothing is
    taken."""
    fresh = {"tenant": tenant, "bucket": bucket, "tokens": rate.burst - 1.0, "refilled_at": at}
    limits = {"burst": float(rate.burst), "per_hour": float(rate.per_hour)}
    return TAKE.one(db, fresh | limits) is not None


def _taking(insert: "Callable[[Table], Insert]") -> Executable:
    """Make a fresh bucket, or refill the one there is and take from it if that leaves something."""
    fresh = insert(throttle)
    burst: Any = bindparam("burst")
    elapsed = (fresh.excluded.refilled_at - throttle.c.refilled_at) / float(clock.HOUR)
    refilled = throttle.c.tokens + elapsed * bindparam("per_hour")
    tokens = case((refilled > burst, burst), else_=refilled)
    return fresh.on_conflict_do_update(
        index_elements=[throttle.c.tenant, throttle.c.bucket],
        set_={"tokens": tokens - 1.0, "refilled_at": fresh.excluded.refilled_at},
        where=tokens >= 1.0,
    ).returning(throttle.c.bucket)


TAKE = Statement(_taking)


def forget(db: Connection, tenant: str, before: int) -> None:
    """Drop the buckets that nobody took from since the moment `before`."""
    stale = (throttle.c.tenant == tenant) & (throttle.c.refilled_at < before)
    db.execute(delete(throttle).where(stale))


async def forget_daily(deployment: Deployment) -> None:
    """Forget once a day, until cancelled, who asked for something the day before."""
    while True:
        for tenant in deployment.themes.names():
            await deployment.store.write(tenant, forget, clock.now() - clock.DAY)
        await asyncio.sleep(clock.DAY / clock.SECOND)
