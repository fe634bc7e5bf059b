"""The task that empties the outbox.

Several mails are under way at once, few of one company, so that one company's slow mail holds up
nobody else's.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import Row

from aldaba import clock
from aldaba.capability import Email
from aldaba.outbox import rows
from aldaba.outbox.attempt import Service, attempt
from aldaba.outbox.transport import transport_of
from aldaba.storage.database import EVERY_TENANT

POLL = 1.0  # seconds between looks at the outbox
PER_TENANT = 4
AT_ONCE = 20
LEASE = 2 * clock.MINUTE  # longer than a try takes: `transport.DEADLINE`, and storage

FAREWELL = 3.0  # seconds for the mails under way when the service stops

UnderWay = dict[asyncio.Task[None], Row[Any]]

log = logging.getLogger(__name__)


async def worker(
    service: Service, emails: Mapping[str, Email], bell: asyncio.Event | None = None
) -> None:
    """Send what is due until cancelled, which lets mails under way arrive; looks once a second, and
    whenever `bell` is set.

    `emails` are the kinds of mail by name. Raises SettingsError for a mail URL that can't be used.
    """
    to = transport_of(service.settings.mail_url)
    bell = bell or asyncio.Event()
    under_way: UnderWay = {}
    try:
        while True:
            bell.clear()
            for row in await _claim(service, Counter(row.tenant for row in under_way.values())):
                task = asyncio.create_task(attempt(service, emails, to, row))
                under_way[task] = row
                task.add_done_callback(partial(_done, under_way, bell))
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await bell.wait()
    finally:
        await _part(service, under_way)


def _done(under_way: UnderWay, bell: asyncio.Event, task: asyncio.Task[None]) -> None:
    del under_way[task]
    bell.set()


async def _part(service: Service, under_way: UnderWay) -> None:
    """Let the mails under way arrive, for they may have been taken already; give back the leases of
    those that take too long, so that whoever comes next needn't wait for their end."""
    late = dict(under_way)
    if late:
        await asyncio.wait(late, timeout=FAREWELL)
    late = {task: row for task, row in late.items() if not task.done()}
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for row in late.values():
        with suppress(Exception):  # the lease ends by itself
            await service.store.write(row.tenant, rows.settle, row, {"due_at": clock.now()})


async def _claim(service: Service, busy: Counter[str]) -> list[Row[Any]]:
    """Lease as many due rows as may be under way now; none while storage is in trouble."""
    now = clock.now()
    full = [tenant for tenant, count in busy.items() if count >= PER_TENANT]
    free = AT_ONCE - busy.total()
    claimed: list[Row[Any]] = []
    try:
        due = await service.store.read(EVERY_TENANT, rows.due, now, PER_TENANT, full, free)
        for tenant, ids in _share(due, busy).items():
            claimed += await service.store.write(tenant, rows.lease, ids, now, now + LEASE)
    except Exception as error:  # whatever it is, mail must go out again when it is over
        log.error("outbox: nothing claimed, %s", type(error).__name__)
    return claimed


def _share(due: Sequence[Row[Any, Any]], busy: Counter[str]) -> dict[str, list[str]]:
    """Ids by tenant, no more than each may still have under way."""
    shares: defaultdict[str, list[str]] = defaultdict(list)
    for tenant, id_ in due:
        if busy[tenant] + len(shares[tenant]) < PER_TENANT:
            shares[tenant].append(id_)
    return shares
