"""The rows that one pre-request leaves, and the same rows written by a bare loop of sqlite3."""

import secrets
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.bench.load import send
from tests.bench.rounds import Round
from tests.bench.service import SERVERS, Server, pinned
from tests.bench.submissions import valid

Written = list[tuple[str, tuple[Any, ...]]]  # table and row; key columns are tenant and the next

MAILS_LEASED = 1.5  # seconds until the outbox has looked and moves no row of before any more


def written_by_one(server: Server, database: Path, version: str) -> Written:
    """What one pre-request adds or changes, read from the database of `server`. The one before it
    has kept the form and the terms already, which happens once."""
    send(server.port, valid(version, 1), 1)
    time.sleep(MAILS_LEASED)
    before = _rows(database)
    send(server.port, valid(version, 1), 1)
    return [row for row in _rows(database) if row not in before]


def bare_loop(database: Path, rows: Written, count: int) -> Round:
    """`count` transactions of `rows` under fresh keys, each synced, by one connection on the
    servers' core."""
    with pinned(SERVERS), closing(_opened(database)) as db:
        statements = [
            (f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row, _key(db, table, row))
            for table, row in rows
        ]
        seconds = []
        cpu = time.process_time()
        for _ in range(count):
            began = time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            for statement, row, key in statements:
                db.execute(statement, _fresh(row, key))
            db.execute("COMMIT")
            seconds.append(time.perf_counter() - began)
        cpu = time.process_time() - cpu
    shares = quantiles(seconds, n=100)
    return Round(count / sum(seconds), cpu / count * 1e6, shares[49] * 1e3, shares[98] * 1e3)


def copied(database: Path, to: Path) -> Path:
    """A copy of `database`, taken while a service has it."""
    with closing(_read_only(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def _key(db: sqlite3.Connection, table: str, row: tuple[Any, ...]) -> int:
    """Which column tells the table's rows apart: the longest text in its key."""
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [each[0] for each in columns if each[5] > 1]  # all but the tenant
    return max(keys, key=lambda position: len(str(row[position])))


def _fresh(row: tuple[Any, ...], position: int) -> tuple[Any, ...]:
    """The row under another key as long as its own, random like a number or a hash."""
    key = row[position]
    kind = key[: key.find(":") + 1]  # `request:`, `contact:` or nothing
    fresh = f"{kind}{secrets.token_hex(16)}"[: len(key)]
    return (*row[:position], fresh, *row[position + 1 :])


def _rows(database: Path) -> Written:
    with closing(_read_only(database)) as db:
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [(table, row) for (table,) in named for row in db.execute(f"SELECT * FROM {table}")]


def _read_only(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def _opened(database: Path) -> sqlite3.Connection:
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db
