"""HTTP by hand, for what no client library would send."""

import json
import socket
from typing import Any

from msgspec import Struct

Address = tuple[str, int]


class Answer(Struct):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The problem's code."""
        said: dict[str, Any] = json.loads(self.body)
        return str(said["type"]).removeprefix("/problems/")


def say(address: Address, raw: bytes) -> Answer:
    """Send `raw` and read the answer."""
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(raw)
        return read(connection)


def read(connection: socket.socket) -> Answer:
    """Read until the other side closes or the answer is whole."""
    with connection.makefile("rb") as incoming:
        status = int(incoming.readline().split()[1])
        headers = {}
        while line := incoming.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return Answer(status, headers, incoming.read(int(headers.get("content-length", 0))))


def post(path: str, kind: str, body: bytes, *more: str) -> bytes:
    """A POST as a program writes it that wants JSON."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/json",
        f"Content-Length: {len(body)}",
        *([f"Content-Type: {kind}"] if kind else []),
        *more,
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def get(path: str, *more: str) -> bytes:
    """A GET that wants JSON."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json", *more]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
