"""Row-level security on PostgreSQL: a transaction sees and writes one tenant's rows.

Every table with a column `tenant` gets the policy, so that a new one can't be forgotten; it binds
the tables' owner too (FORCE). Where the setting `aldaba.tenant` is missing there are no rows.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

BACKUP = "*backup"  # reads every row of every table, and writes none

# What runs by itself looks for what is due, whosever it is.
ACROSS = {"closure", "outbox", "photo", "survey_invitation"}

TABLES = text(
    "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = current_schema()"
    " JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant'"
    " WHERE relkind = 'r' ORDER BY relname"
)
POLICIES = text(
    "SELECT tablename, policyname, cmd, qual FROM pg_policies WHERE schemaname = current_schema()"
    " AND permissive = 'PERMISSIVE' AND roles = '{public}' AND with_check IS NULL"
)

# Rules, in the words that PostgreSQL gives them back in: what differs is made anew.
ASKED = "current_setting('aldaba.tenant'::text, true)"
OWN = f"((tenant)::text = {ASKED})"
OF_BACKUP = f"({ASKED} = '{BACKUP}'::text)"
OWN_OR_EVERY = f"({OWN} OR ({ASKED} = '*'::text))"


def separate(db: Connection) -> None:
    """Put the policies on every table that is without one of them, or has another. Nothing on
    SQLite, where each query's own condition is the wall."""
    if db.dialect.name != "postgresql":
        return
    standing = {tuple(policy) for policy in db.execute(POLICIES)}
    for table, bound in db.execute(TABLES).all():
        if not bound:
            security = "ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
            db.exec_driver_sql(f"ALTER TABLE {table} {security}")
        for name, verb, rule in _policies(table):
            if (table, name, verb, rule) not in standing:
                db.exec_driver_sql(f"DROP POLICY IF EXISTS {name} ON {table}")
                db.exec_driver_sql(f"CREATE POLICY {name} ON {table} FOR {verb} USING ({rule})")


def _policies(table: str) -> Iterator[tuple[str, str, str]]:
    yield "of_tenant", "ALL", OWN_OR_EVERY if table in ACROSS else OWN
    yield "of_backup", "SELECT", OF_BACKUP
