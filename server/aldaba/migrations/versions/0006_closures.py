"""Closures of requests, the certificates of those that were accepted, and how often a request was
reopened.

Written by hand and frozen: it must not change when a `models.py` does.
"""

import sqlalchemy as sa
from alembic import op

from aldaba.migrations.schema import (
    blob,
    digest,
    flag,
    index,
    integer,
    long_text,
    moment,
    table,
    text,
)

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, add the column."""
    table(
        "closure",
        ("number", "round"),
        text("number", 9),
        integer("round"),
        integer("revision"),
        text("state", 12),
        text("before", 12),
        flag("postponed"),
        integer("closed_sequence"),
        integer("decided_sequence"),
        *(moment(name) for name in ("closed_at", "answer_by", "reopen_by", "link_until")),
        *(moment(name, null=True) for name in ("silence_at", "remind_at", "decided_at", "undo_by")),
    )
    index("closure", "state", "silence_at", name="ix_closure_silence")
    table(
        "certificate",
        ("code",),
        text("code", 20),
        text("number", 9),
        integer("round"),
        integer("sequence"),
        long_text("statement"),
        text("key", 40),
        digest("public_key"),
        blob("signature"),
        moment("issued_at"),
    )
    index("certificate", "tenant", "number")
    reopened = sa.Column("reopenings", sa.Integer(), nullable=False, server_default=sa.text("0"))
    op.add_column("request", reopened)
