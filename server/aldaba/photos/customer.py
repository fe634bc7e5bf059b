"""What customers may do: send one photo ahead of their form, and see it while it waits."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from aldaba.photos import service
from aldaba.photos.admission import admit
from aldaba.photos.showing import jpeg_of
from aldaba.photos.staging import signed_for, stage
from aldaba.problems import Problem
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import PHOTO
from aldaba.web.reader import reader_of

FIELD = "photo"
ENVELOPE = 64 * 2**10  # what multipart adds around the file


@post("/p/{tenant:str}", request_max_body_size=PHOTO + ENVELOPE)
async def take_in(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str
) -> Response[dict[str, str | int]]:
    """One photo, the file `photo` of a multipart form: 201 with its signed id and size."""
    reader_of(request, deployment, tenant)
    await admit(request, deployment, tenant)
    answers = await _read(request)
    uploads = answers.files.get(FIELD, [])
    if len(uploads) != 1:
        raise Problem("malformed")
    staged = await stage(deployment, tenant, uploads[0].file, uploads[0].filename)
    said: dict[str, str | int] = {
        "photo": staged.signed,
        "width": staged.width,
        "height": staged.height,
    }
    return Response(said, status_code=201, headers={"Cache-Control": "no-store"})


@get("/p/{tenant:str}/{signed:str}/thumbnail")
async def thumbnail(deployment: Deployment, tenant: str, signed: str) -> Response[bytes]:
    """The small picture of a photo that waits for its form, for whoever carries its signed id."""
    photo_id = signed_for(deployment.signer, tenant, signed)
    found = await deployment.store.read(tenant, service.find, photo_id) if photo_id else None
    if found is None:
        raise Problem("not_found")
    return await jpeg_of(deployment, found, thumbnail=True)


async def _read(request: Request[Any, Any, Any]) -> Answers:
    try:
        return await read_answers(request)
    except RequestEntityTooLarge as error:  # the words for a photo say more than those for a body
        raise Problem("photo_too_large") from error


handlers = (take_in, thumbnail)
