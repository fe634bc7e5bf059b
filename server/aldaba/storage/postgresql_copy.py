"""A PostgreSQL database as a file for each table, copied over one snapshot while it is written to.

Our own COPY, not `pg_dump`: that has to be above row-level security, or it sees no rows, and has to
be as new as the server; a plain role is enough here (`tenants.BACKUP`).
"""

from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Connection, inspect, text

from aldaba.settings import SettingsError
from aldaba.storage import append_only, tenants
from aldaba.storage.database import EVERY_TENANT, open_writer

TABLES = (
    "SELECT table_name::text FROM information_schema.tables"
    " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
)
REVISION = "alembic_version"


def take(url: str, folder: Path) -> None:
    """Copy every table of the database at `url` into `folder`. Raises SettingsError where none can
    be read."""
    try:
        with psycopg.connect(url) as db:
            db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            db.read_only = True
            db.execute("SELECT set_config('aldaba.tenant', %s, true)", [tenants.BACKUP])
            for (table,) in db.execute(TABLES).fetchall():
                _take(db, table, folder / table)
    except psycopg.OperationalError as error:
        said = " ".join(str(error).split())
        raise SettingsError(
            f"ALDABA_DATABASE_URL: no database can be read there: {said}"
        ) from error


def _take(db: psycopg.Connection, table: str, target: Path) -> None:
    """The first line names the columns: the same table may have them in another order elsewhere."""
    columns = [
        about.name
        for about in db.execute(_named("SELECT * FROM {} LIMIT 0", table)).description or ()
    ]
    with (
        target.open("wb") as file,
        db.cursor().copy(_named("COPY (SELECT * FROM {}) TO STDOUT", table)) as copy,
    ):
        file.write(",".join(columns).encode() + b"\n")
        for block in copy:
            file.write(block)


def refuse_unless_empty(url: str) -> None:
    """Raise SettingsError where tables are."""
    with open_writer(url) as lane:
        if lane.transact(EVERY_TENANT, lambda db, _tenant: inspect(db).get_table_names()):
            raise SettingsError(
                "ALDABA_DATABASE_URL: that database is not empty. Name one without tables."
            )


def put(url: str, folder: Path) -> None:
    """Make the tables as they were when `folder` was copied, and fill them, in one transaction."""
    with open_writer(url) as lane:
        lane.transact(EVERY_TENANT, _put, folder)


def _put(db: Connection, _tenant: str, folder: Path) -> None:
    from aldaba.migrations.upgrade import upgrade  # noqa: PLC0415 - as in `storage.migrate`

    db.execute(text("SET LOCAL statement_timeout = 0"))
    upgrade(db, (folder / REVISION).read_text().splitlines()[1])
    raw = db.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - of this dialect
    for file in folder.iterdir():
        if file.name != REVISION:
            _fill(raw, file)
    append_only.protect(db)
    tenants.separate(db)


def _fill(db: psycopg.Connection, file: Path) -> None:
    with file.open("rb") as source:
        columns = [sql.Identifier(name) for name in source.readline().decode().strip().split(",")]
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(file.name), sql.SQL(", ").join(columns)
        )
        with db.cursor().copy(into) as copy:
            while block := source.read(2**20):
                copy.write(block)


def _named(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(table))
