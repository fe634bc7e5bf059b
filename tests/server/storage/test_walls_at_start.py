"""What keeps history and companies apart is looked over at each start: left alone where it stands,
put back where it was taken down."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, event, text

from aldaba.storage.database import open_writer
from aldaba.storage.migrate import migrate

SQLITE = ("SELECT sql FROM sqlite_master WHERE type = 'trigger'",)
POSTGRESQL = (
    "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT prosrc, '' FROM pg_proc WHERE proname = 'refuse_change'",
    "SELECT * FROM pg_policies",
    "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r'",
)
TORN_DOWN = [
    ("sqlite", "DROP TRIGGER event_refuses_update"),
    ("sqlite", "DROP TRIGGER event_refuses_update; {hollow} BEGIN SELECT 1; END"),
    ("postgresql", "DROP TRIGGER event_refuses_update ON event"),
    ("postgresql", "DROP TRIGGER event_refuses_update ON event; {hollow} {calls}"),
    ("postgresql", "ALTER TABLE event DISABLE TRIGGER event_refuses_update"),
    ("postgresql", "DROP FUNCTION refuse_change CASCADE"),
    ("postgresql", "CREATE OR REPLACE {refuse} AS 'BEGIN RETURN NEW;END'"),
    ("postgresql", "DROP POLICY of_tenant ON event"),
    ("postgresql", "DROP POLICY of_backup ON event"),
    ("postgresql", "ALTER POLICY of_tenant ON event USING (true)"),
    ("postgresql", "ALTER POLICY of_tenant ON event WITH CHECK (true)"),
    ("postgresql", "ALTER POLICY of_tenant ON event TO CURRENT_USER"),
    ("postgresql", "DROP POLICY of_tenant ON event; CREATE POLICY of_tenant ON event {narrow}"),
    ("postgresql", "ALTER TABLE event DISABLE ROW LEVEL SECURITY"),
    ("postgresql", "ALTER TABLE event NO FORCE ROW LEVEL SECURITY"),
]
WORDS = {
    "hollow": "CREATE TRIGGER event_refuses_update BEFORE UPDATE OF role ON event",
    "calls": "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "refuse": "FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql",
    "narrow": "AS RESTRICTIVE USING (tenant = current_setting('aldaba.tenant', true))",
}


def standing(db: Connection, _tenant: str) -> set[tuple[object, ...]]:
    asked = POSTGRESQL if db.dialect.name == "postgresql" else SQLITE
    return {tuple(map(str, row)) for each in asked for row in db.execute(text(each))}


def tear_down(db: Connection, _tenant: str, statements: str) -> None:
    for statement in statements.format(**WORDS).split("; ", 1):
        db.exec_driver_sql(statement)


@pytest.fixture
def said() -> Iterator[list[str]]:
    """The first word of each statement to any database."""
    heard: list[str] = []

    def hear(_db: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement.split(maxsplit=1)[0])

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


def test_a_second_start_only_looks(database_url: str, said: list[str]) -> None:
    migrate(database_url)

    assert "SELECT" in said
    assert set(said) <= {"BEGIN", "PRAGMA", "SELECT"}


@pytest.mark.parametrize(("kind", "statements"), TORN_DOWN)
def test_what_was_torn_down_stands_again_and_nothing_else_is_touched(
    request: pytest.FixtureRequest, said: list[str], kind: str, statements: str
) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    with open_writer(url) as lane:
        before = lane.transact("*", standing)
        lane.transact("*", tear_down, statements)
        assert lane.transact("*", standing) != before

    said.clear()
    migrate(url)

    made = [word for word in said if word in {"ALTER", "CREATE"}]
    with open_writer(url) as lane:
        assert lane.transact("*", standing) == before
    assert len(made) == 1 or "CASCADE" in statements
