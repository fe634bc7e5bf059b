"""Is the history as it was written? Every hash is computed again from what the rows say."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, select

from aldaba.events import chain
from aldaba.events.erasure import ContentErased
from aldaba.events.models import event as event_table
from aldaba.events.models import event_content, same_event, stream_head


def verify(db: Connection, tenant: str, stream: str | None = None) -> list[str]:
    """What is wrong with the chains of `tenant`, or with the one of `stream`: a sentence for each
    fault, none when all is whole. Content that an event `ContentErased` names is no fault."""
    rows = db.execute(select(stream_head).where(*_of(stream_head, tenant, stream)))
    heads = {row.stream: row for row in rows}
    faults = []
    for name, events in groupby(_events(db, tenant, stream), key=lambda row: row.stream):
        faults += [f"{name}: {fault}" for fault in _faults(events, heads.pop(name, None))]
    faults += [f"{name}: its events are missing" for name in heads]
    faults += [f"{name}: content of a missing event" for name in _orphans(db, tenant, stream)]
    return faults


def _of(table: Table, tenant: str, stream: str | None) -> list[ColumnElement[bool]]:
    mine = [table.c.tenant == tenant]
    return mine if stream is None else [*mine, table.c.stream == stream]


def _events(db: Connection, tenant: str, stream: str | None) -> Iterable[Row[Any]]:
    content = event_content.c
    return db.execute(
        select(event_table, content.salt, content.actor, content.body)
        .select_from(event_table.outerjoin(event_content, same_event))
        .where(*_of(event_table, tenant, stream))
        .order_by(event_table.c.stream, event_table.c.sequence)
    )


def _orphans(db: Connection, tenant: str, stream: str | None) -> Iterable[str]:
    return db.scalars(
        select(event_content.c.stream)
        .distinct()
        .select_from(event_content.outerjoin(event_table, same_event))
        .where(*_of(event_content, tenant, stream), event_table.c.sequence.is_(None))
    )


def _faults(events: Iterable[Row[Any]], head: Row[Any] | None) -> Iterator[str]:
    """The faults of one stream, whose events come in order."""
    sequence, previous = 0, chain.BEGINNING
    gone: set[int] = set()  # contents, until an erasing names them
    for row in events:
        if row.sequence != sequence + 1:
            yield f"event {sequence + 1} is missing"
        elif row.previous_hash != previous:
            yield f"event {row.sequence} doesn't follow the one before"
        if row.hash != _event_hash(row):
            yield f"event {row.sequence} was changed"
        if row.body is not None and row.content_hash != _content_hash(row):
            yield f"what event {row.sequence} says was changed"
        gone = (gone | {row.sequence}) if row.body is None else gone - _erased(row)
        sequence, previous = row.sequence, row.hash
    yield from (f"what event {each} says is missing" for each in sorted(gone))
    if head is None or (head.sequence, head.hash) != (sequence, previous):
        yield "its head is not its last event"


def _erased(row: Row[Any]) -> set[int]:
    """The events that this one says were erased; none where what it says was made unreadable."""
    if row.kind != ContentErased.__name__:
        return set()
    try:
        return set(msgspec.json.decode(row.body, type=ContentErased).sequences)
    except msgspec.MsgspecError:
        return set()


def _event_hash(row: Row[Any]) -> bytes:
    return chain.event_hash(
        row.tenant,
        row.stream,
        row.sequence,
        row.kind,
        row.at,
        row.role,
        row.content_hash,
        row.previous_hash,
    )


def _content_hash(row: Row[Any]) -> bytes:
    return chain.content_hash(row.salt, row.actor, row.body)
