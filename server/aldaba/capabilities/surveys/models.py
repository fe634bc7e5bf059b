"""Who may answer which survey until when, and what they said.

An invitation's `state` is `planned` (looked at again at `due_at`), `invited`, `answered`,
`declined` or `dropped`; `why` says why that (`withheld`, `off`, `refused`, `recent`, `superseded`,
`erased`). `link_until` is when the mailed link ends, `contact` a keyed hash of the e-mail address
(`storage.keys`). A response is a row for each time that the customer sent answers;
`invitation.version` is the one that counts, 0 while there is none.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, text

from aldaba.storage.tables import digest, metadata, moment, tenant_key

# An index of the low scores that nobody took care of, which are few.
UNHANDLED: dict[str, Any] = {
    "sqlite_where": text("low = 1 AND handled_at IS NULL"),
    "postgresql_where": text("low AND handled_at IS NULL"),
}

invitation = Table(
    "survey_invitation",
    metadata,
    tenant_key(),
    Column("number", String(9), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("why", String(12), nullable=False),
    Column("survey", String(40), nullable=False),
    Column("form_version", String(64), nullable=False),
    moment("closed_at"),
    moment("settled_at", optional=True),
    moment("due_at", optional=True),
    moment("invited_at", optional=True),
    moment("deadline", optional=True),
    moment("link_until", optional=True),
    moment("answered_at", optional=True),
    Column("version", Integer, nullable=False),
    Column("low", Boolean, nullable=False),
    moment("handled_at", optional=True),
    digest("contact", optional=True),
    Index("ix_survey_invitation_state_due_at", "state", "due_at"),
    Index("ix_survey_invitation_tenant_contact", "tenant", "contact"),
    Index("ix_survey_invitation_tenant_invited_at", "tenant", "invited_at"),
    Index("ix_survey_invitation_unhandled", "tenant", "answered_at", **UNHANDLED),
)

response = Table(
    "survey_response",
    metadata,
    tenant_key(),
    Column("number", String(9), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    moment("at"),
    Column("language", String(12), nullable=False),
    Column("form_version", String(64), nullable=False),
    Column("answers", Text, nullable=False),
)

# Whether staff want a request's customer to be asked, where they said so.
wish = Table(
    "survey_wish",
    metadata,
    tenant_key(),
    Column("number", String(9), primary_key=True),
    Column("send", Boolean, nullable=False),
)

refusal = Table(
    "survey_refusal",
    metadata,
    tenant_key(),
    digest("contact", key=True),
    moment("at"),
)
