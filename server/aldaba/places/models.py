"""What requests are about: developments with their blocks and units, and products by model and
serial number. Free text on a request is never refused for missing here."""

from sqlalchemy import Column, Index, String, Table

from aldaba.storage.tables import metadata, moment, tenant_key

development = Table(
    "development",
    metadata,
    tenant_key(),
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("place", String(200), nullable=False, default=""),
    Column("block_word", String(40), nullable=False, default=""),
    Column("unit_word", String(40), nullable=False, default=""),
)

unit = Table(
    "unit",
    metadata,
    tenant_key(),
    Column("development", String(40), primary_key=True),
    Column("block", String(60), primary_key=True),
    Column("unit", String(60), primary_key=True),
    moment("handed_over_at", optional=True),
)

product = Table(
    "product",
    metadata,
    tenant_key(),
    Column("model", String(60), primary_key=True),
    Column("serial_number", String(60), primary_key=True),
    Column("name", String(200), nullable=False, default=""),
    Column("invoice", String(60), nullable=False, default=""),
    Column("customer", String(32)),
    moment("sold_at", optional=True),
    moment("registered_at", optional=True),
    Index("ix_product_tenant_invoice", "tenant", "invoice"),
)
