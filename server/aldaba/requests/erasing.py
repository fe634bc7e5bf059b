"""A person is erased: who they are, what they wrote and what they sent. Of a request stay its
number, its dates, what kind of fault it was and the chain of its history, which says that what it
told was erased; certificates, which name nobody, still hold."""

import asyncio
from collections.abc import Callable, Iterable

from sqlalchemy import Connection, delete, func, select, update

from aldaba.events import erase
from aldaba.outbox.models import outbox
from aldaba.photos import service as photos
from aldaba.photos.staging import file_names
from aldaba.requests import number as numbers
from aldaba.requests import search
from aldaba.requests.models import request
from aldaba.requests.service import find, stream_of
from aldaba.web.deployment import Deployment

# `forget(db, tenant, number, at)` of a capability: takes what it keeps beside the events.
Forget = Callable[[Connection, str, str, int], None]

# What is left of the columns that may tell who somebody is, where they live, or what they wrote.
NOTHING = {
    "description": "",
    "block": "",
    "unit": "",
    "serial_number": "",
    "name": "",
    "email": "",
    "phone": "",
    "document_kind": "",
    "document_sealed": None,
    "document_index": None,
    "answers": "{}",
    "customer": None,
    "reason": "",
    "particulars": "{}",
    "search": "",
}


def of_person(db: Connection, tenant: str, who: Iterable[str]) -> list[tuple[str, bool]]:
    """(number, open) of the requests that `who` names, by number or by e-mail address, the oldest
    first."""
    named = {numbers.read(each) or each.strip().casefold() for each in who}
    mine = select(request.c.number, request.c.open).where(request.c.tenant == tenant)
    theirs = request.c.number.in_(named) | func.lower(request.c.email).in_(named)
    found = db.execute(mine.where(theirs).order_by(request.c.opened_at))
    return [(number, open_) for number, open_ in found]


async def erase_request(
    deployment: Deployment, tenant: str, number: str, forgets: Iterable[Forget], at: int
) -> bool:
    """Erase what the request `number` tells of its customer; False where it is open still, or not
    there. Its photos' files go after the commit, or with the sweep if that is interrupted."""
    write = deployment.store.write
    gone = await write(tenant, _erase, number, tuple(forgets), at)
    for photo in gone or ():
        for name in file_names(photo):
            await asyncio.to_thread(deployment.files.delete, tenant, name)
        await write(tenant, photos.forget, photo)
    return gone is not None


def _erase(
    db: Connection, tenant: str, number: str, forgets: tuple[Forget, ...], at: int
) -> list[str] | None:
    """The ids of the photos that belong to nothing any more."""
    found = find(db, tenant, number)
    if found is None or found.open:
        return None
    for forget in forgets:
        forget(db, tenant, number, at)
    shown = [photo.id for photo in photos.of_stream(db, tenant, stream_of(number))]
    let_go(db, tenant, number, found.search, at)
    mine = (request.c.tenant == tenant, request.c.number == number)
    db.execute(update(request).where(*mine).values(NOTHING | {"version": found.version + 1}))
    return shown


def let_go(db: Connection, tenant: str, number: str, words: str, at: int) -> None:
    """What the request `number` was told with goes: its events' content, its mail, the `words` that
    it was found by. Its photos belong to nothing any more."""
    stream = stream_of(number)
    erase(db, tenant, stream, at=at, role="system")
    search.forget(db, tenant, number, words)
    photos.let_go(db, tenant, stream)
    db.execute(delete(outbox).where(outbox.c.tenant == tenant, outbox.c.stream == stream))
