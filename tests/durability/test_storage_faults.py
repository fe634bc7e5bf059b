"""A disk that can't take more refuses new requests, and only those: what is there can be read, and
writing goes on by itself once there is room."""

import asyncio
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability import shim as shims
from tests.durability.ledger import Ledger
from tests.durability.load import FORM, Load, ask, get, written
from tests.durability.reckoning import reckon
from tests.durability.shim import Shim
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

RESUMED = 5.0  # seconds within which writing goes on once it can
ROOM = 2**20  # bytes that are left


async def refuses_and_still_reads(load: Load) -> None:
    """New requests are refused with a time to come back; pages and the database can be read."""
    _, request = written()
    refused = await ask(load.port, request)
    assert refused is not None
    assert (refused.status, b"retry-after: 5" in refused.head.lower()) == (503, True)
    assert b"/problems/storage_unavailable" in refused.body
    for path in (FORM, "/health/ready"):
        read = await ask(load.port, get(path))
        assert read is not None
        assert read.status == 200


async def resumes(load: Load) -> None:
    """A new request is kept within five seconds."""
    ends = time.monotonic() + RESUMED
    key, request = written()
    load.ledger.sent(key, request)
    while (await ask(load.port, request)).status != 201:  # type: ignore[union-attr]
        assert time.monotonic() < ends
        await asyncio.sleep(0.1)


async def all_is_whole(victim: Service, load: Load, files: Path) -> None:
    """Without a restart, what was refused is sent again and kept once."""
    pid = victim.process.pid  # type: ignore[union-attr]
    await load.send_again()
    assert (victim.process.poll(), victim.process.pid) == (None, pid)  # type: ignore[union-attr]
    kept = reckon(victim.settings["ALDABA_DATABASE_URL"], load.ledger.acknowledged, files)
    assert kept.faults == []
    assert load.ledger.changed == []


async def test_a_disk_that_takes_no_write_refuses_new_requests_until_it_does(
    victim: Service, shim: Shim, load: Load, tmp_path: Path
):
    victim.start()
    await load.send_for(0.3)
    for fault in (shims.FULL, shims.READ_ONLY, shims.BROKEN):
        load.seen.clear()
        sending = asyncio.create_task(load.send_for(1, customers=4))
        await asyncio.sleep(0.3)
        shim.fail_writes(fault)
        await asyncio.sleep(0.3)
        await refuses_and_still_reads(load)
        await sending
        assert load.seen[503] > 0
        shim.fail_writes(0)
        await resumes(load)
    await all_is_whole(victim, load, tmp_path / "victim" / "files")


class Disk:
    """A disk of the victim's own, which `fill` leaves `ROOM` on: a small file system where this
    user may mount one, else a limit on the size of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        options = ("-t", "tmpfs", "-o", "size=64m", "aldaba-test", str(folder))
        self.mounted = (
            subprocess.run(("mount", *options), check=False, capture_output=True).returncode == 0
        )
        self.filler = folder / "filler"

    def fill(self, pid: int) -> None:
        if self.mounted:
            about = os.statvfs(self.folder)
            self.filler.write_bytes(bytes(about.f_bavail * about.f_frsize - ROOM))
        else:
            files = (each.stat().st_size for each in self.folder.glob("aldaba.db*"))
            limit = max(files) + ROOM
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def make_room(self, pid: int) -> None:
        self.filler.unlink(missing_ok=True)
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)

    def close(self) -> None:
        if self.mounted:
            subprocess.run(("umount", "--lazy", str(self.folder)), check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    yield made
    made.close()


async def test_a_full_disk_refuses_new_requests_until_there_is_room(disk: Disk, tmp_path: Path):
    service = Service(disk.folder, f"sqlite:///{disk.folder}/aldaba.db")
    load = Load(service.port, Ledger(tmp_path / "ledger"))
    try:
        service.start()
        pid = service.process.pid  # type: ignore[union-attr]
        await load.send_for(0.3)
        disk.fill(pid)
        async with asyncio.timeout(60):
            while not load.seen[503]:
                await load.send_for(0.3)
        await refuses_and_still_reads(load)
        disk.make_room(pid)
        await resumes(load)
        await all_is_whole(service, load, disk.folder / "files")
    finally:
        service.kill()
