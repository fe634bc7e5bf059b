"""A disk on which each sync takes 8 ms: what waits is committed together, against one at a time.

The disk is slowed by a library between the server and the system, compiled when it is needed.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rounds import in_turn, loaded, middle, said
from tests.bench.service import prepared, serving
from tests.bench.submissions import shown_form, valid
from tests.bench.table import Row, at_least

SLOW = """
#include <time.h>
static int wait_8_ms(void) {
    struct timespec eight = {0, 8000000};
    nanosleep(&eight, 0);
    return 0;
}
int fsync(int file) { (void)file; return wait_8_ms(); }
int fdatasync(int file) { (void)file; return wait_8_ms(); }
"""
ONE_AT_A_TIME = """
import sys
from aldaba.__main__ import main
from aldaba.storage import group_commit
group_commit.MOST_JOBS = 1
sys.exit(main())
"""


def disk_rows(folder: Path, count: int) -> Iterator[Row]:
    """The line of the table about a slow disk; `count` pre-requests a round."""
    folder.mkdir()
    slow = {"LD_PRELOAD": _library(folder)}
    together, apart = prepared(folder / "together"), prepared(folder / "apart")
    with (
        serving(together, **slow) as many,
        serving(apart, ("-c", ONE_AT_A_TIME), **slow) as single,
    ):
        version = shown_form(many.port)
        rounds = in_turn(
            lambda: loaded(many, valid(version, count), 201),
            lambda: loaded(single, valid(version, max(64, count // 8)), 201),
        )
    grouped, alone = zip(*rounds, strict=True)
    yield at_least(
        "pre-request kept, 8 ms a sync, against one commit each",
        10,
        middle(ours.rate / other.rate for ours, other in rounds),
        "×",
        f"together {said(grouped)}; one each {said(alone)}",
    )


def _library(folder: Path) -> str:
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(SLOW)
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source], check=True)
    return str(library)
