"""What staff do on the record: read a request, write on it."""

from typing import Any

from litestar import Request, Response, get, post

from aldaba import clock
from aldaba.people.staff import Staff
from aldaba.photos.showing import photo_response
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.page import done, page_of
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

COMMENT_LENGTH = 4000


@get("/requests/{number:str}")
async def show(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[str]:
    """A request with all its panels. `?done=` names what has just been done."""
    return await page_of(request, deployment, reader, staff, number)


@post("/requests/{number:str}/comments")
async def comment(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Write for the customer, who gets a mail, or for the team only."""
    answers = await read_answers(request)
    text = answers.text("text", COMMENT_LENGTH)
    to_customer = answers.one("to_customer") == "yes"
    if not text:
        return await page_of(request, deployment, reader, staff, number, {"text": text})
    at = clock.now()
    write = deployment.store.write
    if not await write(staff.tenant, service.comment, number, text, to_customer, at, staff.id):
        raise Problem("not_found")
    return done(staff.tenant, number, "sent" if to_customer else "kept")


@post("/requests/{number:str}/comments/{comment:int}/take-back")
async def take_back(
    deployment: Deployment, staff: Staff, number: str, comment: int
) -> Response[Any]:
    """Take back what one has just written to the customer, before its mail goes out."""
    if not await deployment.store.read(staff.tenant, service.exists, number):
        raise Problem("not_found")
    taken = (number, comment, clock.now(), staff.id)
    done_so = await deployment.store.write(staff.tenant, service.take_back, *taken)
    return done(staff.tenant, number, "taken_back" if done_so else "too_late")


@get(
    [
        "/requests/{number:str}/photos/{photo:str}",
        "/requests/{number:str}/photos/{photo:str}/thumbnail",
    ]
)
async def photo(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, number: str, photo: str
) -> Response[bytes]:
    """A photo of the request."""
    small = request.url.path.endswith("/thumbnail")
    stream = service.stream_of(number)
    return await photo_response(deployment, staff.tenant, photo, stream=stream, thumbnail=small)
