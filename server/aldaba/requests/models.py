"""The record everybody works on. One number for life: `stage` is `pre_request` or
`service_request`, `status` a code of the tenant's workflow. Contacts stay here as they were
written: a submission never touches a customer's own (decision 14). A `test` was sent to try the
form: it is never open, so that no queue and no count has it."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
)

from aldaba.storage.tables import digest, metadata, moment, tenant_key

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
    Index("ix_request_queue", "tenant", "open", "waiting_since"),
    Index("ix_request_tenant_document_index", "tenant", "document_index"),
)
