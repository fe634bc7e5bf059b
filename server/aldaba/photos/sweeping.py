"""The sweep: photos that were staged and never sent go after a day, and files that no row names."""

import asyncio
import logging

from aldaba import clock
from aldaba.photos import service
from aldaba.photos.staging import file_names
from aldaba.photos.unnamed import old_files, unnamed
from aldaba.problems import Problem
from aldaba.storage.database import EVERY_TENANT
from aldaba.web.deployment import Deployment

log = logging.getLogger(__name__)

MOST_UNNAMED = 100  # a killed process leaves two; so many speak of the wrong database


async def sweep(deployment: Deployment, at: int) -> int:
    """Delete the photos that were never sent; how many. Files go before their row: whatever stops
    the sweep in between, the next one finds the row and finishes."""
    stale = await deployment.store.read(EVERY_TENANT, service.never_sent, at)
    for photo in stale:
        for name in file_names(photo.id):
            await asyncio.to_thread(deployment.files.delete, photo.tenant, name)
        await deployment.store.write(photo.tenant, service.forget, photo.id)
    return len(stale)


async def sweep_unnamed(deployment: Deployment, at: int) -> int:
    """Delete the old files that no row names; how many.

    A company of which the database keeps no photo loses none, nor one that would lose more than
    `MOST_UNNAMED`: the database may be new, or an older one than these files belong to. Raises
    Problem, and deletes nothing that it couldn't ask about.
    """
    tenants = await asyncio.to_thread(deployment.files.tenants)
    return sum([await _sweep_unnamed(deployment, tenant, at) for tenant in tenants])


async def _sweep_unnamed(deployment: Deployment, tenant: str, at: int) -> int:
    if not await deployment.store.read(tenant, service.keeps_any):
        return 0
    batches, lost = old_files(deployment.files, tenant, at), []
    while names := await asyncio.to_thread(next, batches, None):
        lost += await deployment.store.read(tenant, unnamed, names)
    if len(lost) > MOST_UNNAMED:
        log.warning("no row names %d files of photos of %s: none is deleted", len(lost), tenant)
        return 0
    for name in await deployment.store.read(tenant, unnamed, lost):
        await asyncio.to_thread(deployment.files.delete, tenant, name)
    return len(lost)


async def sweeper(deployment: Deployment) -> None:
    """Sweep every hour until cancelled."""
    while True:
        try:
            await sweep(deployment, clock.now())
            if swept := await sweep_unnamed(deployment, clock.now()):
                log.info("%d files of photos that no row named are deleted", swept)
        except Problem as problem:  # a full or read-only disk: the next hour may be better
            log.warning("the sweep of photos stopped: %s", problem.code)
        await asyncio.sleep(clock.HOUR / clock.SECOND)
