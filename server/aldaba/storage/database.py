"""The database behind two verbs: `Store.write` and `Store.read` run a plain function of a
connection in one transaction, on a thread, and give back what it returns.

Its URL says which database it is: SQLite for one process (`storage.sqlite`), PostgreSQL for more
(`storage.postgresql`).
"""

import importlib
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol, cast

from sqlalchemy import Connection

from aldaba.settings import SettingsError
from aldaba.storage.lane import Job, Lane, P, T
from aldaba.storage.sqlite import DatabaseInUse

__all__ = [
    "EVERY_TENANT",
    "DatabaseInUse",
    "Store",
    "about",
    "open_reader",
    "open_store",
    "open_writer",
]

KINDS = ("sqlite", "postgresql")
EVERY_TENANT = "*"  # a look across tenants, which only `tenants.ACROSS` admit


class Store:
    """An open database. `open_store` makes it; whoever opened it closes it."""

    def __init__(self, writer: Lane, reader: Lane, opened: ExitStack) -> None:
        self._writer = writer
        self._reader = reader
        self._opened = opened

    async def write(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job(db, tenant, …)` in one transaction; what it returns, once that is on the disk.

        Raises what `job` raises, after rolling back, and Problem `storage_unavailable`. The job
        may run several times (`group_commit`, `lane`) before one run counts, so it touches nothing
        but `db`. When the caller stops waiting, it is run all the same.
        """
        return await self._writer.run(tenant, job, *args, **kwargs)

    async def read(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job(db, tenant, …)` over one snapshot, which it can't write to.

        Raises what `job` raises, and Problem `storage_unavailable`.
        """
        return await self._reader.run(tenant, job, *args, **kwargs)

    def tally(self) -> dict[str, int]:
        """`waiting` jobs, and `jobs` committed in how many `batches`; nothing where each job has
        its own transaction."""
        return self._writer.tally()

    def close(self) -> None:
        """Finish the jobs that wait, then close every connection."""
        self._opened.close()


def open_store(database_url: str) -> Store:
    """The database at `sqlite:///<path>` or `postgresql://…`, migrated before (`migrate`).

    Raises DatabaseInUse when another process has the SQLite file, and SettingsError.
    """
    with ExitStack() as opened:
        writer = opened.enter_context(open_writer(database_url))
        reader = opened.enter_context(open_reader(database_url))
        kept = opened.pop_all()
    return Store(writer, reader, kept)


def open_writer(database_url: str) -> AbstractContextManager[Lane]:
    """The lane that writes to the database; see `open_store`."""
    return _kind(database_url).writer(database_url)


def open_reader(database_url: str) -> AbstractContextManager[Lane]:
    """A lane that reads it, beside whatever process writes."""
    return _kind(database_url).reader(database_url)


def about(db: Connection, _tenant: str) -> str:
    """Which database this is and how it is used, for operators."""
    if db.dialect.name == "postgresql":
        version = db.exec_driver_sql("SHOW server_version").scalar()
        return f"database: PostgreSQL {version}, row-level security, any number of processes"
    version = db.exec_driver_sql("SELECT sqlite_version()").scalar()
    mode = db.exec_driver_sql("PRAGMA journal_mode").scalar()
    return f"database: SQLite {version}, journal {mode}, one process writes"


class Kind(Protocol):
    """What a module of this package gives that knows one kind of database."""

    def writer(self, url: str, /) -> AbstractContextManager[Lane]: ...
    def reader(self, url: str, /) -> AbstractContextManager[Lane]: ...


def _kind(database_url: str) -> Kind:
    """The module that knows the database; only that one is imported, which start-up feels."""
    scheme = database_url.partition("://")[0]
    if scheme not in KINDS:
        raise SettingsError(
            f"ALDABA_DATABASE_URL: {scheme} is not known. Write sqlite:///<path> or postgresql://…"
        )
    return cast(Kind, importlib.import_module(f"aldaba.storage.{scheme}"))
