"""`make bench`: the budgets, measured on this machine and printed as one table.

Figures are ratios of two things that ran in turn, medians of five rounds; servers and load are on
different cores. Parts can be named: `python -m tests.bench storage disk`.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.browser import browser_rows
from tests.bench.databases import database_rows
from tests.bench.dawdlers import dawdler_rows
from tests.bench.desk import desk_rows
from tests.bench.disk import disk_rows
from tests.bench.embed import embed_rows
from tests.bench.growth import growth_rows
from tests.bench.peers import peer_rows
from tests.bench.requests import request_rows
from tests.bench.service import LOAD, ROOT, SERVERS, prepared
from tests.bench.table import Row, document, printed
from tests.bench.tenants import edit_row, tenant_rows
from tests.bench.themes import compile_row

PERFORMANCE = ROOT / "docs" / "performance.md"

# Each part takes an empty folder's name and how much of the whole measurement is wanted (1 is all).
Part = Callable[[Path, float], Iterable[Row]]

PARTS: dict[str, Part] = {
    "storage": lambda folder, share: request_rows(prepared(folder), round(400 * share)),
    "disk": lambda folder, share: disk_rows(folder, round(800 * share)),
    "databases": lambda folder, share: database_rows(folder, round(600 * share)),
    "dawdlers": lambda folder, share: dawdler_rows(folder, round(400 * share)),
    "peers": lambda folder, share: peer_rows(folder, max(50, round(100 * share))),
    "embed": lambda folder, share: embed_rows(prepared(folder), round(20_000 * share)),
    "edit": lambda folder, _: [edit_row(prepared(folder)), compile_row()],
    "growth": lambda folder, share: growth_rows(
        folder, round(400 * share), round(10_000_000 * share)
    ),
    "desk": lambda folder, share: desk_rows(folder, round(200 * share), round(1_000_000 * share)),
    "tenants": lambda folder, share: tenant_rows(folder, round(10_000 * share)),
    "browser": browser_rows,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part")
    parser.add_argument("--quick", action="store_true", help="a quarter of everything")
    parser.add_argument("--write", action="store_true", help=f"write {PERFORMANCE.name} too")
    options = parser.parse_args()
    os.sched_setaffinity(0, LOAD)
    rows: list[Row] = []
    for name in options.parts or PARTS:
        rows += _measured(name, 0.25 if options.quick else 1)
        sys.stderr.write(f"{name}: measured\n")
    sys.stdout.write(printed(rows) + "\n")
    if options.write:
        PERFORMANCE.write_text(document(rows, _machine()), "utf-8")


def _measured(name: str, share: float) -> list[Row]:
    """The lines of one part, its folder on the disk of the themes, to link them."""
    data = ROOT / "data"
    data.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=data))
    try:
        return list(PARTS[name](folder / name, share))
    finally:
        shutil.rmtree(folder)


def _machine() -> str:
    """Where and when it was measured."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    cores = "the same core" if SERVERS == LOAD else "a core of its own"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {model}, {os.cpu_count()} cores of which servers and load"
        f" have {cores}, {platform.system()} {platform.release().partition('-')[0]},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    main()
