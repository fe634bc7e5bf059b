"""Writing the history: one event at a time for each stream, and what follows from it."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, update

from aldaba.events import chain
from aldaba.events.event import Event
from aldaba.events.models import event as event_table
from aldaba.events.models import event_content, stream_head
from aldaba.storage.statement import Statement

Reaction = Callable[[Connection, str, str, int, Any, int], None]

ADD_EVENT = Statement(lambda insert: insert(event_table))
ADD_CONTENT = Statement(lambda insert: insert(event_content))
MOVE_HEAD = Statement(
    lambda insert: (
        insert(stream_head)
        .on_conflict_do_update(
            index_elements=["tenant", "stream"], set_={"sequence": stream_head.c.sequence + 1}
        )
        .returning(stream_head.c.sequence, stream_head.c.hash)
    )
)
SET_HEAD = Statement(
    lambda _: (
        update(stream_head)
        .where(stream_head.c.tenant == bindparam("of"), stream_head.c.stream == bindparam("named"))
        .values(hash=bindparam("hash"))
    )
)

_reactions: dict[type[Event], list[Reaction]] = {}


def install_reactions(reactions: Iterable[tuple[type[Event], Reaction]]) -> None:
    """What follows from which event, in this order, in place of what was installed before.

    A reaction gets `(db, tenant, stream, sequence, event, at)` and writes rows only.
    """
    _reactions.clear()
    for kind, reaction in reactions:
        _reactions.setdefault(kind, []).append(reaction)


def record(
    db: Connection,
    tenant: str,
    stream: str,
    event: Event,
    *,
    at: int,
    role: str,
    actor: str = "",
) -> int:
    """Add `event` to `stream` and run the reactions to it; its sequence in the stream: 1, 2, …

    `role` is who did it: customer, staff, system or program; `actor` their reference. Other
    transactions wait here for the same stream until this one ends.
    """
    sequence, previous = _next(db, tenant, stream)
    kind = type(event).__name__
    content = _keep_content(db, tenant, stream, sequence, actor, event)
    own = chain.event_hash(tenant, stream, sequence, kind, at, role, content, previous)
    row = {
        "tenant": tenant,
        "stream": stream,
        "sequence": sequence,
        "kind": kind,
        "at": at,
        "role": role,
        "content_hash": content,
        "previous_hash": previous,
        "hash": own,
    }
    ADD_EVENT.run(db, row)
    SET_HEAD.run(db, {"of": tenant, "named": stream, "hash": own})
    for reaction in _reactions.get(type(event), ()):
        reaction(db, tenant, stream, sequence, event, at)
    return sequence


def _next(db: Connection, tenant: str, stream: str) -> tuple[int, bytes]:
    """Move the stream's head on, which locks it: the new sequence and the hash before it."""
    first = {"tenant": tenant, "stream": stream, "sequence": 1, "hash": chain.BEGINNING}
    [(sequence, previous)] = MOVE_HEAD.run(db, first)
    return sequence, previous


def _keep_content(
    db: Connection, tenant: str, stream: str, sequence: int, actor: str, event: Event
) -> bytes:
    salt = secrets.token_bytes(16)
    body = msgspec.json.encode(event).decode()
    key = {"tenant": tenant, "stream": stream, "sequence": sequence}
    ADD_CONTENT.run(db, key | {"salt": salt, "actor": actor, "body": body})
    return chain.content_hash(salt, actor, body)
