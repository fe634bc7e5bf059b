"""A PostgreSQL server for tests, and a database of it that is washed between them."""

from pathlib import Path

import psycopg
from msgspec import Struct

ROLE = "aldaba"
DATABASE = "tests"

# What of the schema a test may have changed: each name with what tells it from the one before.
SCHEMA = """SELECT array_agg(row ORDER BY row) FROM (
    SELECT ROW('c', oid, relname, relrowsecurity, relforcerowsecurity)::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT ROW('t', oid, tgname, tgenabled)::text FROM pg_trigger
    UNION ALL SELECT ROW('p', oid, polname)::text FROM pg_policy
    UNION ALL SELECT ROW('f', oid, proname, prosrc)::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
) AS named(row)"""
LEAVE = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class PostgreSQL(Struct, frozen=True):
    """A running server: `admin` makes databases, tests go in as the role `aldaba`."""

    admin: psycopg.Connection
    sockets: Path

    def url(self, database: str) -> str:
        return f"postgresql://{ROLE}@/{database}?host={self.sockets}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database that the plain role owns; its address."""
        self.admin.execute(f"CREATE DATABASE {database} TEMPLATE {template} OWNER {ROLE}")
        return self.url(database)


class Washed:
    """A copy of the database `template`, whose rows `wash` takes away again: a tenth of the time
    that a new copy takes. Where a test changed the schema, it is made anew."""

    def __init__(self, server: PostgreSQL, template: str) -> None:
        self._server = server
        self._template = template
        self._open()

    def _open(self) -> None:
        self.url = self._server.create(DATABASE, self._template)
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        with self._inside() as db:
            names = [name for (name,) in db.execute(tables) if name != "alembic_version"]
            self._schema = db.execute(SCHEMA).fetchone()
        self._empty = ";".join(f'DELETE FROM "{name}"' for name in names)

    def _inside(self) -> psycopg.Connection:
        """One for each time: tests end the connections of others."""
        user, socket = self._server.admin.info.user, str(self._server.sockets)
        return psycopg.connect(host=socket, user=user, dbname=DATABASE, autocommit=True)

    def wash(self) -> None:
        """Nobody is in it afterwards, and nothing."""
        with self._inside() as db:
            db.execute(LEAVE)
            same = db.execute(SCHEMA).fetchone() == self._schema
            if same:  # what keeps history from being deleted is a trigger
                db.execute(f"SET session_replication_role = replica;{self._empty}")
        if not same:
            self.close()
            self._open()

    def close(self) -> None:
        """Drop it."""
        self._server.admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
