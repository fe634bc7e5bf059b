"""Alembic, told where the migrations are and which connection to use."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(db: Connection, to: str = "head") -> None:
    """Run the migrations that the database lacks up to the revision `to`, in the transaction that
    `db` is in."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = db
    command.upgrade(config, to)
