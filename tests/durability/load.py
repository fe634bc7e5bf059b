"""Customers who send pre-requests over kept connections, and go on whatever happens to the service.

Each has a key, an address and a marker (`~` and 12 hexadecimal digits) of its own in what it says.
"""

import asyncio
import contextlib
import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from urllib.parse import urlencode

from msgspec import Struct, field
from PIL import Image

from tests.durability.ledger import Ledger

FORM = "/f/horizonte/pre-request"
PHOTOS = "/p/horizonte"
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
PATIENCE = 30.0  # seconds for one answer
PAUSE = 0.1  # seconds after which a customer tries again


class Answer(Struct, frozen=True):
    status: int
    head: bytes
    body: bytes


class Load(Struct):
    """So many customers at `port`, who write down in `ledger`; `seen` counts answers by status, 0
    where there was none."""

    port: int
    ledger: Ledger
    seen: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    async def send_for(self, seconds: float, customers: int = 8) -> None:
        """New requests from all customers meanwhile; each is sent once."""
        ends = asyncio.get_running_loop().time() + seconds
        await self._send(lambda: asyncio.get_running_loop().time() < ends, customers)

    async def send_many(self, count: int, customers: int = 8) -> None:
        """So many new requests; each is sent once."""
        left = iter(range(count))
        await self._send(lambda: next(left, None) is not None, customers)

    async def send_again(self, customers: int = 8) -> None:
        """Everything that is unanswered, until it is answered. Raises TimeoutError after two
        minutes."""
        async with asyncio.timeout(120):
            while self.ledger.unanswered:
                waiting = iter(list(self.ledger.unanswered.items()))
                await _together(customers, lambda w=waiting: self._repeat(w))

    async def with_photos(self, count: int) -> None:
        """So many new requests with a photo each, one after the other; whoever can't upload sends
        nothing."""
        async with _Wire(self.port) as wire:
            for _ in range(count):
                staged = await wire.ask(photo())
                if staged and staged.status == 201:
                    await self._one(wire, *written(photos=json.loads(staged.body)["photo"]))

    async def _send(self, more: Callable[[], bool], customers: int) -> None:
        async def customer() -> None:
            async with _Wire(self.port) as wire:
                while more():
                    await self._one(wire, *written())

        await _together(customers, customer)

    async def _repeat(self, waiting: Iterable[tuple[str, bytes]]) -> None:
        async with _Wire(self.port) as wire:
            for key, request in waiting:
                await self._one(wire, key, request)

    async def _one(self, wire: "_Wire", key: str, request: bytes) -> None:
        self.ledger.sent(key, request)
        answer = await wire.ask(request)
        self.seen[answer.status if answer else 0] += 1
        if answer and answer.status == 201:
            await self.ledger.acknowledge(key, json.loads(answer.body)["number"])
        else:
            assert not answer or answer.status >= 500, answer
            await asyncio.sleep(PAUSE)


def written(**said: str) -> tuple[str, bytes]:
    """A key, and the pre-request that carries it."""
    key = secrets.token_hex(12)
    answers = {
        "_key": key,
        "_lang": "pt-BR",
        "subject": "papers",
        "description": f"Onde fica o manual? {marker_of(key)}",
        "development": "Residencial Ipê-Anil",
        "name": "Benedita Amostra",
        "relation": "owner",
        "phone": f"(11) 9{6 * 10**7 + secrets.randbelow(3 * 10**7)}",
        "email": f"b.{key}@cliente.example",
        "document": "000.000.101-54",
        "conditions": "yes",
        "privacy": "yes",
    }
    body = urlencode(answers | said).encode()
    return key, post(FORM, "application/x-www-form-urlencoded", body)


def marker_of(key: str) -> str:
    """What is found in the bytes that keep a request, by its key."""
    return f"~{key[:12]}"


def photo() -> bytes:
    """An upload of a photo that is nobody else's."""
    picture = BytesIO()
    Image.frombytes("RGB", (8, 8), secrets.token_bytes(192)).save(picture, "JPEG")
    head = '--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    body = head.encode() + picture.getvalue() + b"\r\n--b--\r\n"
    return post(PHOTOS, "multipart/form-data; boundary=b", body)


def post(path: str, kind: str, body: bytes) -> bytes:
    """A POST as it goes over the wire, from a program."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/json",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def get(path: str) -> bytes:
    """A GET as it goes over the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


async def ask(port: int, request: bytes) -> Answer | None:
    """One question over a connection of its own; None when there was no answer."""
    async with _Wire(port) as wire:
        return await wire.ask(request)


async def _together(count: int, customer: Callable[[], object]) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(customer())


class _Wire:
    """A kept connection, opened again whenever it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> "_Wire":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writer:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    async def ask(self, request: bytes) -> Answer | None:
        """The answer to `request`; None when the connection broke first."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(request)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            if self._writer:
                self._writer.close()
                self._writer = None
            return None

    async def _ask(self, request: bytes) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        body = await self._reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in head.lower():
            self._writer.close()
            self._writer = None
        return Answer(int(head[9:12]), head, body)
