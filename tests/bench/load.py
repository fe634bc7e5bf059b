"""Requests over keep-alive connections, as fast as they are answered, and how long each took."""

import asyncio
import re
import time
from collections import Counter, deque
from collections.abc import Iterable
from itertools import cycle, islice

from msgspec import Struct

CONNECTIONS = 32
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class Answers(Struct):
    """What came back: how often each status, the last head and body, each answer's time in seconds
    but for the first on each connection, which waits until the server has accepted it."""

    statuses: Counter[int]
    seconds: list[float]
    head: bytes = b""
    body: bytes = b""

    def quantile(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Connection(asyncio.Protocol):
    """Sends one of `waiting` at a time until none is left, then closes."""

    def __init__(self, waiting: deque[bytes], answers: Answers) -> None:
        self.waiting = waiting
        self.answers = answers
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.accepted = self.done = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0:
            return
        length = LENGTH.search(self.received, 0, head + 1)
        if len(self.received) < head + 4 + (int(length[1]) if length else 0):
            return
        if self.accepted:
            self.answers.seconds.append(time.perf_counter() - self.sent_at)
        self.accepted = True
        self.answers.statuses[int(self.received[9:12])] += 1
        self.answers.head, self.answers.body = self.received[:head], self.received[head + 4 :]
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.done:
            self.closed.set_result(None)
        else:
            self.closed.set_exception(exc or ConnectionError("the server closed a connection"))

    def _next(self) -> None:
        self.received = b""
        if self.waiting:
            self.sent_at = time.perf_counter()
            self.transport.write(self.waiting.popleft())
        else:
            self.done = True
            self.transport.close()


def send(
    port: int | tuple[int, ...], requests: Iterable[bytes], connections: int = CONNECTIONS
) -> Answers:
    """Send `requests` to 127.0.0.1 over so many connections, to several ports by turns, and wait
    for every answer."""
    ports = port if isinstance(port, tuple) else (port,)
    return asyncio.run(_send(ports, deque(requests), connections))


def get(path: str, *headers: str) -> bytes:
    """A GET as it goes over the wire."""
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers)
    return "\r\n".join((*lines, "", "")).encode()


async def _send(ports: tuple[int, ...], waiting: deque[bytes], connections: int) -> Answers:
    answers = Answers(Counter(), [])
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: Connection(waiting, answers), "127.0.0.1", port)
        for port in islice(cycle(ports), connections)
    ]
    await asyncio.gather(*(connection.closed for _, connection in opened))
    return answers
