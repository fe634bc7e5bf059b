"""What the customer may see: the face of who comes."""

from typing import Any

from litestar import Response, get

from aldaba.capabilities.visits import service
from aldaba.photos.showing import photo_response
from aldaba.problems import Problem
from aldaba.web.deployment import Deployment
from aldaba.web.links import opened


@get("/l/{token:str}/visits/{visit:str}/technician")
async def technician(deployment: Deployment, token: str, visit: str) -> Response[Any]:
    """The photo of who comes to a visit of the request that the follow link is about."""
    link = opened(deployment, token, {"follow"})
    found = await deployment.store.read(link.tenant, service.find, visit)
    if found is None or found.number != link.subject or not found.photo:
        raise Problem("not_found")
    stream = f"technician:{found.technician}"
    return await photo_response(deployment, link.tenant, found.photo, stream=stream, thumbnail=True)
