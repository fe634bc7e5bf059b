"""Who may be sent: staff keep their names, badges and photos here."""

import re
import secrets
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from aldaba import clock
from aldaba.capabilities.visits import roster
from aldaba.forms import mail_addresses, phones
from aldaba.people.staff import Staff, demand
from aldaba.photos.of_form import photos_of
from aldaba.photos.showing import photo_response
from aldaba.problems import Problem
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.reader import Reader

ID = re.compile(r"[0-9a-f]{16}\Z")


@get("/visits/technicians")
async def technicians(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """Everybody, with a form for each and one for somebody new."""
    demand(staff, "plan")
    kept = "kept" in request.query_params
    return await _page(deployment, reader, staff, notice="visits.technicians.kept" if kept else "")


@post("/visits/technicians", request_max_body_size=FORM_WITH_PHOTOS)
async def keep(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[Any]:
    """Keep somebody, new (no `technician`) or known."""
    demand(staff, "plan")
    answers = await read_answers(request)
    staged, faults = await photos_of(request, deployment, staff.tenant, answers)
    columns, problems = _read(answers, reader.theme.tenant.country)
    if faults:
        problems["photos"] = f"field_problem.{faults['photos'][0].code}"
    who = answers.one("technician") or secrets.token_hex(8)
    if not ID.match(who):
        raise Problem("malformed")
    if problems:
        shown = {"id": answers.one("technician"), **columns, "problems": problems}
        return await _page(deployment, reader, staff, refused=shown)
    picture = [photo.id for photo in staged[-1:]]
    said = (who, columns, picture, clock.now())
    await deployment.store.write(staff.tenant, roster.put_technician, *said)
    return Redirect(f"/desk/{staff.tenant}/visits/technicians?kept", status_code=303)


@get("/visits/technicians/{technician:str}/photo")
async def photo(deployment: Deployment, staff: Staff, technician: str) -> Response[Any]:
    """The photo of a technician."""
    found = await deployment.store.read(staff.tenant, roster.technician_of, technician)
    if found is None or not found.photo:
        raise Problem("not_found")
    stream = f"technician:{technician}"
    return await photo_response(
        deployment, staff.tenant, found.photo, stream=stream, thumbnail=True
    )


def _read(answers: Answers, country: str) -> tuple[dict[str, object], dict[str, str]]:
    """The columns, and the text that says what to write, by field."""
    written = {name: answers.text(name, 100) for name in ("name", "phone", "email")}
    phone = phones.read(written["phone"], country) if written["phone"] else ""
    email = mail_addresses.read(written["email"]) if written["email"] else ""
    problems = {} if written["name"] else {"name": "visits.technicians.name_missing"}
    if phone is None:
        problems["phone"] = "visits.technicians.phone_unusable"
    if email is None:
        problems["email"] = "field_problem.email_unusable"
    columns: dict[str, object] = {"name": written["name"], "badge": answers.text("badge", 40)}
    columns |= {"phone": phone if phone is not None else written["phone"]}
    columns |= {"email": email if email is not None else written["email"]}
    return columns | {"active": answers.one("left") != "yes"}, problems


async def _page(
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    *,
    refused: dict[str, Any] | None = None,
    notice: str = "",
) -> Response[str]:
    return reader.page(
        "visits/technicians.html",
        status=422 if refused else 200,
        technicians=await deployment.store.read(staff.tenant, roster.technicians),
        refused=refused,
        notice=notice,
    )
