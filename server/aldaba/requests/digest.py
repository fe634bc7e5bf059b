"""One mail a day to those of the staff who want no more: what happened to their requests since the
day before."""

import hashlib
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Connection, Row, delete, select

from aldaba import clock, outbox
from aldaba.events import history
from aldaba.forms.versions import load_form
from aldaba.outbox import Letter
from aldaba.people import service as people
from aldaba.people.news import Told
from aldaba.requests import service
from aldaba.requests.models import digest_item
from aldaba.storage.insert import insert_into

KIND = "requests/digest"
HOUR = time(8)  # of the company's own clock; what happens later is told the day after
SETTLED = 5 * clock.MINUTE  # until what was written just before that hour is there to read
KEPT_FOR = 30 * clock.DAY


class Item(Struct, frozen=True):
    """Something that happened to a request: its row, what it is about, the event's title."""

    request: Row[Any]
    subject: str
    place: str
    title: str
    at: int


def add(db: Connection, tenant: str, to: Told, stream: str, sequence: int, at: int) -> None:
    """Let the next digest of `to` tell of the event."""
    day = _next(at, to.timezone or "UTC")
    about = f"{KIND} {to.id} {day.isoformat()}".encode()
    digest = hashlib.blake2s(about, digest_size=16).hexdigest()
    mine = (digest_item.c.tenant == tenant) & (digest_item.c.staff == to.id)
    db.execute(delete(digest_item).where(mine, digest_item.c.at < at - KEPT_FOR))
    row = {"tenant": tenant, "digest": digest, "stream": stream, "sequence": sequence}
    item = insert_into(db, digest_item).values(row | {"staff": to.id, "at": at})
    db.execute(item.on_conflict_do_nothing())
    outbox.add(
        db,
        tenant,
        KIND,
        id=digest,
        stream=f"staff:{to.id}",
        sequence=0,
        recipient=f"staff:{to.id}",
        language=to.language,
        at=at,
        due_at=clock.moment(day) + SETTLED,
    )


def letter(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """The digest of an outbox row; None for somebody who left, and where all of it is gone."""
    to = people.by_id(db, tenant, row.recipient.removeprefix("staff:"))
    mine = (digest_item.c.tenant == tenant) & (digest_item.c.digest == row.id)
    kept = db.execute(select(digest_item).where(mine).order_by(digest_item.c.at)).all()
    items = [item for each in kept if (item := _item(db, tenant, each))]
    return Letter((to.email,), {"items": items, "role": to.role}) if to and items else None


def _item(db: Connection, tenant: str, kept: Row[Any]) -> Item | None:
    found = service.find(db, tenant, service.number_of(kept.stream))
    told = history(db, tenant, kept.stream)
    event = next((each.event for each in told if each.sequence == kept.sequence), None)
    if found is None or event is None:
        return None
    form = load_form(db, tenant, found.form_version)
    subject, place = service.subject_of(found, form), service.place_of(found, form)
    return Item(found, subject, place, event.title(), kept.at)


def _next(at: int, timezone: str) -> datetime:
    """When the first digest after `at` goes out."""
    local = clock.local(at, timezone)
    day = local.date() + timedelta(days=local.time() >= HOUR)
    return datetime.combine(day, HOUR, ZoneInfo(timezone))
