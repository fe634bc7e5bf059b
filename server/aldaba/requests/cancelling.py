"""Cancelling a request, for a reason: by staff while their workflow allows it, by the customer
until work begins. It is a final state, and stays in the history."""

from typing import Any

import msgspec
from litestar import Request, Response, post
from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.events import record
from aldaba.events.requests import RequestCancelled
from aldaba.links import Link
from aldaba.people.staff import Staff, demand
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.letters import FOLLOW_FOR, follow_link
from aldaba.requests.moves import CANCELLED, within_reach
from aldaba.requests.page import done, overtaken, page_of, request_of, version_of
from aldaba.requests.sentences import particulars
from aldaba.requests.team_news import tell_team
from aldaba.texts import Words
from aldaba.themes import Theme
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

REASON_LENGTH = 1000
BEFORE_WORK = ("received", "approved")


def may_customer(request: Row[Any]) -> bool:
    """Whether the customer may still cancel it: work hasn't begun."""
    said = msgspec.json.decode(request.particulars, type=dict[str, str])
    waits = request.status == "waiting_customer" and said.get("before", "received") in BEFORE_WORK
    return bool(request.open) and (request.status in BEFORE_WORK or waits)


def cancel(
    db: Connection,
    tenant: str,
    number: str,
    version: int,
    event: RequestCancelled,
    said: str,
    at: int,
    role: str,
    by: str,
) -> bool:
    """Cancel it; `said` are the particulars of its sentence. The customer is told by mail, and the
    team where the customer did it. False when it is no longer as the page showed it."""
    columns = {"status": CANCELLED, "open": False, "reason": event.reason, "particulars": said}
    if not service.change(db, tenant, number, version, waiting_since=at, **columns):
        return False
    stream = service.stream_of(number)
    sequence = record(db, tenant, stream, event, at=at, role=role, actor=by)
    service.tell_customer(db, tenant, "requests/cancelled", stream, sequence, at)
    if role == "customer":
        tell_team(db, tenant, "requests/withdrawn", stream, sequence, at)
    return True


def _particulars(theme: Theme, request: Row[Any], asked_by: str, at: int) -> str:
    words = Words(request.language, theme.own_words(request.language))
    today = clock.local(at, theme.tenant.timezone).date().isoformat()
    who = words("requests.cancel.you") if asked_by == "customer" else theme.tenant.name
    return particulars({"date": today, "who": who})


@post("/requests/{number:str}/cancel")
async def by_staff(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Cancel for a reason that the customer reads: they asked for it, or the company must."""
    demand(staff, "decide")
    answers = await read_answers(request)
    row = await request_of(deployment, staff, number)
    reason, asked_by = answers.text("reason", REASON_LENGTH), answers.one("asked_by")
    kept = {"cancel": reason}
    if not reason or asked_by not in {"customer", "company"}:
        return await page_of(request, deployment, reader, staff, number, kept)
    at = clock.now()
    event = RequestCancelled(reason=reason, asked_by=asked_by)
    said = _particulars(reader.theme, row, asked_by, at)
    cancelled = (number, version_of(answers), event, said, at, "staff", staff.id)
    allowed = CANCELLED in within_reach(reader.theme, row, staff)
    if not allowed or not await deployment.store.write(staff.tenant, cancel, *cancelled):
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "cancelled")


class Offer(Struct, frozen=True):
    """The customer's way to cancel."""

    link: Link


def offer(db: Connection, tenant: str, number: str) -> Offer | None:
    """The part of the follow page that leads there, until work begins."""
    found = service.find(db, tenant, number)
    if found is None or not may_customer(found):
        return None
    return Offer(cancel_link(tenant, number, found.language, clock.now()))


def cancel_link(tenant: str, number: str, language: str, at: int) -> Link:
    """The link, made at `at`, by which the customer cancels."""
    return Link("cancel", tenant, number, 0, at + FOLLOW_FOR, language)


async def show(
    reader: Reader, _request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[Any]:
    """The page that asks for the reason; what was decided, once it was."""
    return await _page(reader, deployment, link, token)


async def by_customer(
    reader: Reader, request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[Any]:
    """Cancel, unless work has begun meanwhile: then the page says so."""
    answers = await read_answers(request)
    reason = answers.text("reason", REASON_LENGTH)
    if not reason:
        return await _page(reader, deployment, link, token, refused=True)
    row = await _found(deployment, link)
    if may_customer(row):
        at = clock.now()
        event = RequestCancelled(reason=reason, asked_by="customer")
        said = _particulars(reader.theme, row, "customer", at)
        cancelled = (link.subject, row.version, event, said, at, "customer", "")
        await deployment.store.write(link.tenant, cancel, *cancelled)
    return await _page(reader, deployment, link, token)


async def _found(deployment: Deployment, link: Link) -> Row[Any]:
    row = await deployment.store.read(link.tenant, service.find, link.subject)
    if row is None:
        raise Problem("link_unknown")
    return row


async def _page(
    reader: Reader, deployment: Deployment, link: Link, token: str, *, refused: bool = False
) -> Response[Any]:
    row = await _found(deployment, link)
    follow = follow_link(link.tenant, link.subject, reader.language, clock.now())
    return reader.page(
        "requests/cancel.html",
        status=422 if refused else 200,
        request=row,
        may_cancel=may_customer(row),
        refused=refused,
        action=f"/l/{token}?lang={reader.language}",
        follow=deployment.address(follow),
    )
