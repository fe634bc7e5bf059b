"""What the embed's script costs the server, from its cache, and the page that it stands in."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.bench.load import get, send
from tests.bench.rounds import in_turn, loaded, middle, said
from tests.bench.service import greeting, serving
from tests.bench.table import Row, at_least, at_most

SCRIPT = "/e/horizonte/pre-request.js?lang=pt-BR"
BROTLI = "Accept-Encoding: br"
TAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)


def embed_rows(folder: Path, count: int) -> Iterator[Row]:
    """The lines of the table about the script; `count` requests a round, of each as many: what it
    costs to open the connections is shared by them."""
    with serving(folder) as server, greeting(folder) as hello:
        first = send(server.port, [get(SCRIPT, BROTLI)], 1)
        tag = TAG.search(first.head)
        assert tag is not None
        known = get(SCRIPT, BROTLI, f"If-None-Match: {tag[1].decode()}")
        rounds = in_turn(
            lambda: loaded(hello, [get("/")] * count, 200),
            lambda: loaded(server, [get(SCRIPT, BROTLI)] * count, 200),
            lambda: loaded(server, [known] * count, 304),
        )
    hellos, scripts, unchanged = zip(*rounds, strict=True)
    yield at_most(
        "embed script, cached, brotli: CPU against raw ASGI hello",
        1.6,
        middle(ours.cpu / other.cpu for ours, other in zip(scripts, hellos, strict=True)),
        absolute=said(scripts),
    )
    yield at_least(
        "304 for it, rate against raw ASGI hello",
        65,
        middle(100 * ours.rate / other.rate for ours, other in zip(unchanged, hellos, strict=True)),
        absolute=said(unchanged),
    )
    yield at_most(
        "bytes for the embedded pre-request form (horizonte, pt-BR)",
        6000,
        len(first.body),
        "bytes",
    )
