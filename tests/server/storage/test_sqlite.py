"""SQLite: one process, one writer, and an answer for each way a disk can fail."""

import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select
from tests.server.storage.disk import full_disk

from aldaba.problems import Problem
from aldaba.settings import SettingsError
from aldaba.storage import sqlite
from aldaba.storage.database import DatabaseInUse, Store, open_store
from aldaba.web.models import throttle

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def fill(db: Connection, tenant: str, start: int, count: int) -> None:
    rows = [
        {"tenant": tenant, "bucket": f"{number:0100}", "tokens": 0, "refilled_at": 0}
        for number in range(start, start + count)
    ]
    db.execute(insert(throttle), rows)


def count(db: Connection, tenant: str) -> int:
    return len(db.execute(select(throttle.c.bucket)).all())


def pragma(db: Connection, _tenant: str, *settings: str) -> list[int | str]:
    return [db.exec_driver_sql(f"PRAGMA {setting}").scalar() for setting in settings]


async def refused(store: Store) -> None:
    """Writing says when to come back; reading goes on."""
    with pytest.raises(Problem) as refusal:
        await store.write("norte", fill, 100, 2000)
    assert refusal.value.status == 503
    assert refusal.value.headers["Retry-After"].isdigit()
    assert await store.read("norte", count) == 1


@pytest.fixture
async def store_of_one(store: Store) -> Store:
    await store.write("norte", fill, 0, 1)
    return store


async def test_a_commit_is_synced_and_what_is_deleted_is_overwritten(store: Store) -> None:
    names = ("synchronous", "journal_mode", "secure_delete", "recursive_triggers")

    assert await store.write("norte", pragma, *names) == [2, "wal", 1, 1]


async def test_a_write_holds_the_lock_before_it_reads(store: Store, path: Path) -> None:
    def try_from_outside(_db: Connection, _tenant: str) -> None:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite3.connect(path, timeout=0).execute("BEGIN IMMEDIATE")

    await store.write("norte", try_from_outside)


async def test_a_full_database_refuses_until_there_is_room(store_of_one: Store) -> None:
    [pages] = await store_of_one.write("norte", pragma, "page_count")
    await store_of_one.write("norte", pragma, f"max_page_count = {pages}")

    await refused(store_of_one)

    await store_of_one.write("norte", pragma, f"max_page_count = {1 << 30}")
    await store_of_one.write("norte", fill, 1, 1)


async def test_a_full_disk_refuses(store_of_one: Store) -> None:
    with full_disk(4096):
        await refused(store_of_one)


async def test_a_read_only_disk_refuses(store_of_one: Store) -> None:
    def turn_read_only(db: Connection, _tenant: str) -> None:
        db.exec_driver_sql("PRAGMA query_only = ON")

    await store_of_one.write("norte", turn_read_only)

    await refused(store_of_one)


async def test_a_database_locked_from_outside_refuses(
    path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    store = open_store(sqlite_url)
    await store.write("norte", fill, 0, 1)
    outside = sqlite3.connect(path, isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")

    await refused(store)

    outside.execute("ROLLBACK")
    await store.write("norte", fill, 1, 1)
    store.close()


def test_a_second_process_is_sent_away_until_the_first_ends(sqlite_url: str) -> None:
    first = open_store(sqlite_url)
    with pytest.raises(DatabaseInUse, match="in use by another Aldaba process"):
        open_store(sqlite_url)
    first.close()

    open_store(sqlite_url).close()


async def test_what_was_deleted_is_in_no_file(store: Store, path: Path) -> None:
    def write_a_name(db: Connection, tenant: str) -> None:
        row = {"bucket": "Aparecida Nakamura", "tokens": 0, "refilled_at": 0}
        db.execute(insert(throttle).values(tenant=tenant, **row))

    def erase(db: Connection, _tenant: str) -> None:
        db.execute(throttle.delete())

    await store.write("norte", write_a_name)
    assert b"Nakamura" in path.with_name("aldaba.db-wal").read_bytes()
    await store.write("norte", erase)
    store.close()

    assert [one.name for one in path.parent.iterdir() if b"Nakamura" in one.read_bytes()] == []


def test_closing_leaves_one_file_to_copy(sqlite_url: str, path: Path) -> None:
    open_store(sqlite_url).close()

    assert sorted(one.name for one in path.parent.iterdir()) == ["aldaba.db", "aldaba.db.lock"]


def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/new/aldaba.db").close()

    assert (tmp_path / "new" / "aldaba.db").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(SettingsError, match=r"ALDABA_DATABASE_URL: .*/file/aldaba.db"):
        open_store(f"sqlite:///{tmp_path}/file/aldaba.db")


def test_start_up_says_which_sqlite_and_why_one_writes(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        open_store(sqlite_url).close()

    assert f"SQLite {sqlite3.sqlite_version}: one connection writes" in caplog.text
