"""The desk's queue: its order, the words that requests are found by, and the teams of staff.

Written by hand and frozen: it must not change when a `models.py` does.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from aldaba.migrations.schema import table, text

revision = "0004"
down_revision = "0003"

OPEN: dict[str, Any] = {"sqlite_where": sa.text("open = 1"), "postgresql_where": sa.text("open")}
CLOSED: dict[str, Any] = {
    "sqlite_where": sa.text("open = 0"),
    "postgresql_where": sa.text("NOT open"),
}
COLUMNS: tuple[tuple[str, sa.types.TypeEngine[Any], str], ...] = (
    ("turn", sa.SmallInteger(), "3"),
    ("particulars", sa.Text(), "'{}'"),
    ("search", sa.Text(), "''"),
)
INDEXES = (
    (
        "ix_request_open",
        "turn waiting_since number status responsible team answer_by",
        OPEN,
    ),
    ("ix_request_open_place", "development unit", OPEN),
    ("ix_request_closed", "waiting_since number", CLOSED),
    ("ix_request_closed_status", "status waiting_since number", CLOSED),
    ("ix_request_closed_opened_at", "opened_at number", CLOSED),
)


def upgrade() -> None:
    """Add the columns, the words and the indexes."""
    for name, kind, default in COLUMNS:
        column = sa.Column(name, kind, nullable=False, server_default=sa.text(default))
        op.add_column("request", column)
    word = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
    op.create_table(
        "request_word",
        text("tenant", 40),
        sa.Column("word", word, nullable=False),
        text("number", 9),
        sa.PrimaryKeyConstraint("tenant", "word", "number", name="pk_request_word"),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_request_queue", "request")
    for name, columns, where in INDEXES:
        op.create_index(name, "request", ["tenant", *columns.split()], **where)
    table("staff_team", ("staff", "team"), text("staff", 32), text("team", 60))
