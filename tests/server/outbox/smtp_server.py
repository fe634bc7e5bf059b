"""A real SMTP server on the loopback (aiosmtpd), and one that drips its greeting for ever."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What was delivered; its methods are hooks of aiosmtpd.

    `refusals` are answers to RCPT by address; `slow` addresses are answered after their event and
    stand in `waiting` until then; `pause` is what every address takes; `data` is the
    answer to DATA.
    """

    def __init__(self, pause: float = 0) -> None:
        self.pause = pause
        self.delivered: list[Envelope] = []
        self.refusals: dict[str, str] = {}
        self.data = "250 taken"
        self.encrypted: list[bool] = []
        self.silent_at_quit = False
        self.slow: dict[str, asyncio.Event] = {}
        self.waiting: asyncio.Queue[str] = asyncio.Queue()

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        await asyncio.sleep(self.pause)
        if address in self.slow:
            self.waiting.put_nowait(address)
            await self.slow[address].wait()
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data.startswith("250"):
            self.delivered.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return self.data

    async def handle_QUIT(  # noqa: N802
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        if self.silent_at_quit:
            await asyncio.sleep(5)
        return "221 bye"


@asynccontextmanager
async def smtp_server(mailbox: Mailbox, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Serves `mailbox`; yields its mail URL."""

    def protocol() -> SMTP:
        return SMTP(mailbox, hostname="mail.example", tls_context=tls, enable_SMTPUTF8=False)

    async with _listening(protocol) as port:
        yield f"smtp://127.0.0.1:{port}"


class _Drip(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.dripping = asyncio.get_running_loop().create_task(self._drip(transport))

    async def _drip(self, transport: asyncio.Transport) -> None:
        while not transport.is_closing():
            transport.write(b"2")
            await asyncio.sleep(0.02)


@asynccontextmanager
async def dripping_server() -> AsyncIterator[str]:
    """A server whose greeting never ends: each read brings a byte, so no read times out."""
    async with _listening(_Drip) as port:
        yield f"smtp://127.0.0.1:{port}"


@asynccontextmanager
async def _listening(protocol: type[asyncio.Protocol]) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
