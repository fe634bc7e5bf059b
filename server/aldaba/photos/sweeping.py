"""The sweep: photos that were staged and never sent go after a day."""

import asyncio
import logging

from aldaba import clock
from aldaba.photos import service
from aldaba.photos.staging import file_names
from aldaba.problems import Problem
from aldaba.storage.database import EVERY_TENANT
from aldaba.web.deployment import Deployment

log = logging.getLogger(__name__)


async def sweep(deployment: Deployment, at: int) -> int:
    """Delete the photos that were never sent; how many. Files go before their row: whatever stops
    the sweep in between, the next one finds the row and finishes."""
    stale = await deployment.store.read(EVERY_TENANT, service.never_sent, at)
    for photo in stale:
        for name in file_names(photo.id):
            await asyncio.to_thread(deployment.files.delete, photo.tenant, name)
        await deployment.store.write(photo.tenant, service.forget, photo.id)
    return len(stale)


async def sweeper(deployment: Deployment) -> None:
    """Sweep every hour until cancelled."""
    while True:
        try:
            await sweep(deployment, clock.now())
        except Problem as problem:  # a full or read-only disk: the next hour may be better
            log.warning("the sweep of photos stopped: %s", problem.code)
        await asyncio.sleep(clock.HOUR / clock.SECOND)
