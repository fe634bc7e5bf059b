"""The metadata that every `models.py` adds its tables to, and the column types they share.

Every table has `tenant` first in its key; moments are UTC microseconds (`clock`).
"""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def tenant_key() -> Column[str]:
    """The first column of every table's key."""
    return Column("tenant", String(40), primary_key=True)


def moment(name: str, *, optional: bool = False) -> Column[int]:
    """A moment, UTC microseconds."""
    return Column(name, BigInteger, nullable=optional)


def digest(name: str, *, optional: bool = False, key: bool = False) -> Column[bytes]:
    """32 bytes of SHA-256."""
    return Column(name, LargeBinary(32), nullable=optional, primary_key=key)
