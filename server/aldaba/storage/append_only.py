"""Tables that only grow: the database itself refuses what would rewrite history.

`event_content` may be deleted from, because erasing a person does so; what is left of it stays as
it was written.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

REFUSED = {
    "event": ("UPDATE", "DELETE"),
    "event_content": ("UPDATE",),
    "form_version": ("UPDATE", "DELETE"),
    "terms_version": ("UPDATE", "DELETE"),
}

SQLITE = (
    "CREATE TRIGGER {table}_refuses_{name} BEFORE {verb} ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
SQLITE_STANDING = text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")

# In the words that PostgreSQL gives them back in: what differs is made anew.
POSTGRESQL = (
    "CREATE TRIGGER {table}_refuses_{name} BEFORE {verb} ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)
POSTGRESQL_STANDING = text(
    "SELECT pg_get_triggerdef(oid, true) FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgenabled = 'O'"  # not one that somebody disabled
)

FUNCTION = """
BEGIN
    RAISE restrict_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END
"""
FUNCTION_STANDING = text("SELECT prosrc FROM pg_proc WHERE oid = to_regproc('refuse_change')")
MAKE_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION}$$"
)


def protect(db: Connection) -> None:
    """Make the triggers that are not there as they should be."""
    postgresql = db.dialect.name == "postgresql"
    if postgresql and db.scalar(FUNCTION_STANDING) != FUNCTION:
        db.exec_driver_sql(MAKE_FUNCTION)
    standing = set(db.scalars(POSTGRESQL_STANDING if postgresql else SQLITE_STANDING))
    for table, verb in _pairs(postgresql):
        name = verb.lower()
        trigger = (POSTGRESQL if postgresql else SQLITE).format(table=table, name=name, verb=verb)
        if trigger not in standing:
            on_table = f" ON {table}" if postgresql else ""
            db.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_refuses_{name}{on_table}")
            db.exec_driver_sql(trigger)


def _pairs(postgresql: bool) -> Iterator[tuple[str, str]]:
    for table, verbs in REFUSED.items():
        yield from ((table, verb) for verb in verbs)
        if postgresql:
            yield table, "TRUNCATE"
