"""What is done to outbox rows, each in one transaction.

A claimed row is leased: its `due_at` moves to the end of the lease, and what comes of the try is
written only if it still stands there. So a row whose process died comes due again by itself, and a
try that outlived its lease writes nothing over its successor's.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from aldaba.outbox.models import outbox
from aldaba.storage.statement import Statement

ADD = Statement(lambda insert: insert(outbox).on_conflict_do_nothing())


def add(
    db: Connection,
    tenant: str,
    kind: str,
    *,
    id: str,  # noqa: A002 - the column's name
    stream: str,
    sequence: int,
    recipient: str,
    language: str,
    at: int,
    due_at: int | None = None,
) -> None:
    """Put a mail of `kind` (`capability.Email`) about event `sequence` of `stream` in the outbox,
    to be sent at `due_at`, or at once. `recipient` is `customer`, `team` or `staff:<id>`;
    an empty `language` is the company's first.

    The same `id` a second time changes nothing.
    """
    row = {
        "tenant": tenant,
        "id": id,
        "kind": kind,
        "stream": stream,
        "sequence": sequence,
        "recipient": recipient,
        "language": language,
        "state": "due",
        "attempts": 0,
        "created_at": at,
        "due_at": at if due_at is None else due_at,
    }
    ADD.run(db, row)


def due(
    db: Connection,
    _every_tenant: str,
    now: int,
    per_tenant: int,
    busy: Collection[str],
    at_most: int,
) -> Sequence[Row[Any, Any]]:
    """(tenant, id) of what is due, at most `per_tenant` of each that is not `busy`; the tenants
    take turns, each with its oldest first."""
    turn = func.row_number().over(partition_by=outbox.c.tenant, order_by=outbox.c.due_at)
    ready = (
        select(outbox.c.tenant, outbox.c.id, outbox.c.due_at, turn.label("turn"))
        .where(outbox.c.state == "due", outbox.c.due_at <= now, outbox.c.tenant.not_in(busy))
        .subquery()
    )
    first = select(ready.c.tenant, ready.c.id).where(ready.c.turn <= per_tenant)
    return db.execute(first.order_by(ready.c.turn, ready.c.due_at).limit(at_most)).all()


def lease(
    db: Connection, tenant: str, ids: Collection[str], now: int, until: int
) -> Sequence[Row[Any]]:
    """Claim the rows `ids` that still are due, until the moment `until`. Those that another process
    claims at the same time are left to it."""
    free = (
        select(outbox.c.id)
        .where(
            outbox.c.tenant == tenant,
            outbox.c.id.in_(ids),
            outbox.c.state == "due",
            outbox.c.due_at <= now,
        )
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(outbox)
        .where(outbox.c.tenant == tenant, outbox.c.id.in_(free))
        .values(due_at=until)
        .returning(*outbox.c)
    )
    return db.execute(claimed).all()


def settle(
    db: Connection, tenant: str, row: Row[Any], columns: Mapping[str, object]
) -> Row[Any] | None:
    """Write what came of a try of the leased `row`: the row as it is now, or None when its lease
    is over."""
    settled = (
        update(outbox)
        .where(
            outbox.c.tenant == tenant,
            outbox.c.id == row.id,
            outbox.c.state == "due",
            outbox.c.due_at == row.due_at,
        )
        .values(**columns)
        .returning(*outbox.c)
    )
    return db.execute(settled).one_or_none()
