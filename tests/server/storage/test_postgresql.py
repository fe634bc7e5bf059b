"""PostgreSQL: a role that row-level security binds, and an answer while the server is away."""

import asyncio
import threading
from contextlib import closing
from typing import Any

import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, text

from aldaba.problems import Problem
from aldaba.settings import SettingsError
from aldaba.storage import lane
from aldaba.storage import postgresql as module
from aldaba.storage.database import Store, open_store

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


def ask(db: Connection, _tenant: str, sql: str) -> object:
    return db.execute(text(sql)).scalar()


def end_sessions(postgresql: Any, url: str) -> None:
    """Cut every connection to the database of `url`."""
    postgresql.admin.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
        [name_in(url)],
    )


def admit(postgresql: Any, url: str, connections: bool) -> None:
    """Whether the database of `url` admits new ones."""
    words = SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    postgresql.admin.execute(words.format(Identifier(name_in(url)), connections))


def name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_a_role_above_row_level_security_is_refused(
    postgresql: Any, postgresql_url: str, power: str
) -> None:
    role = f"mighty_{power.lower()}"
    postgresql.admin.execute(f"CREATE ROLE {role} LOGIN {power}")

    with pytest.raises(SettingsError, match=f"the role {role} is above row-level security"):
        open_store(postgresql_url.replace("aldaba@", f"{role}@"))


def test_a_server_that_does_not_answer_is_named(tmp_path: Any) -> None:
    with pytest.raises(SettingsError, match="ALDABA_DATABASE_URL: PostgreSQL doesn't let us in"):
        open_store(f"postgresql://aldaba@/aldaba?host={tmp_path}")


def test_another_database_is_not_known() -> None:
    with pytest.raises(SettingsError, match="mysql is not known"):
        open_store("mysql://aldaba:secret@example/aldaba")


async def test_connections_that_a_restart_cut_are_replaced(
    store: Store, postgresql: Any, database_url: str
) -> None:
    await store.write("norte", ask, "SELECT 1")
    end_sessions(postgresql, database_url)

    assert await store.write("norte", ask, "SELECT 1") == 1


async def test_a_server_that_goes_away_in_the_middle_refuses(
    store: Store, postgresql: Any, database_url: str
) -> None:
    def cut(db: Connection, _tenant: str) -> None:
        db.execute(text("SELECT 1"))
        end_sessions(postgresql, database_url)
        db.execute(text("SELECT 1"))

    with pytest.raises(Problem) as refusal:
        await store.write("norte", cut)

    assert refusal.value.code == "storage_unavailable"
    assert await store.write("norte", ask, "SELECT 1") == 1


async def test_a_server_that_is_away_refuses_until_it_is_back(
    postgresql: Any, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.2)
    store = open_store(database_url)
    admit(postgresql, database_url, False)
    end_sessions(postgresql, database_url)

    for verb in (store.write, store.read):
        with pytest.raises(Problem) as refusal:
            await verb("norte", ask, "SELECT 1")
        assert refusal.value.headers["Retry-After"].isdigit()

    admit(postgresql, database_url, True)
    assert await eventually(store) == 1
    store.close()


async def eventually(store: Store) -> object:
    """What the database says once it is reached again, within seconds."""
    for _ in range(100):
        try:
            return await store.write("norte", ask, "SELECT 1")
        except Problem:
            await asyncio.sleep(0.1)
    return None


async def test_a_disk_that_is_read_only_refuses(store: Store) -> None:
    def turn_read_only(db: Connection, _tenant: str) -> None:
        db.execute(text("SET TRANSACTION READ ONLY"))
        db.execute(text("DELETE FROM throttle"))

    with pytest.raises(Problem, match="storage_unavailable"):
        await store.write("norte", turn_read_only)


@pytest.mark.parametrize(("said", "kept"), [("off", "on"), ("local", "local")])
async def test_what_is_acknowledged_is_synced_whatever_a_session_begins_with(
    postgresql_url: str, said: str, kept: str
) -> None:
    begins_with = f"&options=-c%20synchronous_commit%3D{said}"
    with closing(open_store(postgresql_url + begins_with)) as opened:
        assert await opened.write("norte", ask, "SHOW synchronous_commit") == kept


async def test_a_tenant_is_forgotten_with_its_transaction(store: Store) -> None:
    tenant = "SELECT current_setting('aldaba.tenant')"
    seen = [await store.write(name, ask, tenant) for name in ("norte", "horizonte", "norte")]

    assert seen == ["norte", "horizonte", "norte"]


async def test_of_two_that_lock_each_other_out_both_are_kept(store: Store) -> None:
    """Each holds what the other wants: PostgreSQL ends one of them, which is run again."""
    both_hold = threading.Barrier(2)
    runs: list[str] = []

    def take_both(db: Connection, _tenant: str, first: str, second: str) -> str:
        runs.append(first)
        lock(db, first)
        if len(runs) <= 2:
            both_hold.wait(10)
        lock(db, second)
        return first

    await store.write("norte", add_two)
    kept = await asyncio.gather(
        store.write("norte", take_both, "a", "b"), store.write("norte", take_both, "b", "a")
    )

    assert kept == ["a", "b"]
    assert sorted(runs[:2]) == ["a", "b"]
    assert len(runs) == 3
    assert await store.read("norte", ask, "SELECT sum(tokens) FROM throttle") == 4


def add_two(db: Connection, _tenant: str) -> None:
    db.execute(text("INSERT INTO throttle VALUES ('norte', 'a', 0, 0), ('norte', 'b', 0, 0)"))


def lock(db: Connection, bucket: str) -> None:
    db.execute(
        text("UPDATE throttle SET tokens = tokens + 1 WHERE bucket = :bucket"), {"bucket": bucket}
    )


@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_one_that_is_always_pushed_out_gives_up(store: Store, state: str) -> None:
    tries: list[int] = []

    def lose(db: Connection, _tenant: str) -> None:
        tries.append(1)
        db.execute(text(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$"))

    with pytest.raises(Problem, match="storage_unavailable"):
        await store.write("norte", lose)

    assert len(tries) == lane.TRIES
