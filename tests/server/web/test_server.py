"""What uvicorn lacks: an end to waiting for a request's head, and to stopping."""

import socket
import time
from collections.abc import Callable

import pytest
from litestar import Litestar
from tests.server.web.wire import Address, get, post, read, say

from aldaba.web import server as serving


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, address: Address) -> Address:
    """The service, which waits for a fifth of a second."""
    monkeypatch.setattr(serving, "HEAD", 0.2)
    return address


def closed_within(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Half:"])
def test_a_head_that_never_ends_closes_the_connection(impatient: Address, begun: bytes):
    with socket.create_connection(impatient) as connection:
        connection.sendall(begun)
        assert closed_within(connection, 2)


def test_dripping_a_head_wins_no_time(impatient: Address):
    with socket.create_connection(impatient) as connection:
        started = time.monotonic()
        drops = (bytes([byte]) for byte in get("/health/live") * 100)
        while not closed_within(connection, 0.05):
            connection.sendall(next(drops))
        assert time.monotonic() - started < 2


def test_the_next_head_on_a_kept_connection_has_the_same_time(impatient: Address):
    with socket.create_connection(impatient) as connection:
        connection.sendall(get("/health/live"))
        assert read(connection).status == 200
        connection.sendall(b"GET /health/li")
        assert closed_within(connection, 2)


def test_requests_in_a_row_are_answered_in_turn(impatient: Address):
    with socket.create_connection(impatient, timeout=5) as connection:
        connection.sendall(get("/health/live") * 3)
        time.sleep(0.1)
        connection.sendall(get("/health/live", "Connection: close"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
        assert received.count(b"HTTP/1.1 200") == 4


def test_the_rest_of_a_refused_body_is_not_waited_for(impatient: Address):
    with socket.create_connection(impatient) as connection:
        connection.sendall(post("/f/horizonte/pre-request", "text/plain", b"x" * 100)[:-50])
        assert read(connection).code == "unsupported_media_type"
        assert closed_within(connection, 2)


def test_hundreds_of_half_open_connections_leave_room_for_others(impatient: Address):
    connections = [socket.create_connection(impatient) for _ in range(300)]
    for connection in connections:
        connection.sendall(b"POST / HTTP/1.1\r\n")
    assert say(impatient, get("/health/live")).status == 200
    assert all(closed_within(connection, 2) for connection in connections)
    for connection in connections:
        connection.close()


def test_stopping_waits_for_nobody_who_stopped_sending(
    monkeypatch: pytest.MonkeyPatch, app: Litestar, serve: Callable
):
    monkeypatch.setattr(serving, "STOP", 1)
    with serve(app) as (server, address):
        connection = socket.create_connection(address)
        form = "application/x-www-form-urlencoded"
        connection.sendall(post("/desk/horizonte/sign-in", form, b"x" * 100)[:-50])
        time.sleep(0.1)
        stopped_at = time.monotonic()
        server.should_exit = True
    assert time.monotonic() - stopped_at < 4
    connection.close()


def test_the_server_does_not_say_what_it_is(address: Address):
    assert "server" not in say(address, get("/health/live")).headers
