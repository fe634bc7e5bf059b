"""What customers may do: answer the team's question, or add something, with photos."""

from typing import Any

import msgspec
from litestar import Request, Response
from litestar.response import Redirect
from msgspec import Struct

from aldaba import clock
from aldaba.capabilities.questions import service
from aldaba.capabilities.questions.service import Kept, PhotosGone, TooMany, Written
from aldaba.forms.form import Form
from aldaba.forms.idempotency import KEY, fresh_key
from aldaba.links import Link
from aldaba.photos import service as photos
from aldaba.photos.of_form import photos_of
from aldaba.photos.staging import Staged
from aldaba.problems import CODES, FieldProblem, Problem
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by
from aldaba.requests.letters import follow_link
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader

FORM = "answer"
MISSING = [FieldProblem("missing")]
FieldProblems = dict[str, list[FieldProblem]]


class Visit(Struct, frozen=True):
    """Somebody at the page behind `link`, whose token is `token`."""

    reader: Reader
    deployment: Deployment
    link: Link
    token: str

    @property
    def form(self) -> Form:
        """What is asked, in the reader's language."""
        return self.deployment.themes.form(self.reader.theme, FORM, self.reader.language)


class Draft(Struct, frozen=True):
    """An answer on its way: its texts by name, and the photos that wait for it."""

    fields: dict[str, list[str]] = {}
    staged: tuple[Staged, ...] = ()


async def show(
    reader: Reader, request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[Any]:
    """The question with room for its answer; after it, what was answered. `?sent` thanks."""
    visit = Visit(reader, deployment, link, token)
    return await _page(visit, Draft(), sent="sent" in request.query_params)


async def send(
    reader: Reader, request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[Any]:
    """An answer: 303 to the page that thanks for it, or 201 with that page's address."""
    visit = Visit(reader, deployment, link, token)
    answers = await read_answers(request)
    waiting, problems = await photos_of(request, deployment, link.tenant, answers)
    draft = Draft(answers.fields, waiting)
    text, found = _read(visit, draft)
    problems |= found
    if problems:
        return await _refuse(request, visit, draft, "fields", problems)
    written = await _written(visit, draft, text)
    kept = (link.subject, link.version, written)
    match await deployment.store.write(link.tenant, service.write, *kept):
        case Kept():
            return _thanks(request, visit)
        case PhotosGone():
            gone: FieldProblems = {"photos": [FieldProblem("photo_unknown")]}
            return await _refuse(request, visit, draft, "fields", gone)
        case TooMany():
            return await _refuse(request, visit, draft, "too_many", {})
        case None:
            raise Problem("link_unknown")


def _read(visit: Visit, draft: Draft) -> tuple[str, FieldProblems]:
    """The text of the answer, and what is wrong; a photo without a word is an answer too."""
    said = draft.fields | {"photos": [photo.signed for photo in draft.staged]}
    today = clock.local(clock.now(), visit.reader.theme.tenant.timezone).date()
    reading = visit.form.read(said, today)
    problems = dict(reading.problems)
    if draft.staged and "answer" not in reading.values and problems.get("answer") == MISSING:
        del problems["answer"]
    return reading.values.get("answer", ""), problems


async def _written(visit: Visit, draft: Draft, text: str) -> Written:
    """Raises Problem `fields` for a key that no page of ours made."""
    tenant, vault, at = visit.link.tenant, visit.deployment.vault, clock.now()
    key = draft.fields.get("_key", [""])[0]
    if not KEY.match(key):
        raise Problem("fields", fields={"_key": [FieldProblem("missing")]})
    ids = tuple(photo.id for photo in draft.staged)
    shown = await visit.deployment.store.read(tenant, photos.digests, ids) if ids else []
    return Written(
        key=key,
        content=vault.index(tenant, msgspec.json.encode([text, shown]).decode()),
        text=text,
        photos=ids,
        answer_by=answer_by(visit.reader.theme.tenant, at),
        at=at,
    )


def _thanks(request: Request[Any, Any, Any], visit: Visit) -> Response[Any]:
    """The same page, which thanks."""
    address = f"{visit.deployment.settings.base_url}/l/{visit.token}?sent"
    if wants_json(request):
        return Response({"receipt": address}, status_code=201)
    return Redirect(address, status_code=303)


async def _refuse(
    request: Request[Any, Any, Any],
    visit: Visit,
    draft: Draft,
    problem: str,
    problems: FieldProblems,
) -> Response[Any]:
    """The page with everything kept, or the same as problem+json."""
    if wants_json(request):
        raise Problem(problem, fields=problems)
    return await _page(visit, draft, problem, problems)


async def _page(
    visit: Visit,
    draft: Draft,
    problem: str = "",
    problems: FieldProblems | None = None,
    *,
    sent: bool = False,
) -> Response[Any]:
    link, read = visit.link, visit.deployment.store.read
    found = await read(link.tenant, requests.find, link.subject)
    if found is None:
        raise Problem("link_unknown")
    asked = (link.subject, link.version)
    question = await read(link.tenant, service.question, *asked) if link.version else None
    language = visit.reader.language
    follow = follow_link(link.tenant, link.subject, language, clock.now())
    return visit.reader.page(
        "questions/answer.html",
        status=CODES[problem] if problem else 200,
        request=found,
        question=question,
        sent=sent,
        form=visit.form,
        fields=draft.fields,
        problems=problems or {},
        problem=problem,
        staged=draft.staged,
        action=f"/l/{visit.token}?lang={language}",
        upload=f"/p/{link.tenant}",
        hidden={"_key": draft.fields.get("_key", [""])[0] or fresh_key()},
        follow=visit.deployment.address(follow),
    )
