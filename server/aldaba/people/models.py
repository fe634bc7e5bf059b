"""Who takes part: customers with their contacts, and staff with their sessions.

A tax or identity document is never stored in clear: `document_sealed` is encrypted and
`document_index` is its keyed hash (`storage.keys`). A submission never writes these customer rows:
staff link a request to a customer.
"""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from aldaba.storage.tables import digest, metadata, moment, tenant_key

customer = Table(
    "customer",
    metadata,
    tenant_key(),
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("language", String(12), nullable=False),
    Column("document_kind", String(12)),
    Column("document_sealed", LargeBinary),
    digest("document_index", optional=True),
    moment("created_at"),
    Index("ix_customer_tenant_document_index", "tenant", "document_index"),
)

customer_contact = Table(
    "customer_contact",
    metadata,
    tenant_key(),
    Column("customer", String(32), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("value", String(254), primary_key=True),
    moment("verified_at", optional=True),
    Index("ix_customer_contact_tenant_kind_value", "tenant", "kind", "value"),
)

staff = Table(
    "staff",
    metadata,
    tenant_key(),
    Column("id", String(32), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("language", String(12), nullable=False),
    Column("password", String(200)),
    Column("password_version", Integer, nullable=False, default=0),
    Column("active", Boolean, nullable=False, default=True),
    moment("created_at"),
    UniqueConstraint("tenant", "email"),
)

staff_session = Table(
    "staff_session",
    metadata,
    tenant_key(),
    digest("id", key=True),
    Column("staff", String(32), nullable=False),
    moment("created_at"),
    moment("expires_at"),
)

staff_news = Table(  # what each chose for the mails that tell the team (`people.news`)
    "staff_news",
    metadata,
    tenant_key(),
    Column("staff", String(32), primary_key=True),
    Column("news", String(20), primary_key=True),
    Column("how", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
)

staff_team = Table(
    "staff_team",
    metadata,
    tenant_key(),
    Column("staff", String(32), primary_key=True),
    Column("team", String(60), primary_key=True),
)
