"""The shim of `shim.c`, compiled once for a run, and the switches of one process that runs under
it."""

import errno
import mmap
import shutil
import struct
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

SOURCE = Path(__file__).with_name("shim.c")

FULL, READ_ONLY, BROKEN = errno.ENOSPC, errno.EROFS, errno.EIO


@cache
def _library() -> Path:
    compiler = shutil.which("cc")
    assert compiler, "no C compiler, which the fault shim needs: apt-get install gcc libc6-dev"
    made = Path(mkdtemp(prefix="aldaba-shim-")) / "shim.so"
    command = (compiler, "-shared", "-fPIC", "-O2", "-Wall", "-Werror")
    subprocess.run((*command, "-o", str(made), str(SOURCE), "-ldl"), check=True)
    return made


class Shim:
    """The switches of a process whose files stand in `data`. `environment` puts it under the shim;
    what it keeps, syncs and answers is written to `log`."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.log = folder / "order.log"
        switches = folder / "switches"
        switches.write_bytes(bytes(24))
        with switches.open("r+b") as file:
            self._switches = mmap.mmap(file.fileno(), 24)
        self.environment = {
            "LD_PRELOAD": str(_library()),
            "ALDABA_SHIM": str(switches),
            "ALDABA_SHIM_DATA": str(data),
            "ALDABA_SHIM_LOG": str(self.log),
        }

    def step_clock(self, seconds: int) -> None:
        """The process reads a clock that is so far ahead of the true one."""
        self._set(0, seconds * 1_000_000)

    def fail_writes(self, error: int) -> None:
        """Every write to its files, and every sync, fails with this errno; 0 ends it."""
        self._set(1, error)

    def slow_syncs(self, seconds: float) -> None:
        """Every sync takes so much longer."""
        self._set(2, round(seconds * 1_000_000))

    def order(self) -> list[tuple[str, str]]:
        """What was kept (K), synced (S) and answered (A, P) so far, in order."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [(line[0], line[2:]) for line in lines]

    def _set(self, place: int, value: int) -> None:
        struct.pack_into("q", self._switches, place * 8, value)
