"""Limits that protect people, in the database so that a restart forgets nothing."""

from sqlalchemy import Column, Float, String, Table

from aldaba.storage.tables import metadata, moment, tenant_key

throttle = Table(
    "throttle",
    metadata,
    tenant_key(),
    Column("bucket", String(120), primary_key=True),
    Column("tokens", Float, nullable=False),
    moment("refilled_at"),
)
