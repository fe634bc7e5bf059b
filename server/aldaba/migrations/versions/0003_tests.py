"""Requests that somebody sent to try the form.

Written by hand and frozen: it must not change when a `models.py` does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "request", sa.Column("test", sa.Boolean(), nullable=False, server_default=sa.false())
    )
