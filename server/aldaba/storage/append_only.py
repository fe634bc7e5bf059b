"""Tables that only grow: the database itself refuses what would rewrite history.

`event_content` may be deleted from, because erasing a person does so; what is left of it stays as
it was written.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

REFUSED = {
    "event": ("UPDATE", "DELETE"),
    "event_content": ("UPDATE",),
    "form_version": ("UPDATE", "DELETE"),
    "terms_version": ("UPDATE", "DELETE"),
}

SQLITE = """
CREATE TRIGGER {table}_refuses_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END
$$
"""

POSTGRESQL = """
CREATE TRIGGER {table}_refuses_{name} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def protect(db: Connection) -> None:
    """Make the triggers, in place of those that are there."""
    postgresql = db.dialect.name == "postgresql"
    if postgresql:
        db.exec_driver_sql(POSTGRESQL_FUNCTION)
    for table, verb in _pairs(postgresql):
        on_table = f" ON {table}" if postgresql else ""
        db.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_refuses_{verb.lower()}{on_table}")
        trigger = POSTGRESQL if postgresql else SQLITE
        db.exec_driver_sql(trigger.format(table=table, name=verb.lower(), verb=verb))


def _pairs(postgresql: bool) -> Iterator[tuple[str, str]]:
    for table, verbs in REFUSED.items():
        yield from ((table, verb) for verb in verbs)
        if postgresql:
            yield table, "TRUNCATE"
