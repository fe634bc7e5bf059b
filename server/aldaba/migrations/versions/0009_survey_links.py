"""How long a mailed survey link holds is the company's choice, kept with the invitation.

Written by hand and frozen: it must not change when a `models.py` does.
"""

from alembic import op

from aldaba.migrations.schema import moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; links that were mailed before hold as long as they say."""
    op.add_column("survey_invitation", moment("link_until", null=True))
