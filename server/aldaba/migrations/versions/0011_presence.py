"""Who has which request open at the desk just now.

Written by hand and frozen: it must not change when a `models.py` does.
"""

from aldaba.migrations.schema import moment, table, text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table."""
    table(
        "request_presence", ("number", "staff"), text("number", 9), text("staff", 32), moment("at")
    )
