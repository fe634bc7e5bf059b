"""Closings that nobody answered, closed when their time is over."""

import asyncio

from sqlalchemy import Connection, select

from aldaba import clock
from aldaba.capabilities.closures.models import closure
from aldaba.capabilities.closures.service import change, latest, move
from aldaba.events import record
from aldaba.events.closures import ClosedUnanswered
from aldaba.requests import service as requests
from aldaba.storage.database import EVERY_TENANT
from aldaba.web.deployment import Deployment

PAUSE = 30.0  # seconds between looks
AT_ONCE = 500


def overdue(db: Connection, _every_tenant: str, at: int) -> list[tuple[str, str]]:
    """(tenant, number) of closings that nobody answered until `at`, the longest overdue first."""
    silent = select(closure.c.tenant, closure.c.number).where(
        closure.c.state == "waiting", closure.c.silence_at <= at
    )
    return [
        (tenant, number)
        for tenant, number in db.execute(silent.order_by(closure.c.silence_at).limit(AT_ONCE))
    ]


def close_unanswered(db: Connection, tenant: str, number: str, at: int) -> bool:
    """Close it for good, unless somebody answered meanwhile or another process was first."""
    row, found = latest(db, tenant, number), requests.find(db, tenant, number)
    if row is None or found is None:
        return False
    silent = (closure.c.state == "waiting", closure.c.silence_at <= at)
    if not change(db, tenant, number, row.round, *silent, state="unanswered", decided_at=at):
        return False
    if found.status != "closed":  # staff took it on, or cancelled it
        return False
    move(db, tenant, number, "unanswered", waiting_since=at, answer_by=row.reopen_by)
    event = ClosedUnanswered(round=row.round, reopen_by=row.reopen_by)
    record(db, tenant, requests.stream_of(number), event, at=at, role="system")
    return True


async def close_silent(deployment: Deployment) -> int:
    """Close every closing whose time is over; how many there were."""
    at, closed = clock.now(), 0
    for tenant, number in await deployment.store.read(EVERY_TENANT, overdue, at):
        closed += await deployment.store.write(tenant, close_unanswered, number, at)
    return closed


async def silence(deployment: Deployment) -> None:
    """The task: look again and again, until cancelled."""
    while True:
        await close_silent(deployment)
        await asyncio.sleep(PAUSE)
