"""Each key of a submission counts once: the same content again gets the same answer.

What is compared is a keyed hash of the content, what is kept is the outcome, for 30 days.
"""

import re
import secrets

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, select

from aldaba import clock
from aldaba.forms.models import idempotency
from aldaba.storage.statement import Statement

KEPT = 30 * clock.DAY
KEY = re.compile(r"[A-Za-z0-9_-]{16,60}\Z")

KNOWN = Statement(
    lambda _: select(idempotency.c.content, idempotency.c.outcome).where(
        idempotency.c.tenant == bindparam("tenant"), idempotency.c.key == bindparam("key")
    )
)
FORGET = Statement(
    lambda _: delete(idempotency).where(
        idempotency.c.tenant == bindparam("tenant"), idempotency.c.created_at <= bindparam("before")
    )
)
CLAIM = Statement(
    lambda insert: insert(idempotency).on_conflict_do_nothing().returning(idempotency.c.key)
)


class Same(Struct, frozen=True):
    """The key came with this content before; `outcome` is what became of it."""

    outcome: str


class Changed(Struct, frozen=True):
    """The key came with other content before; `outcome` is what became of that."""

    outcome: str


def fresh_key() -> str:
    """A key for a page about to be shown: 128 random bits."""
    return secrets.token_urlsafe(16)


def find(db: Connection, tenant: str, key: str, content: bytes) -> Same | Changed | None:
    """What became of `key`, or None when it is new. `content` is 32 bytes."""
    known = KNOWN.one(db, {"tenant": tenant, "key": key})
    if known is None:
        return None
    kept, outcome = known
    return Same(outcome) if kept == content else Changed(outcome)


def claim(
    db: Connection, tenant: str, key: str, content: bytes, outcome: str, at: int
) -> Same | Changed | None:
    """Keep `outcome` for `key`; None when that was done, else what became of the key before.

    Of two transactions with the same key the second waits for the first. Keys older than 30 days
    are forgotten on the way.
    """
    FORGET.run(db, {"tenant": tenant, "before": at - KEPT})
    row = {"tenant": tenant, "key": key, "content": content, "outcome": outcome, "created_at": at}
    return find(db, tenant, key, content) if CLAIM.one(db, row) is None else None
