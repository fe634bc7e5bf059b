"""Who has a request open at the desk just now, so that two don't begin the same work. The page says
every `EVERY` that it is still open (`widget/here.js`); looking at one by itself writes nothing."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, post
from msgspec import Struct
from sqlalchemy import Connection, delete, select

from aldaba import clock
from aldaba.people.models import staff as staff_table
from aldaba.people.staff import Staff
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.models import request_presence
from aldaba.storage.insert import insert_into
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment

EVERY = 15 * clock.SECOND
GONE_AFTER = 3 * EVERY


class Here(Struct, frozen=True):
    """The names of `others` who have it open, and the request's `version`."""

    others: tuple[str, ...]
    version: int


def others(db: Connection, tenant: str, number: str, me: str, at: int) -> tuple[str, ...]:
    """The names of those beside `me` who have the request open at the moment `at`."""
    there = request_presence
    joined = (staff_table.c.tenant == there.c.tenant) & (staff_table.c.id == there.c.staff)
    names = select(staff_table.c.name).join(there, joined).order_by(staff_table.c.name)
    names = names.where(there.c.tenant == tenant, there.c.number == number, there.c.staff != me)
    found: Sequence[str] = db.scalars(names.where(there.c.at > at - GONE_AFTER)).all()
    return tuple(found)


def stay(db: Connection, tenant: str, number: str, me: str, at: int) -> Here | None:
    """`me` has it open at the moment `at`; None where there is no such request."""
    found = service.find(db, tenant, number)
    if found is None:
        return None
    over = (request_presence.c.tenant == tenant) & (request_presence.c.at <= at - GONE_AFTER)
    db.execute(delete(request_presence).where(over))
    row = insert_into(db, request_presence).values(tenant=tenant, number=number, staff=me, at=at)
    key = [request_presence.c.tenant, request_presence.c.number, request_presence.c.staff]
    db.execute(row.on_conflict_do_update(index_elements=key, set_={"at": at}))
    return Here(others(db, tenant, number, me, at), found.version)


def leave(db: Connection, tenant: str, number: str, me: str) -> None:
    """`me` has closed it."""
    mine = (request_presence.c.tenant == tenant) & (request_presence.c.number == number)
    db.execute(delete(request_presence).where(mine, request_presence.c.staff == me))


@post("/requests/{number:str}/here", status_code=200)
async def here(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff, number: str
) -> Here:
    """The reader's page says that it is open, or that it was closed; who else has it open."""
    if (await read_answers(request)).one("leaving"):
        await deployment.store.write(staff.tenant, leave, number, staff.id)
        return Here((), 0)
    at = clock.now()
    found = await deployment.store.write(staff.tenant, stay, number, staff.id, at)
    if found is None:
        raise Problem("not_found")
    return found
