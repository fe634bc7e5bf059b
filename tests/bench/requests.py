"""What one request costs: the form's page, a static, a pre-request kept, a pre-request refused."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import brotli

from tests.bench.load import get, send
from tests.bench.rounds import Round, in_turn, loaded, middle, said
from tests.bench.service import Server, greeting, serving
from tests.bench.storage import bare_loop, copied, written_by_one
from tests.bench.submissions import PATH, refused, shown_form, valid
from tests.bench.table import Row, at_least, at_most, information

BROTLI = "Accept-Encoding: br"
LINKED = re.compile(r'(?:href|src|data-photos)="(/c/[a-z0-9-]+\.[0-9a-f]{16}\.(?:css|js))"')

Rounds = list[tuple[Round, ...]]  # of hello, page, static, refused, kept, bare


def request_rows(folder: Path, count: int) -> Iterator[Row]:
    """The lines of the table about single requests; `count` pre-requests a round."""
    database = folder / "data" / "aldaba.db"
    with serving(folder) as server, greeting(folder) as hello:
        page, linked = _page(server)
        yield _bytes(page, linked)
        version = shown_form(server.port)
        rows = written_by_one(server, database, version)
        bare = copied(database, folder / "bare.db")
        rounds = in_turn(
            lambda: loaded(hello, [get("/")] * count * 20, 200),
            lambda: loaded(server, [get(PATH)] * count, 200),
            lambda: loaded(server, [get(next(iter(linked)), BROTLI)] * count * 5, 200),
            lambda: loaded(server, refused(version, count), 422),
            lambda: loaded(server, valid(version, count), 201),
            partial(bare_loop, bare, rows, count),
        )
    yield from _judged(rounds, len(rows))


def _judged(rounds: Rounds, rows: int) -> Iterator[Row]:
    hellos, pages, statics, refusals, kept, bare = zip(*rounds, strict=True)
    yield at_least(
        f"pre-request kept ({rows} rows, its mails wait), against the route that only validates",
        50,
        middle(100 * ours.rate / other.rate for ours, other in zip(kept, refusals, strict=True)),
        absolute=f"kept {said(kept)}; refused {said(refusals)}",
    )
    yield at_least(
        "the same against a bare sqlite3 loop of its rows, a sync each",
        100,
        middle(100 * ours.rate / other.rate for ours, other in zip(kept, bare, strict=True)),
        absolute=f"bare loop {said(bare)}",
    )
    quiet = f"raw hello {_tail(hellos):.2f} ×: as much of it is the machine's own"
    yield at_most("p99 against p50, 32 connections: pre-request", 2.5, _tail(kept), "×", quiet)
    yield at_most("p99 against p50, 32 connections: form's page", 2.5, _tail(pages), "×", quiet)
    for what, theirs in (("form's page", pages), ("stylesheet, brotli", statics)):
        cost = middle(ours.cpu / other.cpu for ours, other in zip(theirs, hellos, strict=True))
        absolute = f"{said(theirs)}; hello {said(hellos)}"
        yield information(f"{what}: CPU against raw ASGI hello", cost, absolute=absolute)


def _tail(rounds: Iterable[Round]) -> float:
    return middle(each.p99 / each.p50 for each in rounds)


def _page(server: Server) -> tuple[bytes, dict[str, int]]:
    """The form's page, and the bytes in brotli of each stylesheet and script that it names."""
    page = send(server.port, [get(PATH)], 1).body
    files = dict.fromkeys(LINKED.findall(page.decode()))
    return page, {file: len(send(server.port, [get(file, BROTLI)], 1).body) for file in files}


def _bytes(page: bytes, linked: dict[str, int]) -> Row:
    html = len(brotli.compress(page, quality=9))
    files = ", ".join(f"{file[3:].partition('.')[0]} {size:,}" for file, size in linked.items())
    return information(
        "bytes of the hosted form in brotli, without fonts and logo",
        html + sum(linked.values()),
        "bytes",
        f"HTML {html:,} of {len(page):,}; {files}",
    )
