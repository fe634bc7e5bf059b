"""Several people may be responsible; who is told what by mail is each one's own choice, staff's and
customers'.

Written by hand and frozen: it must not change when a `models.py` does.
"""

import sqlalchemy as sa
from alembic import op

from aldaba.migrations.schema import index, integer, moment, table, text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables and the column."""
    table("request_colleague", ("staff", "number"), text("staff", 32), text("number", 9))
    index("request_colleague", "tenant", "number")
    table(
        "staff_news",
        ("staff", "news"),
        text("staff", 32),
        text("news", 20),
        text("how", 10),
        text("timezone", 60),
    )
    table(
        "digest_item",
        ("digest", "stream", "sequence"),
        text("digest", 32),
        text("stream", 80),
        integer("sequence"),
        text("staff", 32),
        moment("at"),
    )
    index("digest_item", "tenant", "staff", "at")
    op.add_column(
        "request", sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false())
    )
