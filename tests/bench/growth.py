"""A customer's page about one request, by its number, among few requests and among ten million."""

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from aldaba import clock
from aldaba.links import Signer
from aldaba.requests import number as numbers
from aldaba.requests.letters import follow_link
from tests.bench.load import get
from tests.bench.rounds import in_turn, loaded, middle, said
from tests.bench.service import SECRET, prepared, serving
from tests.bench.storage import written_by_one
from tests.bench.submissions import shown_form
from tests.bench.table import Row, at_most

FEW = 10_000
TENANT = "horizonte"
READ = ("request", "event", "event_content", "stream_head")
# A customer's words, cut short: ten million of them should fit on a disk.
SHORT: dict[str, object] = {"answers": "{}", "description": "O manual do aquecedor.", "search": ""}


def growth_rows(folder: Path, reads: int, many: int) -> Iterator[Row]:
    """The line of the table about `many` requests; so many `reads` a round."""
    with ExitStack() as running:
        sides = []
        for count in (FEW, many):
            room = prepared(folder / str(count))
            known, seconds = _grown(room, count)
            sides.append((running.enter_context(serving(room)), known))
        rounds = in_turn(
            *(
                lambda server=server, known=known: loaded(server, _pages(known, reads), 200)
                for server, known in sides
            )
        )
        size = (room / "data" / "aldaba.db").stat().st_size / 2**30
    few, most = zip(*rounds, strict=True)
    yield at_most(
        f"request by its number, {many:,} requests against {FEW:,}: p99",
        2,
        middle(larger.p99 / smaller.p99 for smaller, larger in rounds),
        "×",
        f"many: {said(most)}; few: {said(few)}; filled with {size:.1f} GiB in {seconds:.0f} s",
    )


def _grown(folder: Path, count: int) -> tuple[list[str], float]:
    """A database of `count` requests like a first one that was sent in; some of their numbers, and
    the seconds that it took."""
    database = folder / "data" / "aldaba.db"
    with serving(folder) as server:
        rows = dict(written_by_one(server, database, shown_form(server.port)))
    began = time.monotonic()
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"):
            db.execute(f"PRAGMA {pragma}")
        later = _indexes(db)
        for name, _ in later:
            db.execute(f"DROP INDEX {name}")
        for table in READ:
            _fill(db, table, rows[table], count)
        for _, made_by in later:
            db.execute(made_by)
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    known = [_number(secrets.randbelow(count), count) for _ in range(2000)]
    return known, time.monotonic() - began


def _indexes(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The indexes of the tables to fill, by name, with what makes them: faster at the end."""
    marks = ",".join("?" * len(READ))
    return db.execute(
        "SELECT name, sql FROM sqlite_master"
        f" WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        READ,
    ).fetchall()


def _fill(db: sqlite3.Connection, table: str, like: tuple[Any, ...], count: int) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    row = dict(zip(columns, like, strict=True))
    if table == "event_content":
        answers = row["body"].partition('"answers":')[2].partition('},"photos"')[0] + "}"
        row["body"] = row["body"].replace(answers, "{}")
    row |= {name: value for name, value in SHORT.items() if name in row}
    stream = "" if table == "request" else "request:"
    rest = tuple(row.values())[2:]
    marks = ",".join("?" * len(columns))
    db.execute("BEGIN")
    db.executemany(
        f"INSERT INTO {table} VALUES ({marks})",
        ((TENANT, f"{stream}{_number(each, count)}", *rest) for each in range(count)),
    )
    db.execute("COMMIT")


def _number(position: int, count: int) -> str:
    """The `position`-th of `count` numbers in their own order, spread over all there are."""
    return numbers.written(position * (2**40 // count))


def _pages(known: list[str], count: int) -> Iterator[bytes]:
    signer, at = Signer((SECRET,)), clock.now()
    for _ in range(count):
        link = follow_link(TENANT, secrets.choice(known), "pt-BR", at)
        yield get(signer.address("", link))
