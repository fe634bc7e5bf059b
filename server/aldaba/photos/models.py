"""Photos: staged under a signed id until a form is sent, then part of one request's stream.

`id` names the two files in the store, `<id>.jpg` and `<id>.thumb.jpg`; `digest` is the SHA-256 of
the first, by which a form that is sent twice is seen to carry the same photos. A file belongs to
one row only, so that the sweep never takes what another row still shows.
"""

from sqlalchemy import Column, Index, Integer, String, Table

from aldaba.storage.tables import metadata, moment, tenant_key

photo = Table(
    "photo",
    metadata,
    tenant_key(),
    Column("id", String(32), primary_key=True),
    Column("stream", String(80)),
    Column("sequence", Integer),
    Column("digest", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    moment("staged_at"),
    Index("ix_photo_tenant_stream", "tenant", "stream"),
    Index("ix_photo_staged_at", "staged_at"),
)
