"""Each migration over a filled database, killed in the middle: all of it or nothing, and the next
try finishes it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text

from aldaba.migrations.upgrade import upgrade
from aldaba.storage.database import EVERY_TENANT, open_writer
from aldaba.storage.migrate import MIGRATIONS, newest
from tests.durability.mutants import ROOT
from tests.journeys.service import ALDABA, Service
from tests.postgresql import PostgreSQL

REVISIONS = sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
KILLED = (sys.executable, "-m", "tests.durability.killed_migration")
ROWS = 3
KINDS: dict[type, Any] = {str: "x", int: 1, bytes: b"x" * 32, bool: True, float: 1.0}


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/aldaba.db"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = f"migrated_{os.getpid()}_{random.randrange(10**6)}"
    yield server.create(name)
    server.admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def fill(db: Connection, tenant: str, revision: str) -> None:
    """The schema of `revision`, with rows in every table."""
    upgrade(db, revision)
    for table in tables(db):
        for number in range(ROWS):
            db.execute(table.insert().values(row(table, tenant, number)))


def tables(db: Connection) -> list[Table]:
    """Every table of the database but Alembic's own."""
    known = MetaData()
    known.reflect(db)
    return [table for name, table in known.tables.items() if name != "alembic_version"]


def row(table: Table, tenant: str, number: int) -> dict[str, Any]:
    """Something in every column; keys differ by `number`."""
    values = {column.name: KINDS[column.type.python_type] for column in table.columns}
    for column in table.columns:
        if column.type.python_type is str:
            values[column.name] = f"x{number}"
        elif column.type.python_type is int:
            values[column.name] = number
        elif column.type.python_type is bytes:
            values[column.name] = bytes([number]) * 32
    return values | {"tenant": tenant}


def counted(db: Connection, _tenant: str) -> dict[str, int]:
    return {
        table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables(db)
    }


def revision_of(db: Connection, _tenant: str) -> str:
    assert inspect(db).has_table("alembic_version")
    return str(db.scalar(text("SELECT version_num FROM alembic_version")))


@pytest.mark.parametrize(
    ("address", "before"),
    [*(("sqlite", each) for each in REVISIONS[:-1]), ("postgresql", REVISIONS[0])],
    indirect=["address"],
)
def test_a_migration_that_is_killed_is_as_if_it_had_not_begun(
    address: str, before: str, tmp_path: Path
):
    with open_writer(address) as lane:
        lane.transact("norte", fill, before)
        rows = lane.transact("norte", counted)
    service = Service(tmp_path / "data", address)

    killed = subprocess.run(KILLED, cwd=ROOT, env=service.settings, check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_writer(address) as lane:
        assert lane.transact(EVERY_TENANT, revision_of) == before
        assert lane.transact("norte", counted) == rows

    migrating = subprocess.Popen((*ALDABA, "migrate"), env=service.settings)
    time.sleep(random.uniform(0.4, 1.2))
    migrating.kill()
    migrating.wait()
    with open_writer(address) as lane:
        assert lane.transact(EVERY_TENANT, revision_of) in {before, newest()}

    done = subprocess.run((*ALDABA, "migrate"), env=service.settings, check=False)
    assert done.returncode == 0
    with open_writer(address) as lane:
        assert lane.transact(EVERY_TENANT, revision_of) == newest()
        now = lane.transact("norte", counted)
    assert {name: now[name] for name in rows if name in now} == {
        name: count for name, count in rows.items() if name in now
    }
    assert rows.keys() - now.keys() == set()
