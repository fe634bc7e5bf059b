"""Surveys: who is asked, what they said, who doesn't want to be asked.

Written by hand and frozen: it must not change when a `models.py` does.
"""

from aldaba.migrations.schema import digest, flag, index, integer, long_text, moment, table, text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    table(
        "survey_invitation",
        ("number", "round"),
        text("number", 9),
        integer("round"),
        text("state", 10),
        text("why", 12),
        text("survey", 40),
        text("form_version", 64),
        moment("closed_at"),
        moment("settled_at", null=True),
        moment("due_at", null=True),
        moment("invited_at", null=True),
        moment("deadline", null=True),
        moment("answered_at", null=True),
        integer("version"),
        flag("low"),
        moment("handled_at", null=True),
        digest("contact", null=True),
    )
    index("survey_invitation", "state", "due_at")
    index("survey_invitation", "tenant", "contact")
    index("survey_invitation", "tenant", "invited_at")
    table(
        "survey_response",
        ("number", "round", "version"),
        text("number", 9),
        integer("round"),
        integer("version"),
        moment("at"),
        text("language", 12),
        text("form_version", 64),
        long_text("answers"),
    )
    table("survey_wish", ("number",), text("number", 9), flag("send"))
    table("survey_refusal", ("contact",), digest("contact"), moment("at"))
