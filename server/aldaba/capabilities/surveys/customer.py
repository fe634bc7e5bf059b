"""What the holder of a survey link may do: look, answer, answer otherwise, ask not to be asked."""

from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from aldaba import clock
from aldaba.capabilities.surveys import service
from aldaba.capabilities.surveys.inviting import contact_of, deadline_of
from aldaba.capabilities.surveys.page import PURPOSE, Screen, load
from aldaba.capabilities.surveys.service import Answers
from aldaba.forms.form import Form
from aldaba.forms.versions import load_form
from aldaba.links import Link
from aldaba.problems import FieldProblem, Problem
from aldaba.web.answers import Answers as Sent
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

OURS = {"_nonce", "_form", "_lang", "_key", "_embed"}  # what the page sends beside the answers


async def show(
    reader: Reader,
    _request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """The page: questions, thanks, or why it is too late. Changes nothing."""
    return (await _screen(reader, deployment, link, token)).page()


async def decide(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """Answers, if they are whole; otherwise the page again with what is missing, answers kept."""
    sent = await read_answers(request)
    screen = await _screen(reader, deployment, link, token)
    if not service.in_time(screen.invited.row, clock.now()):
        return screen.page()
    form = await _as_shown(screen, sent)
    genuine = deployment.signer.fits(sent.one("_nonce"), clock.now(), token)
    if form is None or not genuine:
        return screen.page(fields=sent.fields, problem="form_changed")
    if "not_again" in sent.fields:
        return await _decline(screen, link)
    return await _answer(screen, link, form, sent)


async def _answer(screen: Screen, link: Link, form: Form, sent: Sent) -> Response[Any]:
    at, tenant = clock.now(), screen.reader.theme.tenant
    reading = form.read(sent.fields, clock.local(at, tenant.timezone).date())
    unknown = sent.fields.keys() - form.names - OURS
    problems = reading.problems | {name: [FieldProblem("unknown_question")] for name in unknown}
    if not problems and not reading.values:
        problems = {form.fields[0].name: [FieldProblem("missing_choice")]}
    if problems:
        return screen.page(form, fields=sent.fields, problem="fields", problems=problems)
    answers = Answers(
        form=form,
        values=reading.values,
        deadline=deadline_of(tenant, at),
        contact=contact_of(screen.deployment, screen.invited.request),
        tell=tenant.surveys.tell_low,
        at=at,
    )
    write, row = screen.deployment.store.write, screen.invited.row
    await write(link.tenant, service.answer, link.subject, row.round, answers)
    return Redirect(f"/l/{screen.token}", status_code=303)


async def _decline(screen: Screen, link: Link) -> Response[Any]:
    contact = contact_of(screen.deployment, screen.invited.request)
    said = (link.subject, screen.invited.row.round, contact, clock.now())
    await screen.deployment.store.write(link.tenant, service.decline, *said)
    return Redirect(f"/l/{screen.token}", status_code=303)


async def _as_shown(screen: Screen, sent: Sent) -> Form | None:
    """The survey that a person filled in: in service, or kept. None when nobody knows it."""
    version, current = sent.one("_form"), screen.form()
    if version in {"", current.version}:
        return current
    kept = await screen.deployment.store.read(screen.reader.theme.name, load_form, version)
    return kept if kept and kept.name.startswith(PURPOSE) else None


async def _screen(reader: Reader, deployment: Deployment, link: Link, token: str) -> Screen:
    """Raises Problem `link_unknown` where nobody was or will be asked."""
    found = await deployment.store.read(link.tenant, load, link.subject, link.version)
    if found is None:
        raise Problem("link_unknown")
    return Screen(reader, deployment, token, found)
