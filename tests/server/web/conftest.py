"""The service as it runs: the whole application, in this process or behind its real server."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from tests.server.web.wire import Address

from aldaba.app import create_app
from aldaba.web.deployment import Deployment
from aldaba.web.server import Server, server


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The edge is the same over either database."""
    return sqlite_url


@pytest.fixture
def app(deployment: Deployment) -> Litestar:
    return create_app(deployment)


@pytest.fixture
async def client(app: Litestar):
    async with AsyncTestClient(app) as client:
        yield client


@contextmanager
def running(app: Litestar) -> Iterator[tuple[Server, Address]]:
    """`app` on a port of its own; stopped at the end as an operator stops it."""
    running = server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield running, running.servers[0].sockets[0].getsockname()
    finally:
        running.should_exit = True
        thread.join()


@pytest.fixture
def serve() -> Callable[..., object]:
    return running


@pytest.fixture
def address(app: Litestar) -> Iterator[Address]:
    """Where the service listens."""
    with running(app) as (_, listening):
        yield listening
