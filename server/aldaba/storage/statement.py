"""Statements that every submission runs, without what it costs to ask for them anew.

SQLAlchemy writes a statement once for each kind of database; from then on its text goes straight to
the driver, in the transaction that the connection is in. Measured, that takes a quarter of the time
of `Connection.execute`. For statements of fixed text only; values go in and come out as the driver
has them.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import Connection, Executable, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import Insert

from aldaba.storage.insert import insert_of

if TYPE_CHECKING:
    from aldaba.storage.insert import Insert as DialectInsert

Build = Callable[["Callable[[Table], DialectInsert]"], Executable]
Rows = list[tuple[Any, ...]]


class Written(Struct, frozen=True):
    """The text of a statement, what picks its values in order (None where the driver takes names),
    and those that need not be given."""

    text: str
    pick: Callable[[Mapping[str, object]], Any] | None
    usual: dict[str, object]

    def values(self, given: Mapping[str, object]) -> Any:
        """`given` as the driver wants them. Raises KeyError where one is missing."""
        if self.usual:
            given = {**self.usual, **given}
        if self.pick is None:
            return given
        picked = self.pick(given)
        return picked if isinstance(picked, tuple) else (picked,)


class Statement:
    """`build(insert)` makes the statement from the database's own INSERT (`insert_into`)."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._written: dict[str, Written] = {}

    def run(self, db: Connection, values: Mapping[str, object]) -> Rows:
        """Run it with `values` by name; the rows that it returns.

        Raises the driver's own errors, which a lane tells like SQLAlchemy's.
        """
        written = self._written.get(db.dialect.name) or self._write(db.dialect)
        driver: Any = db.connection.dbapi_connection
        cursor = driver.execute(written.text, written.values(values))
        return cursor.fetchall() if cursor.description else []

    def many(self, db: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Run it once for each of `rows`, with nothing to return. Raises as `run` does."""
        if rows:
            written = self._written.get(db.dialect.name) or self._write(db.dialect)
            driver: Any = db.connection.dbapi_connection
            driver.cursor().executemany(written.text, [written.values(row) for row in rows])

    def one(self, db: Connection, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """The row that it returns, None when there is none."""
        rows = self.run(db, values)
        return rows[0] if rows else None

    def _write(self, dialect: Dialect) -> Written:
        statement = self._build(insert_of(dialect.name))
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        pick = itemgetter(*compiled.positiontup) if compiled.positional else None
        written = Written(compiled.string, pick, _left_out(statement) | constants)
        self._written[dialect.name] = written
        return written


def _left_out(statement: Executable) -> dict[str, object]:
    """What stands in a new row's columns when nobody says it."""
    columns: Any = statement.table.columns if isinstance(statement, Insert) else ()
    return {
        column.name: column.default.arg if column.default else None
        for column in columns
        if column.default or column.nullable
    }
