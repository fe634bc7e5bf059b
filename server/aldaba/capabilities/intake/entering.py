"""What staff enter for a customer who phones, comes to the counter or writes elsewhere."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect
from msgspec.structs import replace

from aldaba import clock
from aldaba.capabilities.intake import asking_aloud, service, submission
from aldaba.capabilities.intake.asking_aloud import CHANNEL, LANGUAGE
from aldaba.capabilities.intake.draft import FieldProblems, form_in_service
from aldaba.capabilities.intake.service import AlreadyReceived, PhotosGone, Received, Submission
from aldaba.forms.idempotency import KEY, fresh_key
from aldaba.people.staff import Staff, demand
from aldaba.photos import service as photos
from aldaba.photos.of_form import photos_of
from aldaba.photos.staging import Staged
from aldaba.places.looking_up import suggestions
from aldaba.problems import CODES, FieldProblem, Problem
from aldaba.requests import service as requests
from aldaba.requests.customer_data import seen_by, sees_customer
from aldaba.requests.letters import follow_link
from aldaba.requests.page import request_of
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader

PATH = "/requests/new"


@get(PATH)
async def show(deployment: Deployment, reader: Reader, staff: Staff) -> Response[str]:
    """The company's own form, as staff fill it in while they listen."""
    demand(staff, "enter")
    return await _page(deployment, reader, {LANGUAGE: [reader.theme.tenant.languages[0]]})


@post(PATH, request_max_body_size=FORM_WITH_PHOTOS)
async def enter(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[Any]:
    """Keep it; the page that follows shows the number to read out."""
    demand(staff, "enter")
    answers = await read_answers(request)
    waiting, faults = await photos_of(request, deployment, staff.tenant, answers)
    form = asking_aloud.form(form_in_service(deployment, reader, requests.FORM), reader)
    signed = {"photos": [photo.signed for photo in waiting]}
    today = clock.local(clock.now(), reader.theme.tenant.timezone).date()
    reading = form.read(answers.fields | signed, today)
    problems = faults | reading.problems
    if not problems:
        sent = await _submission(deployment, reader, staff, reading.values, waiting, answers.fields)
        match await deployment.store.write(staff.tenant, service.submit, sent):
            case Received(number):
                return _on(request, f"/desk/{staff.tenant}/requests/{number}/entered")
            case PhotosGone():
                problems = {"photos": [FieldProblem("photo_unknown")]}
            case AlreadyReceived(number):  # sent again with Back, and changed since
                await deployment.store.write(staff.tenant, service.amend, number, sent)
                return _on(request, f"/desk/{staff.tenant}/requests/{number}?done=entered_before")
    if wants_json(request):
        raise Problem("fields", fields=problems)
    return await _page(deployment, reader, answers.fields, waiting, problems)


@get("/requests/{number:str}/entered")
async def entered(
    deployment: Deployment, reader: Reader, staff: Staff, number: str
) -> Response[str]:
    """The number, to be read out or sent."""
    found = seen_by(reader.theme, staff, await request_of(deployment, staff, number))
    follow = follow_link(staff.tenant, number, found.language, clock.now())
    return reader.page(
        "intake/entered.html",
        request=found,
        sees_customer=sees_customer(reader.theme, staff, found),
        follow=deployment.address(follow),
    )


async def _page(
    deployment: Deployment,
    reader: Reader,
    fields: dict[str, list[str]],
    staged: tuple[Staged, ...] = (),
    problems: FieldProblems | None = None,
) -> Response[str]:
    tenant = reader.theme.name
    form = asking_aloud.form(form_in_service(deployment, reader, requests.FORM), reader)
    names = await deployment.store.read(tenant, suggestions)
    key = fields.get("_key", [""])[0] or fresh_key()
    return reader.page(
        "intake/entering.html",
        status=CODES["fields"] if problems else 200,
        form=asking_aloud.suggesting(form, names),
        fields=fields,
        problems=problems or {},
        staged=staged,
        action=f"/desk/{tenant}{PATH}",
        upload=f"/p/{tenant}",
        hidden={"_key": key, "_csrf": reader.known["csrf"]},
    )


async def _submission(
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    values: dict[str, Any],
    waiting: tuple[Staged, ...],
    fields: dict[str, list[str]],
) -> Submission:
    """What staff heard, as the customer's own request: in the customer's language, in whose words
    the form is kept, without terms, which nobody can accept for somebody else. Limits to how much
    one person sends are not for staff."""
    theme, at = reader.theme, clock.now()
    language = values.get(LANGUAGE, theme.tenant.languages[0])
    own = deployment.themes.form(theme, requests.FORM, language)
    ids = [photo.id for photo in waiting]
    key = fields.get("_key", [""])[0]
    sent = submission.make(
        deployment.vault,
        theme,
        asking_aloud.without_terms(own),
        {name: value for name, value in values.items() if name not in {CHANNEL, LANGUAGE}},
        photos=ids,
        digests=await deployment.store.read(theme.name, photos.digests, ids) if ids else [],
        key=key if KEY.match(key) else fresh_key(),
        network=f"staff:{staff.id}",
        at=at,
    )
    return replace(
        sent, by=staff.id, contacts=(), event=replace(sent.event, channel=values[CHANNEL])
    )


def _on(request: Request[Any, Any, Any], address: str) -> Response[Any]:
    if wants_json(request):
        return Response({"location": address}, status_code=201)
    return Redirect(address, status_code=303)
