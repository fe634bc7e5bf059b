"""What was sent to try a form goes after a week, unless staff moved it on.

Anybody may send a test, so nothing of it is kept: what its events say, its words and its row are
deleted here, its photos by their own sweep. The chain of its events stays whole, and says so.
"""

import asyncio
import logging

from sqlalchemy import Connection, delete, select

from aldaba import clock
from aldaba.problems import Problem
from aldaba.requests.erasing import let_go
from aldaba.requests.models import request
from aldaba.requests.service import find
from aldaba.web.deployment import Deployment

log = logging.getLogger(__name__)

KEPT_FOR = 7 * clock.DAY
SOUGHT_FOR = 90 * clock.DAY  # so that a record of a million is not read each hour
MOST = 100  # of a company in one hour
SENT = "received"  # the status of what nobody moved on


def stale(db: Connection, tenant: str, at: int) -> list[str]:
    """The numbers of `tenant`'s tests that go now, the oldest first."""
    untouched = (request.c.test, ~request.c.open, request.c.status == SENT)
    mine = select(request.c.number).where(request.c.tenant == tenant, *untouched)
    old = mine.where(request.c.opened_at.between(at - SOUGHT_FOR, at - KEPT_FOR))
    return list(db.scalars(old.order_by(request.c.opened_at).limit(MOST)))


def forget(db: Connection, tenant: str, number: str, at: int) -> bool:
    """Delete the test `number`; whether it was one that may go."""
    found = find(db, tenant, number)
    if found is None or not found.test or found.status != SENT:
        return False
    let_go(db, tenant, number, found.search, at)
    db.execute(delete(request).where(request.c.tenant == tenant, request.c.number == number))
    return True


async def sweep(deployment: Deployment, at: int) -> int:
    """Delete the tests of every company that has a folder; how many."""
    gone = 0
    for tenant in deployment.themes.names():
        for number in await deployment.store.read(tenant, stale, at):
            gone += await deployment.store.write(tenant, forget, number, at)
    return gone


async def sweeper(deployment: Deployment) -> None:
    """Sweep every hour until cancelled."""
    while True:
        try:
            await sweep(deployment, clock.now())
        except Problem as problem:  # a full or read-only disk: the next hour may be better
            log.warning("the sweep of tests stopped: %s", problem.code)
        await asyncio.sleep(clock.HOUR / clock.SECOND)
