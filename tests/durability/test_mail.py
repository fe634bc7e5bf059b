"""Whatever the mail server does, customers are answered, and each mail arrives once in the end."""

import asyncio
import socket
import sqlite3
from collections import Counter
from contextlib import closing
from email import message_from_bytes

import pytest
from aiosmtpd.smtp import SMTP

from tests.durability.load import Load
from tests.durability.shim import Shim
from tests.journeys.service import Service
from tests.server.outbox.smtp_server import Mailbox

pytestmark = pytest.mark.anyio

REQUESTS = 8
MAILS = 2 * REQUESTS


class Dropping(asyncio.Protocol):
    """Greets, and hangs up on whatever is said next."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 mail.example\r\n")

    def data_received(self, _data: bytes) -> None:
        self.transport.abort()


def states(service: Service) -> Counter[tuple[str, int]]:
    """How many mails are in which state after how many tries."""
    path = service.settings["ALDABA_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return Counter(db.execute("SELECT state, attempts FROM outbox").fetchall())


async def until(service: Service, state: str, attempts: int) -> None:
    """Wait until every mail is in `state` after so many tries that failed."""
    async with asyncio.timeout(60):
        while states(service) != {(state, attempts): MAILS}:  # noqa: ASYNC110 - in another process
            await asyncio.sleep(0.1)


async def test_a_mail_server_that_refuses_and_then_hangs_up_gets_each_mail_once_in_the_end(
    victim: Service, shim: Shim, load: Load
):
    loop = asyncio.get_running_loop()
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    victim.settings["ALDABA_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    victim.start()
    await load.send_many(REQUESTS, customers=4)
    assert [*load.seen] == [201]
    await until(victim, "due", 1)

    dropping = await loop.create_server(Dropping, "127.0.0.1", port)
    shim.step_clock(120)
    await until(victim, "due", 2)
    dropping.close()

    mailbox = Mailbox()
    serving = await loop.create_server(
        lambda: SMTP(mailbox, hostname="mail.example", enable_SMTPUTF8=False), "127.0.0.1", port
    )
    shim.step_clock(1200)
    await until(victim, "sent", 2)
    victim.stop()
    serving.close()
    ids = [message_from_bytes(each.content)["Message-ID"] for each in mailbox.delivered]
    assert len(set(ids)) == len(ids) == MAILS
