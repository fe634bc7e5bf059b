"""Each key of a submission counts once: the same content again gets the same answer.

What is compared is a keyed hash of the content, what is kept is the outcome, for 30 days.
"""

from msgspec import Struct
from sqlalchemy import Connection, delete, select

from aldaba import clock
from aldaba.forms.models import idempotency
from aldaba.storage.insert import insert_into

KEPT = 30 * clock.DAY


class Same(Struct, frozen=True):
    """The key came with this content before; `outcome` is what became of it."""

    outcome: str


class Changed(Struct, frozen=True):
    """The key came with other content before; `outcome` is what became of that."""

    outcome: str


def find(db: Connection, tenant: str, key: str, content: bytes) -> Same | Changed | None:
    """What became of `key`, or None when it is new. `content` is 32 bytes."""
    mine = (idempotency.c.tenant == tenant) & (idempotency.c.key == key)
    known = db.execute(
        select(idempotency.c.content, idempotency.c.outcome).where(mine)
    ).one_or_none()
    if known is None:
        return None
    return Same(known.outcome) if known.content == content else Changed(known.outcome)


def claim(
    db: Connection, tenant: str, key: str, content: bytes, outcome: str, at: int
) -> Same | Changed | None:
    """Keep `outcome` for `key`; None when that was done, else what became of the key before.

    Of two transactions with the same key the second waits for the first. Keys older than 30 days
    are forgotten on the way.
    """
    mine = idempotency.c.tenant == tenant
    db.execute(delete(idempotency).where(mine, idempotency.c.created_at <= at - KEPT))
    row = {"key": key, "content": content, "outcome": outcome, "created_at": at}
    claimed = db.execute(
        insert_into(db, idempotency)
        .values(tenant=tenant, **row)
        .on_conflict_do_nothing()
        .returning(idempotency.c.key)
    )
    return find(db, tenant, key, content) if claimed.first() is None else None
