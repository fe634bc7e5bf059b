"""SQLite for one process: one connection writes and checkpoints, readers never do.

SQLite 3.7.0 to 3.51.2 (mended in 3.44.6, 3.50.7 and 3.51.3) can corrupt a WAL database when two
connections share it and one resets the log. A single writer beside read-only readers is safe from
that, and faster: writers that share the file wait for each other.
"""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, QueuePool, create_engine

from aldaba.settings import SettingsError
from aldaba.storage.group_commit import GroupCommit
from aldaba.storage.lane import Lane

PREFIX = "sqlite:///"
BUSY_SECONDS = 5.0
READERS = 4

WRITER = (
    "secure_delete = ON",  # what is erased leaves the file too; first, before a page is written
    "journal_mode = WAL",
    "synchronous = FULL",
    "recursive_triggers = ON",  # INSERT OR REPLACE deletes; append-only tables must notice
)
READER = ("query_only = ON",)

OUT_OF_SERVICE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}

log = logging.getLogger(__name__)


class DatabaseInUse(Exception):
    """Another process has this SQLite file open; its text says what to do."""


@contextmanager
def writer(url: str) -> Iterator[Lane]:
    """The one connection that writes to `sqlite:///<path>`, on the one thread that may use it.

    Raises DatabaseInUse, and SettingsError where the file can't be made.
    """
    log.info(
        "SQLite %s: one connection writes and checkpoints, because versions before 3.51.3 can"
        " corrupt a database that several write",
        sqlite3.sqlite_version,
    )
    path = path_of(url)
    with locked(path), _lane(GroupCommit, path, "rw", WRITER, 1, "BEGIN IMMEDIATE") as lane:
        lane.engine.connect().close()  # opens the file first, to close it last: that ends the WAL
        yield lane


@contextmanager
def reader(url: str) -> Iterator[Lane]:
    """Connections that can't write."""
    path = path_of(url)
    with _lane(Lane, path, "ro", READER, READERS, "BEGIN") as lane:
        yield lane


def path_of(url: str) -> Path:
    """The file of `sqlite:///<path>`."""
    return Path(url.removeprefix(PREFIX))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every other process from opening the file at `path` to write, by a lock beside it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        lock = os.open(f"{path}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise SettingsError(f"ALDABA_DATABASE_URL: {path} can't be written ({error}).") from error
    try:
        _take(lock, path)
        yield
    finally:
        os.close(lock)


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DatabaseInUse(
            f"{path} is in use by another Aldaba process. Stop that one first;"
            " several processes need a PostgreSQL database (ALDABA_DATABASE_URL)."
        ) from error


@contextmanager
def _lane(
    kind: type[Lane], path: Path, mode: str, pragmas: tuple[str, ...], threads: int, begin: str
) -> Iterator[Lane]:
    engine = create_engine(
        "sqlite://",
        creator=partial(connect, path, mode, pragmas),
        poolclass=QueuePool,
        pool_size=threads,
        max_overflow=0,
    )

    def enter(db: Connection, _tenant: str) -> None:
        db.exec_driver_sql(begin)  # the driver is in autocommit mode: SQLAlchemy begins nothing

    with ThreadPoolExecutor(threads, thread_name_prefix=f"sqlite-{mode}") as pool:
        yield kind(engine, pool, enter, _out_of_service)
    engine.dispose()


def connect(path: Path, mode: str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    """A connection in autocommit mode; `mode` is `ro` or `rw`."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _out_of_service(error: BaseException | None) -> bool:
    """Disk full or read-only, file locked or gone (the primary result code says so)."""
    return isinstance(error, sqlite3.Error) and (
        getattr(error, "sqlite_errorcode", 0) & 0xFF in OUT_OF_SERVICE
    )
