"""Bring a database to this version's schema, and put its walls up again."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from aldaba import migrations
from aldaba.storage import append_only, tenants
from aldaba.storage.database import EVERY_TENANT, open_writer


def migrate(database_url: str) -> None:
    """Upgrade the database at `database_url` in one transaction: all of it or nothing.

    Triggers and row-level security are made anew each time: Alembic's batch mode on SQLite drops
    triggers without a word, and a new table must not be forgotten. Raises as `open_store` does.
    """
    with open_writer(database_url) as lane:
        lane.transact(EVERY_TENANT, _upgrade)


def _upgrade(db: Connection, _tenant: str) -> None:
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('aldaba.migrate'))")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
    append_only.protect(db)
    tenants.separate(db)
