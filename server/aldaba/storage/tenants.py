"""Row-level security on PostgreSQL: a transaction sees and writes one tenant's rows.

Every table with a column `tenant` gets the policy, so that a new one can't be forgotten; it binds
the tables' owner too (FORCE). Where the setting `aldaba.tenant` is missing there are no rows.
"""

from sqlalchemy import Connection, text

BACKUP = "*backup"  # reads every row of every table, and writes none

# What runs by itself looks for what is due, whosever it is.
ACROSS = {"closure", "outbox", "photo", "survey_invitation"}

TABLES = text(
    "SELECT table_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND column_name = 'tenant' ORDER BY table_name"
)
OWN = "tenant = current_setting('aldaba.tenant', true)"
OF_BACKUP = f"current_setting('aldaba.tenant', true) = '{BACKUP}'"
OWN_OR_EVERY = f"{OWN} OR current_setting('aldaba.tenant', true) = '*'"


def separate(db: Connection) -> None:
    """Put the policy on every table, in place of the one that is there. Nothing on SQLite, where
    each query's own condition is the wall."""
    if db.dialect.name != "postgresql":
        return
    for table in db.scalars(TABLES):
        rule = OWN_OR_EVERY if table in ACROSS else OWN
        db.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        db.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        db.exec_driver_sql(f"DROP POLICY IF EXISTS of_tenant ON {table}")
        db.exec_driver_sql(f"CREATE POLICY of_tenant ON {table} USING ({rule})")
        db.exec_driver_sql(f"DROP POLICY IF EXISTS of_backup ON {table}")
        db.exec_driver_sql(f"CREATE POLICY of_backup ON {table} FOR SELECT USING ({OF_BACKUP})")
