"""What was recorded stays: the database refuses to rewrite it, after every migration."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from aldaba.storage.append_only import REFUSED
from aldaba.storage.database import Store, open_store, open_writer
from aldaba.storage.migrate import migrate

pytestmark = pytest.mark.anyio

ROWS = {
    "event": "'norte', 's', 1, 'K', 0, 'staff', 'c', 'p', 'h'",
    "event_content": "'norte', 's', 1, 'salt', 'actor', 'body'",
    "form_version": "'norte', 'hash', 'form', 'es', 'source', 0",
    "terms_version": "'norte', 'hash', 'name', 'es', 'source', 'rendered', 0",
}
WORDS = {
    "UPDATE": "UPDATE {table} SET tenant = 'else'",
    "DELETE": "DELETE FROM {table}",
}


def run(db: Connection, _tenant: str, sql: str) -> None:
    db.execute(text(sql))


def count(db: Connection, _tenant: str, table: str) -> int:
    return db.execute(text(f"SELECT count(*) FROM {table} WHERE tenant = 'norte'")).scalar_one()


async def keep(store: Store, table: str) -> None:
    await store.write("norte", run, f"INSERT INTO {table} VALUES ({ROWS[table]})")


async def is_refused(store: Store, table: str, sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        await store.write("norte", run, sql)
    assert await store.read("norte", count, table) == 1


CASES = [(table, verb) for table, verbs in REFUSED.items() for verb in verbs]
KEPT = [table for table, verbs in REFUSED.items() if "DELETE" in verbs]


@pytest.mark.parametrize(("table", "verb"), CASES)
async def test_a_change_is_refused(store: Store, table: str, verb: str) -> None:
    await keep(store, table)

    await is_refused(store, table, WORDS[verb].format(table=table))


async def test_content_can_be_erased(store: Store) -> None:
    await keep(store, "event_content")

    await store.write("norte", run, "DELETE FROM event_content")

    assert await store.read("norte", count, "event_content") == 0


@pytest.mark.parametrize("table", KEPT)
async def test_a_row_cannot_be_put_in_the_place_of_another(sqlite_url: str, table: str) -> None:
    store = open_store(sqlite_url)
    await keep(store, table)

    await is_refused(store, table, f"INSERT OR REPLACE INTO {table} VALUES ({ROWS[table]})")
    store.close()


@pytest.mark.parametrize("table", KEPT)
async def test_a_table_cannot_be_emptied_at_once(postgresql_url: str, table: str) -> None:
    store = open_store(postgresql_url)
    await keep(store, table)

    await is_refused(store, table, f"TRUNCATE {table}")
    store.close()


async def test_a_trigger_that_a_migration_lost_comes_back(database_url: str) -> None:
    on_table = " ON event" if database_url.startswith("postgresql") else ""
    with open_writer(database_url) as lane:
        lane.transact("norte", run, f"DROP TRIGGER event_refuses_update{on_table}")

    migrate(database_url)

    store = open_store(database_url)
    await keep(store, "event")
    await is_refused(store, "event", WORDS["UPDATE"].format(table="event"))
    store.close()
