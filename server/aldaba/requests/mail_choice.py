"""The customer's choice of mails about a request: each change, or only what asks for an answer."""

from typing import Any

from litestar import Request, Response
from msgspec import Struct
from sqlalchemy import Connection, update

from aldaba import clock
from aldaba.events import record
from aldaba.events.requests import MailsChosen
from aldaba.links import Link
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.letters import follow_link, mail_choice_link
from aldaba.requests.models import request as table
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

ONE_CLICK = "List-Unsubscribe"  # what a mail program sends by itself, RFC 8058


class Offer(Struct, frozen=True):
    """The way to the page; whether each change is mailed now."""

    link: Link
    wanted: bool


def offer(db: Connection, tenant: str, number: str) -> Offer | None:
    """The part of the follow page that leads there, where there is an address to write to."""
    found = service.find(db, tenant, number)
    if found is None or not found.email:
        return None
    return Offer(mail_choice_link(tenant, number, found.language, clock.now()), not found.quiet)


def choose(db: Connection, tenant: str, number: str, wanted: bool, at: int) -> bool:
    """Mail each change from now on, or only what asks for an answer; whether that is new."""
    mine = (table.c.tenant == tenant) & (table.c.number == number)
    changed = update(table).where(mine, table.c.quiet == wanted).values(quiet=not wanted)
    if db.execute(changed).rowcount == 0:
        return False
    record(db, tenant, service.stream_of(number), MailsChosen(wanted), at=at, role="customer")
    return True


async def show(
    reader: Reader, _request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[Any]:
    """The page that asks."""
    return await _page(reader, deployment, link, token)


async def decide(
    reader: Reader, request: Request[Any, Any, Any], deployment: Deployment, link: Link, token: str
) -> Response[Any]:
    """Keep the choice; the page says which it is. A form that is sent as it stands, as scanners
    do, chooses nothing."""
    answers = await read_answers(request)
    wanted = answers.one("wanted")
    chosen = wanted in {"yes", "no"} or bool(answers.one(ONE_CLICK))
    if chosen:
        said = (link.subject, wanted == "yes", clock.now())
        await deployment.store.write(link.tenant, choose, *said)
    return await _page(reader, deployment, link, token, chosen=chosen, refused=not chosen)


async def _page(
    reader: Reader,
    deployment: Deployment,
    link: Link,
    token: str,
    *,
    chosen: bool = False,
    refused: bool = False,
) -> Response[Any]:
    row = await deployment.store.read(link.tenant, service.find, link.subject)
    if row is None:
        raise Problem("link_unknown")
    follow = follow_link(link.tenant, link.subject, reader.language, clock.now())
    return reader.page(
        "requests/mails.html",
        status=422 if refused else 200,
        request=row,
        chosen=chosen,
        refused=refused,
        action=f"/l/{token}?lang={reader.language}",
        follow=deployment.address(follow),
    )
