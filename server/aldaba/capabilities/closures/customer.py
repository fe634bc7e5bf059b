"""What the holder of an acceptance link may do: look, and decide by a POST of their own."""

from typing import Any

from litestar import Request, Response

from aldaba import clock
from aldaba.capabilities.closures import continuing, deciding, expired, listening
from aldaba.capabilities.closures.answered import Answered, read
from aldaba.capabilities.closures.deciding import Decided, Decision, PhotosGone
from aldaba.capabilities.closures.page import closed_of, standing
from aldaba.capabilities.closures.showing import Screen, refuse_stale
from aldaba.capabilities.closures.times import ask_again_at, undo_by
from aldaba.capability import Onward
from aldaba.links import Link
from aldaba.problems import FieldProblem
from aldaba.requests.deadlines import answer_by
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


async def show(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """The page: the question while it is open, what was decided after it. Changes nothing."""
    if link.expired(clock.now()):
        return expired.page(reader, link, token)
    screen = await _screen(reader, request.app.state.onward, deployment, link, token)
    if standing(link, screen.closed.row) != "current":
        return refuse_stale(screen, standing(link, screen.closed.row))
    return screen.page(wanted=request.query_params.get("choice", ""))


async def decide(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """A decision, if it is whole; otherwise the page again with what is missing, answers kept."""
    answers = await read_answers(request)
    if link.expired(clock.now()):
        return await expired.renew(reader, deployment, link, token, answers.one("choice"))
    screen = await _screen(reader, request.app.state.onward, deployment, link, token)
    if standing(link, screen.closed.row) != "current":
        return refuse_stale(screen, standing(link, screen.closed.row))
    said = await read(request, deployment, screen, answers)
    if not said.genuine:
        return screen.page(said=said, problem="form_changed")
    if said.problems:
        return screen.page(said=said, problem="fields")
    return await ANSWERS[said.choice](screen, link, said)


async def _settle(screen: Screen, link: Link, said: Answered) -> Response[Any]:
    doubtful = not said.meant and listening.contradicts(
        screen.reader.words, said.choice, said.words
    )
    if doubtful and said.seen == "waiting":
        return screen.page(said=said, doubtful=True)
    deployment, at = screen.deployment, clock.now()
    tenant = screen.reader.theme.tenant
    made = Decision(
        choice=said.choice,
        version=link.version,
        seen=said.seen,
        terms=said.terms,
        language=screen.reader.language,
        shown=screen.words_shown(said.choice),
        words=said.words,
        photos=tuple(photo.id for photo in said.photos),
        name=said.name,
        role=said.role,
        undo_by=undo_by(tenant, at),
        answer_by=answer_by(tenant, at),
        at=at,
    )
    sign = deployment.vault.sign
    write = deployment.store.write
    outcome = await write(link.tenant, deciding.decide, link.subject, made, sign)
    if isinstance(outcome, PhotosGone):
        said.problems["photos"] = [FieldProblem("photo_unknown")]
        return screen.page(said=said, problem="fields")
    undo = None
    if isinstance(outcome, Decided) and made.undo_by > at:
        undo = undo_link(link, outcome.sequence, made.undo_by)
    again = await _screen(screen.reader, screen.offers, deployment, link, screen.token)
    return again.page(undo=undo, just_now=isinstance(outcome, Decided), late=undo is None)


def undo_link(link: Link, sequence: int, until: int) -> Link:
    """The right to take the decision of the event `sequence` back."""
    return Link("undo", link.tenant, link.subject, sequence, until, link.language)


async def _later(screen: Screen, link: Link, _said: Answered) -> Response[Any]:
    at, row = clock.now(), screen.closed.row
    again = ask_again_at(screen.reader.theme.tenant, row.answer_by, at)
    if again is not None and row.state == "waiting" and not row.postponed:
        write = screen.deployment.store.write
        await write(link.tenant, deciding.postpone, link.subject, link.version, again, at)
    after = await _screen(screen.reader, (), screen.deployment, link, screen.token)
    return after.page(just_now=True)


async def _another(screen: Screen, link: Link, said: Answered) -> Response[Any]:
    at = clock.now()
    wanted = continuing.Continuation(
        words=said.words,
        photos=tuple(photo.id for photo in said.photos),
        numbers=continuing.draw(),
        answer_by=answer_by(screen.reader.theme.tenant, at),
        language=screen.reader.language,
        at=at,
    )
    write = screen.deployment.store.write
    number = await write(link.tenant, continuing.go_on, link.subject, wanted)
    if number is None:
        return screen.page(said=said, problem="too_many")
    return screen.page(opened=number)


ANSWERS = {"accepted": _settle, "reopened": _settle, "later": _later, "other": _another}


async def _screen(
    reader: Reader,
    offers: tuple[Onward, ...],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Screen:
    """Raises Problem `link_unknown` where nothing was ever closed."""
    closed = await closed_of(deployment, link)
    leads_on = closed.row.state == "accepted" and not closed.moved_on
    shown = [
        (each, await each.offer(reader, deployment, link.subject)) for each in offers if leads_on
    ]
    onward = tuple((each, panel) for each, panel in shown if panel is not None)
    return Screen(reader, deployment, token, closed, offers, onward)
