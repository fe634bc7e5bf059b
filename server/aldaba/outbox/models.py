"""Mail that is due. A row holds no words until its first try: the worker renders it then and
freezes the bytes, so that every retry sends the same message under the same Message-ID.

`state` is `due` (to be tried at `due_at`), `sent`, `dropped` (there was nobody to write to) or
`parked` (given up, for staff to see). `undelivered` are the addresses that have not taken the
frozen `message` yet, one a line; both are emptied once it is sent. `last_error` holds no personal
data.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from aldaba.storage.tables import metadata, moment, tenant_key

outbox = Table(
    "outbox",
    metadata,
    tenant_key(),
    Column("id", String(32), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("stream", String(80), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("recipient", String(80), nullable=False),
    Column("language", String(12), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    moment("created_at"),
    moment("due_at"),
    moment("sent_at", optional=True),
    Column("message_id", String(200)),
    Column("message", LargeBinary),
    Column("undelivered", Text),
    Column("last_error", Text),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_tenant_stream", "tenant", "stream"),
)
