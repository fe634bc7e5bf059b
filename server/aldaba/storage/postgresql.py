"""PostgreSQL for several processes: a pool of connections, and row-level security that binds each
transaction to one tenant (`storage.tenants`).

Row-level security doesn't bind superusers, nor roles with BYPASSRLS: those are refused.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
from psycopg.errors import DeadlockDetected, ReadOnlySqlTransaction, SerializationFailure
from sqlalchemy import Connection, QueuePool, create_engine, text

from aldaba.settings import SettingsError
from aldaba.storage.lane import Lane

CONNECTIONS = 8
WAIT_SECONDS = 5

LIMITS = (
    "SET lock_timeout = '5s'; SET statement_timeout = '30s';"
    " SET idle_in_transaction_session_timeout = '60s';"
)
# Whatever the server is set to: what was acknowledged outlives its crash.
SYNCED = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
WRITER = f"{LIMITS} SET default_transaction_isolation = 'read committed'; {SYNCED};"
READER = (
    f"{LIMITS} SET default_transaction_isolation = 'repeatable read';"
    " SET default_transaction_read_only = on;"
)


@contextmanager
def writer(url: str) -> Iterator[Lane]:
    """Connections that write; rows are locked, so READ COMMITTED is enough.

    Raises SettingsError for a role above row-level security, or no answer.
    """
    _refuse_mighty_role(url)
    with _lane(url, WRITER) as lane:
        yield lane


@contextmanager
def reader(url: str) -> Iterator[Lane]:
    """Connections that can't write; one snapshot for each transaction."""
    with _lane(url, READER) as lane:
        yield lane


def _refuse_mighty_role(url: str) -> None:
    """Raise SettingsError for a role that row-level security doesn't bind, or no answer."""
    try:
        with psycopg.connect(url, connect_timeout=WAIT_SECONDS) as db:
            row = db.execute(
                "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        said = " ".join(str(error).split())  # libpq's lines as one
        raise SettingsError(f"ALDABA_DATABASE_URL: PostgreSQL doesn't let us in: {said}") from error
    if row and row[1]:
        raise SettingsError(
            f"ALDABA_DATABASE_URL: the role {row[0]} is above row-level security, which keeps"
            " tenants apart. Use a role WITH LOGIN NOSUPERUSER NOBYPASSRLS that owns the database."
        )


@contextmanager
def _lane(url: str, session: str) -> Iterator[Lane]:
    def connected() -> psycopg.Connection:
        connection = psycopg.connect(url, connect_timeout=WAIT_SECONDS)
        connection.execute(session.encode())
        connection.commit()
        return connection

    # A connection is tried before each use: after a restart of the server all of them are made
    # anew. There are as many as threads, so that nobody waits for one.
    engine = create_engine(
        "postgresql+psycopg://",
        creator=connected,
        poolclass=QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,
    )
    try:
        with ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="postgresql") as threads:
            yield Lane(engine, threads, _enter, _out_of_service, _pushed_out)
    finally:
        engine.dispose()


def _enter(db: Connection, tenant: str) -> None:
    db.execute(text("SELECT set_config('aldaba.tenant', :tenant, true)"), {"tenant": tenant})


def _out_of_service(error: BaseException | None) -> bool:
    """Gone, restarting, full, read-only, or a lock that took too long."""
    return isinstance(error, psycopg.OperationalError | ReadOnlySqlTransaction)


def _pushed_out(error: BaseException | None) -> bool:
    """Rolled back because another transaction had to go on first."""
    return isinstance(error, DeadlockDetected | SerializationFailure)
