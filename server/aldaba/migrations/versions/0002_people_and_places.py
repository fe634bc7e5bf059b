"""Customers with their contacts, staff with their sessions, and what requests are about.

Written by hand and frozen: it must not change when a `models.py` does.
"""

import sqlalchemy as sa

from aldaba.migrations.schema import blob, digest, flag, index, integer, moment, table, text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _customers()
    _staff()
    _places()
    _products()


def _customers() -> None:
    table(
        "customer",
        ("id",),
        text("id", 32),
        text("name", 200),
        text("language", 12),
        text("document_kind", 12, null=True),
        blob("document_sealed", null=True),
        digest("document_index", null=True),
        moment("created_at"),
    )
    index("customer", "tenant", "document_index")
    table(
        "customer_contact",
        ("customer", "kind", "value"),
        text("customer", 32),
        text("kind", 10),
        text("value", 254),
        moment("verified_at", null=True),
    )
    index("customer_contact", "tenant", "kind", "value")


def _staff() -> None:
    table(
        "staff",
        ("id",),
        text("id", 32),
        text("email", 254),
        text("name", 200),
        text("role", 20),
        text("language", 12),
        text("password", 200, null=True),
        integer("password_version"),
        flag("active"),
        moment("created_at"),
        sa.UniqueConstraint("tenant", "email", name="uq_staff_tenant_email"),
    )
    table(
        "staff_session",
        ("id",),
        digest("id"),
        text("staff", 32),
        moment("created_at"),
        moment("expires_at"),
    )


def _places() -> None:
    table(
        "development",
        ("id",),
        text("id", 40),
        text("name", 200),
        text("place", 200),
        text("block_word", 40),
        text("unit_word", 40),
    )
    table(
        "unit",
        ("development", "block", "unit"),
        text("development", 40),
        text("block", 60),
        text("unit", 60),
        moment("handed_over_at", null=True),
    )


def _products() -> None:
    table(
        "product",
        ("model", "serial_number"),
        text("model", 60),
        text("serial_number", 60),
        text("name", 200),
        text("invoice", 60),
        text("customer", 32, null=True),
        moment("sold_at", null=True),
        moment("registered_at", null=True),
    )
    index("product", "tenant", "invoice")
