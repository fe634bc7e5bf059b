"""Staff say whether a request's customer sees it.

Written by hand and frozen: it must not change when a `models.py` does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column; what is there is seen as before."""
    op.add_column(
        "request", sa.Column("shown", sa.Boolean(), nullable=False, server_default=sa.true())
    )
