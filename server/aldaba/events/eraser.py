"""Erasing a person from the history: the content goes, the chain stays whole, and an event says
what went. Content that is gone without one was taken by somebody else (`events.verifier`)."""

from sqlalchemy import Connection, delete, select

from aldaba.events.erasure import ContentErased
from aldaba.events.models import event as event_table
from aldaba.events.models import event_content
from aldaba.events.recorder import record


def erase(
    db: Connection, tenant: str, stream: str, *, at: int, role: str, actor: str = ""
) -> tuple[int, ...]:
    """Delete what every event of `stream` says, but for earlier erasings; their sequences."""
    mine = (event_content.c.tenant == tenant, event_content.c.stream == stream)
    erasings = select(event_table.c.sequence).where(
        event_table.c.tenant == tenant,
        event_table.c.stream == stream,
        event_table.c.kind == ContentErased.__name__,
    )
    told = select(event_content.c.sequence).where(*mine, event_content.c.sequence.not_in(erasings))
    sequences = tuple(db.scalars(told.order_by(event_content.c.sequence)))
    if sequences:
        record(
            db, tenant, stream, ContentErased(sequences=sequences), at=at, role=role, actor=actor
        )
        db.execute(delete(event_content).where(*mine, event_content.c.sequence.in_(sequences)))
    return sequences
