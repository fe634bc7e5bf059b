"""What a person saw, by hash: forms and terms as they were shown, and what became of each key."""

from sqlalchemy import Column, Index, String, Table, Text

from aldaba.storage.tables import digest, metadata, moment, tenant_key

form_version = Table(
    "form_version",
    metadata,
    tenant_key(),
    Column("hash", String(64), primary_key=True),
    Column("form", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Column("source", Text, nullable=False),
    moment("shown_at"),
)

terms_version = Table(
    "terms_version",
    metadata,
    tenant_key(),
    Column("hash", String(64), primary_key=True),
    Column("name", String(20), nullable=False),
    Column("language", String(12), nullable=False),
    Column("source", Text, nullable=False),
    Column("rendered", Text, nullable=False),
    moment("shown_at"),
)

idempotency = Table(
    "idempotency",
    metadata,
    tenant_key(),
    Column("key", String(80), primary_key=True),
    digest("content"),
    Column("outcome", Text, nullable=False),
    moment("created_at"),
    Index("ix_idempotency_tenant_created_at", "tenant", "created_at"),
)
