"""Who asks is what our own proxies say, and nobody else."""

from ipaddress import ip_network

import msgspec
import pytest
from litestar import Request

from aldaba.settings import Settings
from aldaba.web.client_network import network_of

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def seen(settings: Settings, peer: str, *forwarded: str) -> str:
    trusting = msgspec.structs.replace(settings, trusted_proxies=PROXIES)
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    scope = {"type": "http", "client": (peer, 1), "headers": headers, "path": "/"}
    return network_of(Request(scope), trusting)  # type: ignore[arg-type]


@pytest.fixture
def database_url() -> str:
    """None is needed."""
    return ""


def test_the_network_is_told_and_not_the_person(settings):
    assert seen(settings, "203.0.113.77") == "203.0.113.0/24"
    assert seen(settings, "2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert seen(settings, "::ffff:203.0.113.77") == "203.0.113.0/24"


def test_a_stranger_may_write_what_it_likes(settings):
    assert seen(settings, "203.0.113.77", "198.51.100.1") == "203.0.113.0/24"
    assert seen(settings, "127.0.0.1", "198.51.100.1") == "127.0.0.0/24"


def test_behind_our_proxies_the_right_most_stranger_counts(settings):
    assert seen(settings, "10.0.0.1", "198.51.100.1") == "198.51.100.0/24"
    assert seen(settings, "10.0.0.1", "8.8.8.8, 198.51.100.1") == "198.51.100.0/24"
    assert seen(settings, "10.0.0.1", "198.51.100.1, 10.2.0.1, fd00::1") == "198.51.100.0/24"
    assert seen(settings, "10.0.0.1", "8.8.8.8", "198.51.100.1") == "198.51.100.0/24"


def test_ports_and_brackets_are_read(settings):
    assert seen(settings, "10.0.0.1", "198.51.100.1:4711") == "198.51.100.0/24"
    assert seen(settings, "10.0.0.1", "[2001:db8::1]:4711") == "2001:db8::/64"


def test_what_is_no_address_ends_the_walk_at_the_proxy(settings):
    assert seen(settings, "10.0.0.1", "198.51.100.1, unknown") == "10.0.0.0/24"
    assert seen(settings, "10.0.0.1", "") == "10.0.0.0/24"
    assert seen(settings, "testclient") == "unknown"
