"""What becomes of each closing of a request, and the certificates of those that were accepted.

`closure.state` is `waiting`, `accepted`, `reopened` or `unanswered`; `before` is what it was before
the last decision, which `decided_sequence` names and which can be undone until `undo_by`. A link
carries `link_version(round, revision)`: it is superseded by a later round, revoked by a later
revision. `silence_at` is when nobody's answer closes it, NULL where that never happens.
"""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from aldaba.storage.tables import digest, metadata, moment, tenant_key

closure = Table(
    "closure",
    metadata,
    tenant_key(),
    Column("number", String(9), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False, default=0),
    Column("state", String(12), nullable=False),
    Column("before", String(12), nullable=False, default=""),
    Column("postponed", Boolean, nullable=False, default=False),
    Column("closed_sequence", Integer, nullable=False, default=0),
    Column("decided_sequence", Integer, nullable=False, default=0),
    moment("closed_at"),
    moment("answer_by"),
    moment("reopen_by"),
    moment("link_until"),
    moment("silence_at", optional=True),
    moment("remind_at", optional=True),
    moment("decided_at", optional=True),
    moment("undo_by", optional=True),
    Index("ix_closure_silence", "state", "silence_at"),
)

certificate = Table(
    "certificate",
    metadata,
    tenant_key(),
    Column("code", String(20), primary_key=True),
    Column("number", String(9), nullable=False),
    Column("round", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("statement", Text, nullable=False),
    Column("key", String(40), nullable=False),
    digest("public_key"),
    Column("signature", LargeBinary(64), nullable=False),
    moment("issued_at"),
    Index("ix_certificate_tenant_number", "tenant", "number"),
)
