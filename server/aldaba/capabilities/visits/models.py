"""Visits, and the people who come. `technician` needs no account at the desk: many are contractors,
and the link of each visit is all they need. `revision` goes up with whatever is told of a visit, as
the SEQUENCE of its calendar entry (RFC 5545, 3.8.7.4); `assignment` with another technician, so
that the link of the one before ends."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from aldaba.storage.tables import metadata, moment, tenant_key

technician = Table(
    "technician",
    metadata,
    tenant_key(),
    Column("id", String(16), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("badge", String(40), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("email", String(254), nullable=False),
    Column("photo", String(32), nullable=False),
    Column("active", Boolean, nullable=False),
)

visit = Table(
    "visit",
    metadata,
    tenant_key(),
    Column("id", String(16), primary_key=True),
    Column("number", String(9), nullable=False),
    Column("purpose", String(12), nullable=False),
    moment("begins"),
    moment("ends"),
    Column("technician", String(16), nullable=False),
    Column("state", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("assignment", Integer, nullable=False),
    Index("ix_visit_tenant_number", "tenant", "number"),
    Index("ix_visit_tenant_state_begins", "tenant", "state", "begins"),
)
