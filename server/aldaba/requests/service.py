"""The verbs of the record: add a request, find it, change it, write on it."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, select, update

from aldaba import clock, outbox
from aldaba.capability import Panel
from aldaba.events import history, record
from aldaba.events.requests import CommentAdded, CommentTakenBack, StatusChanged
from aldaba.forms.answered import chosen
from aldaba.forms.form import Form
from aldaba.requests import search
from aldaba.requests.models import request
from aldaba.requests.status import turn_of
from aldaba.requests.timeline import taken_back
from aldaba.storage.statement import Statement

TAKEN_BACK_WITHIN = 30 * clock.SECOND  # of a comment to the customer, whose mail waits that long
FORM = "pre-request"  # what every request began with; the desk takes its words from it
ADD = Statement(lambda insert: insert(request))


def stream_of(number: str) -> str:
    """The event stream of the request `number`."""
    return f"request:{number}"


def find(db: Connection, tenant: str, number: str) -> Row[Any] | None:
    """The request `number` of `tenant`, or None."""
    mine = (request.c.tenant == tenant) & (request.c.number == number)
    return db.execute(select(request).where(mine)).one_or_none()


def exists(db: Connection, tenant: str, number: str) -> bool:
    """Whether `tenant` has the request `number`."""
    return find(db, tenant, number) is not None


def add(db: Connection, tenant: str, number: str, record: dict[str, Any]) -> None:
    """Put a request in the record; its columns are those of `record`."""
    ADD.run(db, {"tenant": tenant, "number": number, **record})
    search.index(db, tenant, number, record["search"])


def filled(
    db: Connection, tenant: str, number: str, panels: Sequence[Panel]
) -> list[tuple[Panel, Any]]:
    """Those of `panels` that have something to show about the request, with what that is."""
    loaded = [(panel, panel.load(db, tenant, number)) for panel in panels]
    return [(panel, content) for panel, content in loaded if content is not None]


def change(db: Connection, tenant: str, number: str, version: int, **columns: object) -> bool:
    """Set `columns` if the request still is at `version`, which goes up by one. False when
    somebody else was first. With its `status` its turn in the queue changes, and what the status
    before said beside its name is forgotten."""
    if "status" in columns:
        columns = {"turn": _turn(str(columns["status"])), "particulars": "{}", **columns}
    changed = db.execute(
        update(request)
        .where(request.c.tenant == tenant, request.c.number == number, request.c.version == version)
        .values(version=version + 1, **columns)
    )
    return changed.rowcount == 1


def move(
    db: Connection,
    tenant: str,
    number: str,
    version: int,
    event: StatusChanged,
    columns: dict[str, object],
    final: bool,
    mail: bool,
    at: int,
    by: str,
) -> bool:
    """Change the status to the event's, with `columns`; `mail` tells the customer by mail too.
    False when the request is no longer as the page showed it."""
    changed = {"status": event.status, "open": not final, "waiting_since": at, **columns}
    if not change(db, tenant, number, version, **changed):
        return False
    stream = stream_of(number)
    sequence = record(db, tenant, stream, event, at=at, role="staff", actor=by)
    if mail:
        tell_customer(db, tenant, "requests/status", stream, sequence, at)
    return True


def _turn(status: str) -> ColumnElement[int]:
    return case((request.c.emergency, turn_of(status, True)), else_=turn_of(status, False))


def comment(
    db: Connection, tenant: str, number: str, text: str, to_customer: bool, at: int, actor: str
) -> bool:
    """Write `text` on the timeline; a comment to the customer is mailed too, once it can't be taken
    back any more. False when there is no such request."""
    found = find(db, tenant, number)
    if found is None:
        return False
    stream = stream_of(number)
    event = CommentAdded(text=text, to_customer=to_customer)
    sequence = record(db, tenant, stream, event, at=at, role="staff", actor=actor)
    if to_customer:
        tell_customer(db, tenant, "requests/comment", stream, sequence, at, at + TAKEN_BACK_WITHIN)
    return True


def take_back(db: Connection, tenant: str, number: str, comment: int, at: int, by: str) -> bool:
    """Take back what `by` has just written to the customer: they neither see it nor get its mail.
    False when it is none of theirs, taken back already, or too long ago."""
    stream = stream_of(number)
    told = history(db, tenant, stream)
    mine = any(
        each.sequence == comment
        and each.actor == by
        and at <= each.at + TAKEN_BACK_WITHIN
        and isinstance(each.event, CommentAdded)
        and each.event.to_customer
        for each in told
    )
    if not mine or comment in taken_back(told):
        return False
    record(db, tenant, stream, CommentTakenBack(comment), at=at, role="staff", actor=by)
    return True


def tell(
    db: Connection,
    tenant: str,
    kind: str,
    stream: str,
    sequence: int,
    recipient: str,
    language: str,
    at: int,
    due_at: int | None = None,
) -> None:
    """Put a mail about one event in the outbox, to be sent at `due_at` or at once, and once: its id
    is made from what it is about."""
    about = f"{kind} {stream} {sequence} {recipient}".encode()
    outbox.add(
        db,
        tenant,
        kind,
        id=hashlib.blake2s(about, digest_size=16).hexdigest(),
        stream=stream,
        sequence=sequence,
        recipient=recipient,
        language=language,
        at=at,
        due_at=due_at,
    )


def tell_customer(
    db: Connection,
    tenant: str,
    kind: str,
    stream: str,
    sequence: int,
    at: int,
    due_at: int | None = None,
) -> None:
    """`tell` the customer of the request's stream, in the language the request was made in."""
    found = find(db, tenant, stream.removeprefix("request:"))
    if found is not None:
        tell(db, tenant, kind, stream, sequence, "customer", found.language, at, due_at)


def number_of(stream: str) -> str:
    """The number of the request whose stream this is."""
    return stream.removeprefix("request:")


def place_of(found: Row[Any], form: Form | None) -> str:
    """Where it is, or which product it is about, on one line and in the words of `form`."""
    product = form.label("product", found.product) if form else found.product
    parts = (found.development, found.block, found.unit, product, found.model, found.serial_number)
    return " · ".join(part for part in parts if part)


def subject_of(found: Row[Any], form: Form | None) -> str:
    """What it is about, in the words of `form`; the bare codes where the form lost them."""
    codes = {"subject": found.subject, "sub_subject": found.sub_subject}
    labels = chosen(form, codes) if form else ()
    return " · ".join(labels) or found.sub_subject or found.subject
