"""Bring a database to this version's schema, and put up again what is missing of its walls."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from aldaba import migrations
from aldaba.storage import append_only, tenants
from aldaba.storage.database import EVERY_TENANT, open_writer

MIGRATIONS = Path(migrations.__path__[0])


def migrate(database_url: str) -> None:
    """Upgrade the database at `database_url` in one transaction: all of it or nothing.

    Triggers and row-level security are looked over each time, and made where they differ: Alembic's
    batch mode on SQLite drops triggers without a word, and a new table must not be forgotten. Most
    starts change nothing, and wait for nobody's transaction. Raises as `open_store` does.
    """
    with open_writer(database_url) as lane:
        lane.transact(EVERY_TENANT, _upgrade)


def _upgrade(db: Connection, _tenant: str) -> None:
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('aldaba.migrate'))")
    if _revision(db) != newest():
        # Importing Alembic takes a quarter of a second, and most starts find nothing to do.
        from aldaba.migrations.upgrade import upgrade  # noqa: PLC0415

        upgrade(db)
    append_only.protect(db)
    tenants.separate(db)


def newest() -> str:
    """The revision that this version's schema has: migrations are one line, named in its order."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]


def _revision(db: Connection) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    found: str | None = db.scalar(text("SELECT version_num FROM alembic_version"))
    return found
