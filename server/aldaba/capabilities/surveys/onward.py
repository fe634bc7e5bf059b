"""The survey on the page of a closing that was just accepted: asked at once, where the company's
rules would ask at all."""

from typing import Any

from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.capabilities.surveys.inviting import Asking, asking_of, may_at_once
from aldaba.capabilities.surveys.page import Invited, Screen, link_of, load
from aldaba.requests import service as requests
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


async def offer(reader: Reader, deployment: Deployment, number: str) -> dict[str, Any] | None:
    """What `surveys/at-once.html` shows; None where there is nothing to ask, or not now."""
    read, tenant, at = deployment.store.read, reader.theme.name, clock.now()
    request = await read(tenant, requests.find, number)
    if request is None:
        return None
    asking = asking_of(deployment, reader.theme, request, at)
    invited = await read(tenant, _open, request, asking)
    if invited is None:
        return None
    token = deployment.signer.sign(link_of(invited.row, reader.language, at))
    return Screen(reader, deployment, token, invited).questions()


def _open(db: Connection, tenant: str, request: Row[Any], asking: Asking) -> Invited | None:
    invited = load(db, tenant, request.number, 0)
    if invited is None or not may_at_once(db, invited.row, request.status, asking):
        return None
    return invited
