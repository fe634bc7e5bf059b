"""`make bench`: the budgets, measured on this machine and printed as one table.

Figures are ratios of two things that ran in turn, medians of five rounds; servers and load are on
different cores. `--quick` makes rounds shorter and reads fewer tenants.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.desk import desk_rows
from tests.bench.embed import embed_rows
from tests.bench.growth import growth_row
from tests.bench.requests import request_rows
from tests.bench.service import LOAD, ROOT, prepared
from tests.bench.table import Row, not_yet, printed
from tests.bench.tenants import edit_row, tenant_rows

BROWSER = "the benchmark drives no browser yet"
PEERS = "the benchmark installs no peers yet"
NOT_YET = (
    not_yet("requests, time and layout shift in the customer's browser", "", BROWSER),
    not_yet(
        "pre-request, 8 ms a sync, against one commit each", "≥ 10 ×", "commits are not grouped yet"
    ),
    not_yet("against a ticket sent to django-helpdesk", "≥ 40 ×", PEERS),
    not_yet("against a comment posted to isso", "≥ 10 ×", PEERS),
    not_yet("inquiry by number, 10 million requests: p99", "≤ 2 ×", "inquiry does not exist yet"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    os.sched_setaffinity(0, LOAD)
    data = ROOT / "data"  # on the disk of the themes, to link them
    data.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=data))
    try:
        rows = [*_measured(folder, quick), *NOT_YET]
    finally:
        shutil.rmtree(folder)
    sys.stdout.write(printed(rows) + "\n")


def _measured(folder: Path, quick: bool) -> Iterator[Row]:
    yield from request_rows(prepared(folder / "requests"), 100 if quick else 400)
    yield from embed_rows(prepared(folder / "embed"), 400 if quick else 2000)
    yield edit_row(prepared(folder / "edit"))
    yield growth_row(folder / "growth", 100 if quick else 400)
    yield from desk_rows(folder / "desk", 60 if quick else 200, 100_000 if quick else 1_000_000)
    yield from tenant_rows(folder / "tenants", 100 if quick else 1000)


if __name__ == "__main__":
    main()
