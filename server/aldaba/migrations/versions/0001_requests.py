"""Requests with their history, what people saw when they sent them, photos and mail.

Written by hand and frozen: it must not change when a `models.py` does. There is no way down; a
backup is.
"""

from typing import Any

import sqlalchemy as sa

from aldaba.migrations.schema import (
    blob,
    column,
    digest,
    flag,
    index,
    integer,
    long_text,
    moment,
    table,
    text,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _events()
    _forms()
    _requests()
    _photos()
    _outbox()
    _throttle()


def _events() -> None:
    table(
        "event",
        ("stream", "sequence"),
        text("stream", 80),
        integer("sequence"),
        text("kind", 60),
        moment("at"),
        text("role", 20),
        digest("content_hash"),
        digest("previous_hash"),
        digest("hash"),
    )
    table(
        "event_content",
        ("stream", "sequence"),
        text("stream", 80),
        integer("sequence"),
        column("salt", sa.LargeBinary(16)),
        text("actor", 200),
        long_text("body"),
    )
    table("stream_head", ("stream",), text("stream", 80), integer("sequence"), digest("hash"))


def _forms() -> None:
    table(
        "form_version",
        ("hash",),
        text("hash", 64),
        text("form", 40),
        text("language", 12),
        long_text("source"),
        moment("shown_at"),
    )
    table(
        "terms_version",
        ("hash",),
        text("hash", 64),
        text("name", 20),
        text("language", 12),
        long_text("source"),
        long_text("rendered"),
        moment("shown_at"),
    )
    table(
        "idempotency",
        ("key",),
        text("key", 80),
        digest("content"),
        long_text("outcome"),
        moment("created_at"),
    )
    index("idempotency", "tenant", "created_at")


def _requests() -> None:
    table("request", ("number",), *_request_state(), *_request_facts(), *_request_person())
    index("request", "tenant", "open", "waiting_since", name="ix_request_queue")
    index("request", "tenant", "document_index")


def _request_state() -> list[sa.Column[Any]]:
    return [
        text("number", 9),
        text("stage", 20),
        text("status", 40),
        flag("open"),
        integer("version"),
        text("language", 12),
        moment("opened_at"),
        moment("waiting_since"),
        moment("answer_by"),
        text("form_version", 64),
        text("conditions_version", 64),
        text("privacy_version", 64),
        text("responsible", 32),
        text("team", 60),
        text("priority", 10),
        long_text("reason"),
        flag("crowded_network"),
    ]


def _request_facts() -> list[sa.Column[Any]]:
    return [
        text("subject", 60),
        text("sub_subject", 60),
        flag("emergency"),
        long_text("description"),
        text("development", 200),
        text("block", 60),
        text("unit", 60),
        text("product", 200),
        text("model", 60),
        text("serial_number", 60),
        long_text("answers"),
    ]


def _request_person() -> list[sa.Column[Any]]:
    return [
        text("name", 200),
        text("email", 254),
        text("phone", 40),
        text("document_kind", 12),
        blob("document_sealed", null=True),
        digest("document_index", null=True),
        text("customer", 32, null=True),
    ]


def _photos() -> None:
    table(
        "photo",
        ("id",),
        text("id", 32),
        text("stream", 80, null=True),
        integer("sequence", null=True),
        text("digest", 64),
        text("name", 200),
        integer("width"),
        integer("height"),
        moment("staged_at"),
    )
    index("photo", "tenant", "stream")
    index("photo", "staged_at")


def _outbox() -> None:
    table(
        "outbox",
        ("id",),
        text("id", 32),
        text("kind", 60),
        text("stream", 80),
        integer("sequence"),
        text("recipient", 80),
        text("language", 12),
        text("state", 10),
        integer("attempts"),
        moment("created_at"),
        moment("due_at"),
        moment("sent_at", null=True),
        text("message_id", 200, null=True),
        blob("message", null=True),
        long_text("undelivered", null=True),
        long_text("last_error", null=True),
    )
    index("outbox", "state", "due_at")
    index("outbox", "tenant", "stream")


def _throttle() -> None:
    tokens = column("tokens", sa.Float())
    table("throttle", ("bucket",), text("bucket", 120), tokens, moment("refilled_at"))
