"""What staff do: declare the work done, take the links to that back."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, insert

from aldaba.capabilities.closures.models import closure
from aldaba.capabilities.closures.service import change, latest
from aldaba.capabilities.closures.times import Times
from aldaba.events import record
from aldaba.events.closures import ClosureLinkRevoked, ClosureLinkSent, RequestClosed
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.web import throttle

RENEWALS = throttle.Rate(burst=2, per_hour=1)


class Closing(Struct, frozen=True, kw_only=True):
    """Staff's `note` for the customer and the ids of after-photos, for the request as it was at
    `version`."""

    version: int
    note: str
    photos: tuple[str, ...]
    times: Times
    at: int
    by: str


class PhotosGone(Struct, frozen=True):
    """Photos that were staged can't be had any more."""


def can_close(request: Row[Any] | None) -> bool:
    """Whether there is work in it that can be declared done."""
    return request is not None and request.open and request.stage == "service_request"


def close(db: Connection, tenant: str, number: str, closing: Closing) -> bool | PhotosGone:
    """Declare the work done and ask the customer. False when the request is no longer as the page
    showed it."""
    found, before = requests.find(db, tenant, number), latest(db, tenant, number)
    if found is None or not can_close(found):
        return False
    if photos.unavailable(db, tenant, closing.photos, closing.at):
        return PhotosGone()
    times, at = closing.times, closing.at
    columns = {"status": "closed", "open": False, "waiting_since": at, "answer_by": times.answer_by}
    if not requests.change(db, tenant, number, closing.version, **columns):
        return False
    round_ = before.round + 1 if before else 1
    key = {"tenant": tenant, "number": number, "round": round_}
    said = {name: getattr(times, name) for name in Times.__struct_fields__}
    db.execute(insert(closure).values(**key, **said, state="waiting", closed_at=at))
    event = RequestClosed(
        round=round_,
        note=closing.note,
        photos=closing.photos,
        answer_by=times.answer_by,
        reopen_by=times.reopen_by,
        reopenings=found.reopenings,
    )
    stream = requests.stream_of(number)
    sequence = record(db, tenant, stream, event, at=at, role="staff", actor=closing.by)
    change(db, tenant, number, round_, closed_sequence=sequence)
    photos.attach(db, tenant, closing.photos, stream=stream, sequence=sequence, at=at)
    return True


def renew(db: Connection, tenant: str, number: str, until: int, at: int) -> bool:
    """Mail a link to the latest closing that holds until `until` to the address on file, for
    somebody whose link had expired. False when that was done a moment ago."""
    row = latest(db, tenant, number)
    if row is None or not throttle.take(db, tenant, f"renew:{number}", RENEWALS, at):
        return False
    change(db, tenant, number, row.round, link_until=until)
    event = ClosureLinkSent(round=row.round)
    record(db, tenant, requests.stream_of(number), event, at=at, role="customer")
    return True


def revoke(db: Connection, tenant: str, number: str, until: int, at: int, by: str) -> bool:
    """Take every link to the latest closing back, and mail a new one that holds until `until`."""
    row = latest(db, tenant, number)
    if row is None:
        return False
    revision = {"revision": row.revision + 1, "link_until": until}
    if not change(db, tenant, number, row.round, closure.c.revision == row.revision, **revision):
        return False
    event = ClosureLinkRevoked(round=row.round)
    record(db, tenant, requests.stream_of(number), event, at=at, role="staff", actor=by)
    return True
