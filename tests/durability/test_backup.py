"""The drill: a backup while customers send, and a service over what was restored from it."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.durability.ledger import Ledger
from tests.durability.load import Load
from tests.durability.reckoning import reckon
from tests.journeys.service import ALDABA, Service
from tests.postgresql import PostgreSQL

pytestmark = pytest.mark.anyio

Done = subprocess.CompletedProcess[str]


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the database is, and where it will be restored to."""
    if request.param == "sqlite":
        yield tuple(f"sqlite:///{tmp_path}/{name}/aldaba.db" for name in ("before", "after"))
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    names = [f"{name}_{os.getpid()}" for name in ("before", "after")]
    yield tuple(server.create(name) for name in names)
    for name in names:
        server.admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def before(addresses: tuple[str, str], tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path / "before", addresses[0])
    service.start()
    yield service
    service.stop()


@pytest.fixture
def load(before: Service, tmp_path: Path) -> Load:
    return Load(before.port, Ledger(tmp_path / "ledger"))


@pytest.fixture
def after(before: Service, addresses: tuple[str, str], tmp_path: Path) -> Service:
    """The same keys and themes, over nothing yet."""
    service = Service(tmp_path / "after", addresses[1])
    for name in ("ALDABA_SECRET_KEYS", "ALDABA_DATA_KEYS"):
        service.settings[name] = before.settings[name]
    return service


async def aldaba(service: Service, *arguments: str) -> Done:
    """The command with the settings of `service`."""
    run: Callable[..., Done] = subprocess.run
    options = {"env": service.settings, "capture_output": True, "text": True, "check": False}
    return await asyncio.to_thread(run, (*ALDABA, *arguments), **options)


async def test_a_backup_while_serving_holds_all_that_was_acknowledged_before_it(
    before: Service, after: Service, load: Load, tmp_path: Path
):
    await load.with_photos(2)
    await load.send_many(40)
    target = tmp_path / "backup.tar"
    sending = asyncio.gather(load.send_for(4), load.with_photos(30))
    await asyncio.sleep(0.2)
    acknowledged = dict(load.ledger.acknowledged)
    done = await aldaba(before, "backup", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    await sending
    assert target.stat().st_mode & 0o077 == 0

    restored = await aldaba(after, "restore", str(target))
    assert (restored.returncode, restored.stderr) == (0, "")
    verified = await aldaba(after, "verify")
    assert (verified.returncode, verified.stdout) == (
        0,
        "every chain, certificate and photo is whole\n",
    )
    url, files = after.settings["ALDABA_DATABASE_URL"], tmp_path / "after" / "files"
    kept = reckon(url, acknowledged, files)
    assert kept.faults == []
    assert len([*files.glob("*/*")]) >= 4

    after.start()
    again = Load(after.port, Ledger(tmp_path / "ledger again"))
    await again.send_many(5)
    assert reckon(url, again.ledger.acknowledged, files).faults == []
    after.stop()


@pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
async def test_a_restore_replaces_nothing_and_a_damaged_backup_is_none(
    before: Service, after: Service, load: Load, tmp_path: Path
):
    await load.send_many(3)
    target = tmp_path / "backup.tar"
    await aldaba(before, "backup", str(target))
    again = await aldaba(before, "backup", str(target))
    assert (again.returncode, "there already" in again.stderr) == (2, True)

    over = await aldaba(before, "restore", str(target))
    assert over.returncode == 2

    whole = target.read_bytes()
    place = whole.index(b"Onde fica o manual")
    for damaged in (whole[: len(whole) // 2], whole[:place] + b"x" + whole[place + 1 :], b""):
        target.write_bytes(damaged)
        refused = await aldaba(after, "restore", str(target))
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert "Traceback" not in refused.stderr
    target.write_bytes(whole)
    assert (await aldaba(after, "restore", str(target))).returncode == 0
    assert (
        reckon(after.settings["ALDABA_DATABASE_URL"], load.ledger.acknowledged, tmp_path).faults
        == []
    )
