"""Closures' part on the preview's stage: the work of a request is declared done."""

from typing import Any

from aldaba import clock
from aldaba.capabilities.closures import closing
from aldaba.capabilities.closures.closing import Closing
from aldaba.capabilities.closures.times import times_of
from aldaba.requests import service as requests

NOTE = "Ensaio. " * 6


async def rehearse(play: Any) -> None:
    """The first request that can be closed is, and its customer asked."""
    tenant, at = play.theme.name, clock.now()
    for number in play.numbers:
        found = await play.deployment.store.read(tenant, requests.find, number)
        if found and closing.can_close(found):
            said = Closing(
                version=found.version,
                note=NOTE,
                photos=(),
                times=times_of(play.theme.tenant, at),
                at=at,
                by=play.staff,
            )
            await play.deployment.store.write(tenant, closing.close, number, said)
            return
