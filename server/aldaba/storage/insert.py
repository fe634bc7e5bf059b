"""INSERT … ON CONFLICT, which each database's dialect has for itself."""

import importlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = postgresql.Insert | sqlite.Insert


@cache
def insert_of(dialect: str) -> "Callable[[Table], Insert]":
    """The INSERT of `dialect`: only the one in use is imported, which start-up feels."""
    made: Callable[[Table], Insert] = importlib.import_module(
        f"sqlalchemy.dialects.{dialect}"
    ).insert
    return made


def insert_into(db: Connection, table: Table) -> "Insert":
    """An INSERT into `table` that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_of(db.dialect.name)(table)
