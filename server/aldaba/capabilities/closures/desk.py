"""What staff may do: declare the work done, take links back, print the certificate."""

from typing import Any

from litestar import Request, Response, get, post

from aldaba import clock
from aldaba.capabilities.closures import certificates, closing
from aldaba.capabilities.closures.certifying import certificate_page
from aldaba.capabilities.closures.closing import Closing, PhotosGone
from aldaba.capabilities.closures.times import link_until, times_of
from aldaba.people.staff import Staff, demand
from aldaba.photos.of_form import photos_of
from aldaba.problems import FieldProblem, Problem
from aldaba.requests.customer_data import sees_customer
from aldaba.requests.moves import within_reach
from aldaba.requests.page import done, overtaken, page_of, request_of, version_of
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.reader import Reader

NOTE_LENGTH = 4000


@post("/requests/{number:str}/close", request_max_body_size=FORM_WITH_PHOTOS)
async def close(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Declare the work done, with a note and photos for the customer, who is asked at once."""
    demand(staff, "close")
    answers = await read_answers(request)
    note, version = answers.text("note", NOTE_LENGTH), version_of(answers)
    row = await request_of(deployment, staff, number)
    staged, faults = await photos_of(request, deployment, staff.tenant, answers)
    kept = {"note": note, "closing_photos": staged, "closing_faults": faults}
    if not note or faults:
        return await page_of(request, deployment, reader, staff, number, kept)
    at = clock.now()
    said = Closing(
        version=version,
        note=note,
        photos=tuple(photo.id for photo in staged),
        times=times_of(reader.theme.tenant, at),
        at=at,
        by=staff.id,
    )
    closed: bool | PhotosGone = False
    if "closed" in within_reach(reader.theme, row, staff):
        closed = await deployment.store.write(staff.tenant, closing.close, number, said)
    if isinstance(closed, PhotosGone):
        kept["closing_faults"] = {"photos": [FieldProblem("photo_unknown")]}
        return await page_of(request, deployment, reader, staff, number, kept)
    if not closed:
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "closed")


@post("/requests/{number:str}/revoke")
async def revoke(
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Take the links to the closing back; a new one goes to the address on file."""
    demand(staff, "close")
    at = clock.now()
    until = link_until(reader.theme.tenant, at)
    write = deployment.store.write
    if not await write(staff.tenant, closing.revoke, number, until, at, staff.id):
        raise Problem("not_found")
    return done(staff.tenant, number, "revoked")


@get("/requests/{number:str}/certificate")
async def certificate(
    deployment: Deployment, reader: Reader, staff: Staff, number: str
) -> Response[Any]:
    """The certificate of the latest acceptance, to print; it names the customer."""
    if not sees_customer(reader.theme, staff, await request_of(deployment, staff, number)):
        raise Problem("not_allowed")
    read = deployment.store.read
    found = await read(staff.tenant, certificates.of_request, number)
    if found is None:
        raise Problem("not_found")
    return await certificate_page(reader, deployment, found)
