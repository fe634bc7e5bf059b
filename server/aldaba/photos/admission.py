"""How many photos a network may send: each costs a process half a second."""

from typing import Any

from litestar import Request

from aldaba import clock
from aldaba.problems import Problem
from aldaba.web import throttle
from aldaba.web.client_network import network_of
from aldaba.web.deployment import Deployment

# Wide, because carriers put thousands of phones behind one address.
PER_NETWORK = throttle.Rate(burst=120, per_hour=600)


async def admit(request: Request[Any, Any, Any], deployment: Deployment, tenant: str) -> None:
    """Count one upload of the sender's network. Raises Problem `too_many`."""
    network = deployment.vault.index(tenant, network_of(request, deployment.settings)).hex()
    bucket = f"photos:{network[:32]}"
    if not await deployment.store.write(tenant, throttle.take, bucket, PER_NETWORK, clock.now()):
        raise Problem("too_many", headers={"Retry-After": "60"})
