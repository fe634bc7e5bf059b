"""The HTTP server, in this process: uvicorn with uvloop and httptools, and what it lacks."""

import asyncio
import gc
import resource
import signal
import socket
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from aldaba.web.log_lines import log_as_json

HEAD = 15.0  # seconds in which a request's head must have arrived
READ = 30.0  # seconds in which a client must read what waits for it
STOP = 5  # seconds in which requests under way may finish; mails have three more
FILES = 65_536  # connections and files at once, where the system allows as many


class Protocol(HttpToolsProtocol):
    """Closes a connection whose next request's head isn't there in time, or whose client doesn't
    read: uvicorn itself waits for ever, also for the rest of a body that was refused."""

    _overdue: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete:  # else a pipelined request has begun
            self._await_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(READ, self.transport.abort)

    def resume_writing(self) -> None:
        self._read()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._read()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._stop_waiting()
        self._overdue = self.loop.call_later(HEAD, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._overdue:
            self._overdue.cancel()

    def _read(self) -> None:
        if self._unread:
            self._unread.cancel()


class Server(uvicorn.Server):
    """Freezes what start-up made: full collections of it cost 40 ms each, 7 without."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()


def server(app: Litestar, host: str, port: int, **options: Any) -> Server:
    """A server of `app`, not started yet. It trusts no proxy's headers (`client_network` does) and
    keeps no access log, which would print links' tokens."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOP,
        **options,
    )
    return Server(config)


def run(app: Litestar, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    log_as_json()
    _raise_limit()
    signal.signal(signal.SIGTERM, _leave)  # uvicorn raises it once more when it is done
    server(app, host, port).run()


def _leave(*_: object) -> None:
    """End the process by leaving every block that is open, so that the database is closed."""
    raise SystemExit(0)


def _raise_limit() -> None:
    """A thousand half-open connections must not be all that this process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
