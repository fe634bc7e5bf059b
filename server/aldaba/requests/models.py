"""The record everybody works on. One number for life: `stage` is `pre_request` or
`service_request`, `status` a code of the tenant's workflow (`requests.status`), `turn` its place in
the queue before others, `particulars` what the status says beside its name (`requests.sentences`).
Contacts stay here as they were written: a submission never touches a customer's own (decision 14).
`search` and `request_word` hold the words it is found by (`requests.search`). `responsible` answers
for it, `request_colleague` has who else does. The customer of a `quiet` one wants no mail for
each change, and doesn't see one that is not `shown`.
A `test` was sent to try the form: it is never open, so that no queue and no count has it."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    false,
    text,
    true,
)

from aldaba.storage.tables import digest, metadata, moment, tenant_key

# Partial, so that a desk with a million closed requests is as quick as one with none.
WHILE_OPEN: dict[str, Any] = {
    "sqlite_where": text("open = 1"),
    "postgresql_where": text("open"),
}
ONCE_CLOSED: dict[str, Any] = {
    "sqlite_where": text("open = 0"),
    "postgresql_where": text("NOT open"),
}
# The queue's order, then what its counts look at: they are read from the index alone.
QUEUE = ("tenant", "turn", "waiting_since", "number", "status", "responsible", "team", "answer_by")

request = Table(
    "request",
    metadata,
    tenant_key(),
    Column("number", String(9), primary_key=True),
    Column("stage", String(20), nullable=False),
    Column("status", String(40), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("language", String(12), nullable=False),
    moment("opened_at"),
    moment("waiting_since"),
    moment("answer_by"),
    Column("subject", String(60), nullable=False),
    Column("sub_subject", String(60), nullable=False, default=""),
    Column("emergency", Boolean, nullable=False, default=False),
    Column("description", Text, nullable=False),
    Column("development", String(200), nullable=False, default=""),
    Column("block", String(60), nullable=False, default=""),
    Column("unit", String(60), nullable=False, default=""),
    Column("product", String(200), nullable=False, default=""),
    Column("model", String(60), nullable=False, default=""),
    Column("serial_number", String(60), nullable=False, default=""),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, default=""),
    Column("phone", String(40), nullable=False, default=""),
    Column("document_kind", String(12), nullable=False, default=""),
    Column("document_sealed", LargeBinary),
    digest("document_index", optional=True),
    Column("answers", Text, nullable=False),
    Column("form_version", String(64), nullable=False),
    Column("conditions_version", String(64), nullable=False, default=""),
    Column("privacy_version", String(64), nullable=False, default=""),
    Column("customer", String(32)),
    Column("responsible", String(32), nullable=False, default=""),
    Column("team", String(60), nullable=False, default=""),
    Column("priority", String(10), nullable=False, default="normal"),
    Column("reason", Text, nullable=False, default=""),
    Column("crowded_network", Boolean, nullable=False, default=False),
    Column("test", Boolean, nullable=False, default=False, server_default=false()),
    Column("quiet", Boolean, nullable=False, default=False, server_default=false()),
    Column("shown", Boolean, nullable=False, default=True, server_default=true()),
    Column("turn", SmallInteger, nullable=False, default=3, server_default=text("3")),
    Column("particulars", Text, nullable=False, default="{}", server_default=text("'{}'")),
    Column("reopenings", Integer, nullable=False, default=0, server_default=text("0")),
    Column("search", Text, nullable=False, default="", server_default=text("''")),
    Index("ix_request_open", *QUEUE, **WHILE_OPEN),
    Index("ix_request_open_place", "tenant", "development", "unit", **WHILE_OPEN),
    Index("ix_request_closed", "tenant", "waiting_since", "number", **ONCE_CLOSED),
    Index("ix_request_closed_status", "tenant", "status", "waiting_since", "number", **ONCE_CLOSED),
    Index("ix_request_closed_opened_at", "tenant", "opened_at", "number", **ONCE_CLOSED),
    Index("ix_request_tenant_document_index", "tenant", "document_index"),
)

request_colleague = Table(
    "request_colleague",
    metadata,
    tenant_key(),
    Column("staff", String(32), primary_key=True),
    Column("number", String(9), primary_key=True),
    Index("ix_request_colleague_tenant_number", "tenant", "number"),
)

request_presence = Table(  # who has it open just now (`requests.presence`)
    "request_presence",
    metadata,
    tenant_key(),
    Column("number", String(9), primary_key=True),
    Column("staff", String(32), primary_key=True),
    moment("at"),
)

digest_item = Table(  # what a day's mail to one of the staff tells (`requests.digest`)
    "digest_item",
    metadata,
    tenant_key(),
    Column("digest", String(32), primary_key=True),
    Column("stream", String(80), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("staff", String(32), nullable=False),
    moment("at"),
    Index("ix_digest_item_tenant_staff_at", "tenant", "staff", "at"),
)

# Words in the order of their bytes, whatever the database's language: found by their beginning.
word = String(40).with_variant(String(40, collation="C"), "postgresql")

request_word = Table(
    "request_word",
    metadata,
    tenant_key(),
    Column("word", word, primary_key=True),
    Column("number", String(9), primary_key=True),
    sqlite_with_rowid=False,
)
