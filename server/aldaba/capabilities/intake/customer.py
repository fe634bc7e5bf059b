"""What customers may do: read the pre-request form and its terms, send it, read the receipt."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect
from msgspec.structs import replace

from aldaba import clock
from aldaba.capabilities.intake import service, submission
from aldaba.capabilities.intake.draft import (
    EMBED,
    MODE,
    TEST,
    TRAP,
    Draft,
    FieldProblems,
    form_as_shown,
    form_in_service,
)
from aldaba.capabilities.intake.receipt import receipt_in_place
from aldaba.capabilities.intake.service import (
    AlreadyReceived,
    Outcome,
    PhotosGone,
    Received,
    Submission,
    TooMany,
)
from aldaba.forms.idempotency import KEY
from aldaba.forms.versions import load_terms
from aldaba.links import Link
from aldaba.photos import service as photos
from aldaba.photos.of_form import photos_of
from aldaba.problems import FieldProblem, Problem
from aldaba.requests import number as numbers
from aldaba.requests.deadlines import answer_by
from aldaba.requests.letters import follow_link
from aldaba.web.answers import Answers, read_answers
from aldaba.web.client_network import network_of
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_WITH_PHOTOS
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import reader_of

RECEIPT_FOR = 30 * clock.DAY


@get("/f/{tenant:str}/{form:str}")
async def show(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, form: str
) -> Response[str]:
    """The hosted page of the form; it works without JavaScript. `?mode=test` is for trying it."""
    reader = reader_of(request, deployment, tenant)
    fields = {MODE: [TEST]} if request.query_params.get("mode") == TEST else {}
    return Draft(reader, form_in_service(deployment, reader, form), fields).page()


@get("/f/{tenant:str}/{form:str}/terms/{version:str}")
async def terms(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, form: str, version: str
) -> Response[str]:
    """The text of terms as shown, now or ever, with the day since when."""
    reader = reader_of(request, deployment, tenant)
    form_in_service(deployment, reader, form)
    history = deployment.themes.terms_history(tenant)
    listed = next((each for each in history if each.hash == version), None)
    since = listed.at if listed else None
    known = [each for each in (listed, *reader.theme.terms.values()) if each]
    in_service = next((each for each in known if each.hash == version), None)
    kept = None if in_service else await deployment.store.read(tenant, load_terms, version)
    if (shown := in_service or kept) is None:
        raise Problem("not_found")
    current = reader.theme.terms.get((shown.name, shown.language))
    replaced_by = current.hash if current and current.hash != version else ""
    return reader.page("intake/terms.html", terms=shown, since=since, replaced_by=replaced_by)


@post("/f/{tenant:str}/{form:str}", status_code=201, request_max_body_size=FORM_WITH_PHOTOS)
async def send(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, form: str
) -> Response[Any]:
    """A submission: 303 to its receipt, or 201 with number, status and links."""
    answers = await read_answers(request)
    reader = reader_of(request, deployment, tenant, answers.one("_lang"))
    current = form_in_service(deployment, reader, form)
    shown = await form_as_shown(deployment, tenant, current, answers)
    waiting, faults = await photos_of(request, deployment, tenant, answers)
    draft = Draft(reader, shown or current, answers.fields, waiting)
    if shown is None:
        return draft.refuse(request, "form_changed")
    today = clock.local(clock.now(), reader.theme.tenant.timezone).date()
    reading = shown.read(draft.answers(), today)
    problems = faults | reading.problems | _trapped(answers)
    if problems:
        return draft.refuse(request, "fields", problems)
    ids = [photo.id for photo in waiting]
    sent = submission.make(
        deployment.vault,
        reader.theme,
        shown,
        reading.values,
        photos=ids,
        digests=await deployment.store.read(tenant, photos.digests, ids) if ids else [],
        key=_key(request, answers),
        network=network_of(request, deployment.settings),
        test=draft.test,
        at=clock.now(),
    )
    if reader.theme.tenant.switches.get("pass_on_known_products"):
        sent = replace(sent, pass_on_by=answer_by(reader.theme.tenant, sent.at))
    return await _keep(request, deployment, draft, sent, answers.one("_addition"))


async def _keep(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    draft: Draft,
    sent: Submission,
    addition: str,
) -> Response[Any]:
    tenant = draft.reader.theme.name
    outcome: Outcome
    if addition:
        outcome = await deployment.store.write(tenant, service.amend, addition, sent)
    else:
        outcome = await deployment.store.write(tenant, service.submit, sent)
    match outcome:
        case Received(number):
            return await _received(request, deployment, draft, number)
        case AlreadyReceived(number):
            return draft.refuse(request, "already_received", number=number)
        case PhotosGone():
            return draft.refuse(request, "fields", {"photos": [FieldProblem("photo_unknown")]})
        case TooMany():
            return draft.refuse(request, "too_many")


async def _received(
    request: Request[Any, Any, Any], deployment: Deployment, draft: Draft, number: str
) -> Response[Any]:
    tenant, language = draft.reader.theme.name, draft.form.language
    at = clock.now()
    receipt = deployment.address(Link("receipt", tenant, number, 0, at + RECEIPT_FOR, language))
    if not wants_json(request):
        return Redirect(receipt, status_code=303)
    follow = deployment.address(follow_link(tenant, number, language, at))
    said: dict[str, Any] = {"number": numbers.shown(number), "status": "received"}
    said |= {"follow": follow, "receipt": receipt}
    if EMBED in draft.fields:
        said["view"] = await receipt_in_place(draft.reader, deployment, number)
    return Response(said)


def _key(request: Request[Any, Any, Any], answers: Answers) -> str:
    key = answers.one("_key") or request.headers.get("idempotency-key", "")
    if not KEY.match(key):
        raise Problem("fields", fields={"_key": [FieldProblem("missing")]})
    return key


def _trapped(answers: Answers) -> FieldProblems:
    """Only a program fills in the field that people don't see; should a person's browser have done
    so, the page shows it to be emptied."""
    return {TRAP: [FieldProblem("leave_empty")]} if answers.one(TRAP) else {}
