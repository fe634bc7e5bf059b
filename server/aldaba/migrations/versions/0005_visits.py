"""Visits to a customer, and who comes.

Written by hand and frozen: it must not change when a `models.py` does.
"""

from aldaba.migrations.schema import flag, index, integer, moment, table, text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    table(
        "technician",
        ("id",),
        text("id", 16),
        text("name", 100),
        text("badge", 40),
        text("phone", 40),
        text("email", 254),
        text("photo", 32),
        flag("active"),
    )
    table(
        "visit",
        ("id",),
        text("id", 16),
        text("number", 9),
        text("purpose", 12),
        moment("begins"),
        moment("ends"),
        text("technician", 16),
        text("state", 10),
        integer("revision"),
        integer("assignment"),
    )
    index("visit", "tenant", "number")
    index("visit", "tenant", "state", "begins")
