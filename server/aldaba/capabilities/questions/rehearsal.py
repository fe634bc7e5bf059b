"""Questions' part on the preview's stage: a customer is asked one."""

from typing import Any

from aldaba import clock
from aldaba.capabilities.questions import service
from aldaba.requests import service as requests


async def rehearse(play: Any) -> None:
    """The first request that waits is asked about."""
    read, write, tenant = play.deployment.store.read, play.deployment.store.write, play.theme.name
    for number in play.numbers:
        found = await read(tenant, requests.find, number)
        if found.status == "received":
            said = (number, found.version, play.said, clock.now(), play.staff)
            await write(tenant, service.ask, *said)
            return
