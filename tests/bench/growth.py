"""A customer's page about one request, among few and among many."""

import secrets
import sqlite3
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
from tests.bench.table import Row, information

KEPT = {"request", "event", "event_content", "stream_head"}
FEW, MANY = 10_000, 100_000


def growth_row(folder: Path, reads: int) -> Row:
    """The follow page with many requests against the same page with few."""
    with ExitStack() as running:
        sides = []
        for count in (FEW, MANY):
            room = prepared(folder / str(count))
            known = _grown(room, count)
            sides.append((running.enter_context(serving(room)), known))
        rounds = in_turn(
            *(
                lambda server=server, known=known: loaded(server, _pages(known, reads), 200)
                for server, known in sides
            )
        )
    few, many = zip(*rounds, strict=True)
    return information(
        f"follow page, {MANY:,} requests against {FEW:,}: p99",
        middle(larger.p99 / smaller.p99 for smaller, larger in rounds),
        absolute=f"{MANY:,}: {said(many)}; {FEW:,}: {said(few)}",
    )


def _grown(folder: Path, count: int) -> list[str]:
    """A database of `count` requests like a first one that was sent in; some of their numbers."""
    database = folder / "data" / "aldaba.db"
    with serving(folder) as server:
        rows = written_by_one(server, database, shown_form(server.port))
    known = [numbers.draw() for _ in range(count)]
    with closing(sqlite3.connect(database)) as db, db:
        for table, row in rows:
            if table in KEPT:
                marks = ",".join("?" * len(row))
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", _copies(row, known))
    return known[:1000]


def _copies(row: Any, known: list[str]) -> Iterator[tuple[Any, ...]]:
    tenant, key, *rest = row
    stream = "request:" if key.startswith("request:") else ""
    return ((tenant, f"{stream}{number}", *rest) for number in known)


def _pages(known: list[str], count: int) -> Iterator[bytes]:
    signer, at = Signer((SECRET,)), clock.now()
    for _ in range(count):
        link = follow_link("horizonte", secrets.choice(known), "pt-BR", at)
        yield get(signer.address("", link))
