"""Many companies in one service: starting it, reading each one's page, editing one's theme."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.load import get, send
from tests.bench.rounds import ROUNDS
from tests.bench.service import ROOT, Server, serving
from tests.bench.submissions import PATH
from tests.bench.table import Row, at_most

BRAND = re.compile(r"--brand: *#[0-9a-f]{6}")
STYLESHEET = re.compile(rb'href="(/c/theme-horizonte\.[0-9a-f]+\.css)"')
TENANTS = 10_000
MOST_MEMORY = 150  # MiB
KEPT = 250  # more than the service keeps in memory: from here on it may only let go of others


def tenant_rows(folder: Path, read: int) -> Iterator[Row]:
    """The lines of the table about 10,000 tenants, of which `read` are read."""
    (folder / "few" / "themes").mkdir(parents=True)
    _linked(folder / "few" / "themes" / "t0")
    (folder / "many" / "themes").mkdir(parents=True)
    for number in range(TENANTS):
        _linked(folder / "many" / "themes" / f"t{number}")
    starts = [(_start(folder / "many"), _start(folder / "few")) for _ in range(ROUNDS)]
    many, few = (median(start) for start in zip(*starts, strict=True))
    yield at_most(
        f"start-up with {TENANTS:,} tenant folders, to the first answer",
        1,
        many,
        "s",
        f"{many / few:.2f} × the {few:.2f} s with one folder",
    )
    yield _memory(folder / "many", read)


def edit_row(folder: Path) -> Row:
    """How long until a page shows an edit of `theme.css`; the worst of the rounds, because each
    edit comes right after a look at the folder."""
    with serving(folder) as server:
        seconds = [_edited(server, folder, number) for number in range(ROUNDS + 1)][1:]
    absolute = f"median {median(seconds):.2f} s"
    return at_most("a theme edit to pages, the slowest", 1, max(seconds), "s", absolute)


def _linked(to: Path) -> None:
    """A tenant's folder whose files are horizonte's own."""
    home = ROOT / "themes" / "horizonte"
    for here, _, files in os.walk(home):
        there = to / Path(here).relative_to(home)
        there.mkdir()
        for file in files:
            os.link(os.path.join(here, file), there / file)


def _start(folder: Path) -> float:
    """Seconds from the command to the first page."""
    began = time.perf_counter()
    with serving(folder) as server:
        _read(server, "t0")
        return time.perf_counter() - began


def _memory(folder: Path, read: int) -> Row:
    with serving(folder) as server:
        for number in range(KEPT):
            _read(server, f"t{number}")
        full = server.memory()
        began = time.perf_counter()
        for number in range(KEPT, read):
            _read(server, f"t{number}")
        seconds, after = time.perf_counter() - began, server.memory()
    each = (after - full) / (read - KEPT)
    whole = after if read == TENANTS else full + each * (TENANTS - KEPT)
    absolute = (
        f"{full:.0f} MiB after {KEPT}, then {each * 1024:.1f} KiB and"
        f" {seconds / (read - KEPT) * 1e3:.1f} ms for each of {read:,} tenants"
    )
    what = f"memory with {TENANTS:,} tenants after a read of each"
    counted = what if read == TENANTS else f"{what} (reckoned from {read:,})"
    return at_most(counted, MOST_MEMORY, whole, "MiB", absolute)


def _read(server: Server, tenant: str) -> None:
    answers = send(server.port, [get(PATH.replace("horizonte", tenant))], 1)
    assert set(answers.statuses) == {200}, answers


def _edited(server: Server, folder: Path, number: int) -> float:
    sheet = folder / "themes" / "horizonte" / "theme.css"
    shown = _stylesheet(server)
    brand = f"--brand: #0a{number:02x}3c"
    sheet.write_text(BRAND.sub(brand, sheet.read_text("utf-8"), count=1), "utf-8")
    began = time.perf_counter()
    while _stylesheet(server) == shown:
        time.sleep(0.005)
        assert time.perf_counter() - began < 20, "the page never shows the edit"
    return time.perf_counter() - began


def _stylesheet(server: Server) -> bytes:
    found = STYLESHEET.search(send(server.port, [get(PATH)], 1).body)
    assert found, "the page has no theme"
    return found[1]
