"""A body has a deadline, which moves on while something arrives."""

import select
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from litestar import Litestar
from tests.server.web.wire import Address, post, read

from aldaba.web.limits import SLOWEST, in_time

SIGN_IN = "/desk/horizonte/sign-in"
BODY = b"email=ana%40example.com&password=" + b"x" * 3 * SLOWEST


@pytest.fixture
def hasty(app: Litestar, serve: Callable) -> Iterator[Address]:
    """The service, which waits for a fifth of a second."""
    app.asgi_handler = in_time(app.asgi_handler, grace=0.2)
    with serve(app) as (_, address):
        yield address


def test_a_body_that_never_ends_is_answered_and_its_connection_closed(hasty: Address):
    with socket.create_connection(hasty, timeout=10) as connection:
        connection.sendall(post(SIGN_IN, "application/x-www-form-urlencoded", BODY)[: -len(BODY)])
        answer = read(connection)
        assert (answer.status, answer.code) == (408, "slow_body")
        assert connection.recv(1) == b""


def test_bytes_that_drip_win_no_time(hasty: Address):
    with socket.create_connection(hasty, timeout=10) as connection:
        raw = post(SIGN_IN, "application/x-www-form-urlencoded", BODY)
        connection.sendall(raw[: -len(BODY)])
        for byte in BODY[:40]:
            if select.select([connection], [], [], 0.05)[0]:
                break
            connection.sendall(bytes([byte]))
        else:
            pytest.fail("it still listens after two seconds")
        assert read(connection).code == "slow_body"


def test_a_body_that_comes_at_a_phones_pace_is_waited_for(hasty: Address):
    with socket.create_connection(hasty, timeout=10) as connection:
        raw = post(SIGN_IN, "application/x-www-form-urlencoded", BODY)
        connection.sendall(raw[: -len(BODY) + 2 * SLOWEST])
        time.sleep(0.5)
        connection.sendall(raw[-len(BODY) + 2 * SLOWEST :])
        assert read(connection).code == "sign_in_failed"
