"""Real servers on a core of their own: `aldaba serve` over a folder, and the raw hello."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[2]
CORES = sorted(os.sched_getaffinity(0))
SERVERS, LOAD = CORES[:1], CORES[1:2] or CORES[:1]
TICK = os.sysconf("SC_CLK_TCK")
SECRET = "a key for the benchmark alone: 32 and more"
DATA_KEYS = (
    "index:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,"
    "k1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
)


class Server(Struct, frozen=True):
    """A running server, its process and its port on 127.0.0.1."""

    pid: int
    port: int

    def cpu(self) -> float:
        """CPU seconds, user and system, that the process and those it began have used."""
        return sum(_ticks(pid) for pid in (self.pid, *_children(self.pid))) / TICK

    def memory(self) -> float:
        """What of it is in memory (RSS), in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def prepared(folder: Path) -> Path:
    """`folder` with a `themes` folder of its own, in which horizonte may be edited."""
    shutil.copytree(ROOT / "themes" / "horizonte", folder / "themes" / "horizonte")
    return folder


class Several(Struct, frozen=True):
    """Servers that stand for one: whoever asks is sent to each by turns."""

    servers: tuple[Server, ...]

    @property
    def port(self) -> tuple[int, ...]:
        return tuple(server.port for server in self.servers)

    def cpu(self) -> float:
        """As `Server.cpu`, of all of them."""
        return sum(server.cpu() for server in self.servers)


@contextmanager
def serving(
    folder: Path,
    program: Sequence[str] = ("-m", "aldaba"),
    cores: Sequence[int] = SERVERS,
    **more: str,
) -> Iterator[Server]:
    """`aldaba serve` over the database and the `themes` in `folder`, on `cores`; `program` are
    Python's own arguments, `more` variables of the environment.

    Its mail server takes connections and says nothing, so that the outbox waits and its work does
    not stand in the figures of requests.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=64) as mute:
        port = free_port()
        told = environment(folder, port)
        told["ALDABA_MAIL_URL"] = f"smtp://127.0.0.1:{mute.getsockname()[1]}"
        command = [sys.executable, *program, "serve", "--port", str(port)]
        with running(command, port, told | more, folder / "log", cores) as server:
            yield server


def environment(folder: Path, port: int) -> dict[str, str]:
    """The settings of a service over `folder`, mail aside."""
    return {
        "ALDABA_BASE_URL": f"http://127.0.0.1:{port}",
        "ALDABA_DATA": str(folder / "data"),
        "ALDABA_THEMES": str(folder / "themes"),
        "ALDABA_SECRET_KEYS": SECRET,
        "ALDABA_DATA_KEYS": DATA_KEYS,
    }


@contextmanager
def greeting(folder: Path) -> Iterator[Server]:
    """The raw hello, its log in `folder`."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.hello", str(port)]
    with running(command, port, {}, folder / "hello.log") as server:
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def pinned(cores: Sequence[int]) -> Iterator[None]:
    """This process runs on `cores` meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def running(
    command: Sequence[str],
    port: int,
    environment: dict[str, str],
    log: Path,
    cores: Sequence[int] = SERVERS,
) -> Iterator[Server]:
    """`command` as a server that listens on `port`, on the servers' core or on `cores`."""
    compiled = {
        "PYTHONDONTWRITEBYTECODE": ""
    }  # as an installed service is, but for its first start
    with log.open("ab") as output, pinned(cores):
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | compiled | environment, stdout=output, stderr=output
        )
    try:
        _await(process, port, log)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while True:
        if process.poll() is not None:
            raise RuntimeError(log.read_text()[-2000:])
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.002)


def _ticks(pid: int) -> int:
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(stat[11]) + int(stat[12])


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
