"""INSERT … ON CONFLICT, which each database's dialect has for itself."""

from collections.abc import Callable

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert

INSERTS: dict[str, Callable[[Table], Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def insert_into(db: Connection, table: Table) -> Insert:
    """An INSERT into `table` that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return INSERTS[db.dialect.name](table)
