"""The words that migrations are written in. Frozen like these: add, never change."""

from typing import Any

import sqlalchemy as sa
from alembic import op


def table(name: str, key: tuple[str, ...], *rest: sa.Column[Any] | sa.UniqueConstraint) -> None:
    """Make a table whose key is the tenant and `key`."""
    primary = sa.PrimaryKeyConstraint("tenant", *key, name=f"pk_{name}")
    op.create_table(name, text("tenant", 40), *rest, primary)


def index(on: str, *columns: str, name: str = "") -> None:
    """Make an index on `columns` of the table `on`."""
    op.create_index(name or f"ix_{on}_{'_'.join(columns)}", on, list(columns))


def column(name: str, kind: sa.types.TypeEngine[Any], *, null: bool = False) -> sa.Column[Any]:
    """A column that may be NULL only where it says so."""
    return sa.Column(name, kind, nullable=null)


def text(name: str, length: int, *, null: bool = False) -> sa.Column[Any]:
    """At most `length` characters."""
    return column(name, sa.String(length), null=null)


def long_text(name: str, *, null: bool = False) -> sa.Column[Any]:
    """Any number of characters."""
    return column(name, sa.Text(), null=null)


def integer(name: str, *, null: bool = False) -> sa.Column[Any]:
    """32 bits."""
    return column(name, sa.Integer(), null=null)


def flag(name: str) -> sa.Column[Any]:
    """True or false."""
    return column(name, sa.Boolean())


def moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    """UTC microseconds."""
    return column(name, sa.BigInteger(), null=null)


def digest(name: str, *, null: bool = False) -> sa.Column[Any]:
    """32 bytes of SHA-256."""
    return column(name, sa.LargeBinary(32), null=null)


def blob(name: str, *, null: bool = False) -> sa.Column[Any]:
    """Any number of bytes."""
    return column(name, sa.LargeBinary(), null=null)
