"""Serving photos, to those whom the caller let in."""

import asyncio

from litestar import Response

from aldaba.photos import service
from aldaba.photos.service import Photo
from aldaba.photos.staging import file_names
from aldaba.problems import Problem
from aldaba.web.deployment import Deployment

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


async def photo_response(
    deployment: Deployment, tenant: str, photo_id: str, *, stream: str, thumbnail: bool
) -> Response[bytes]:
    """The photo `photo_id` of a request's `stream`, or its thumbnail, as JPEG.

    Naming the stream keeps a link to one request from opening another's photos. Raises Problem
    `not_found`.
    """
    found = await deployment.store.read(tenant, service.find, photo_id)
    if found is None or found.stream != stream:
        raise Problem("not_found")
    return await jpeg_of(deployment, found, thumbnail=thumbnail)


async def jpeg_of(deployment: Deployment, photo: Photo, *, thumbnail: bool) -> Response[bytes]:
    """The picture of a row, for somebody who may see it. Raises Problem `not_found`."""
    name = file_names(photo.id)[thumbnail]
    body = await asyncio.to_thread(deployment.files.read, photo.tenant, name)
    if body is None:
        raise Problem("not_found")
    shown_as = {"Content-Disposition": f'inline; filename="photo-{photo.id[:8]}.jpg"'}
    return Response(body, media_type="image/jpeg", headers=HEADERS | shown_as)
