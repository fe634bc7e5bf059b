"""The append-only history: what happened (`event`), what it said (`event_content`), and each
stream's last link (`stream_head`). The database refuses UPDATE and DELETE on `event` and UPDATE on
`event_content` (`storage.append_only`); erasing a person deletes rows of `event_content` only."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text, and_

from aldaba.storage.tables import digest, metadata, moment, tenant_key

event = Table(
    "event",
    metadata,
    tenant_key(),
    Column("stream", String(80), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("kind", String(60), nullable=False),
    moment("at"),
    Column("role", String(20), nullable=False),
    digest("content_hash"),
    digest("previous_hash"),
    digest("hash"),
)

event_content = Table(
    "event_content",
    metadata,
    tenant_key(),
    Column("stream", String(80), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("body", Text, nullable=False),
)

stream_head = Table(
    "stream_head",
    metadata,
    tenant_key(),
    Column("stream", String(80), primary_key=True),
    Column("sequence", Integer, nullable=False),
    digest("hash"),
)

# An event's row beside the row of its content.
same_event = and_(
    event.c.tenant == event_content.c.tenant,
    event.c.stream == event_content.c.stream,
    event.c.sequence == event_content.c.sequence,
)
