"""Where a request comes from: the client's address behind our proxies, and its network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from litestar import Request

from aldaba.settings import Settings

UNKNOWN = "unknown"  # a local socket, or a proxy that doesn't say


def network_of(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The client's network: /24 of IPv4, /64 of IPv6, as text.

    X-Forwarded-For counts only as far as our own proxies wrote it: from the right, the first
    address that is not a trusted proxy is the client's. What stands left of it, anybody may have
    written.
    """
    peer = _address(request.client.host if request.client else "")
    forwarded = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
    client = peer
    for hop in map(_address, reversed(forwarded)):
        if hop is None or client is None or not _trusted(client, settings):
            break
        client = hop
    if client is None:
        return UNKNOWN
    return str(ip_network((client, 24 if client.version == 4 else 64), strict=False))


def _trusted(address: IPv4Address | IPv6Address, settings: Settings) -> bool:
    return any(address in network for network in settings.trusted_proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without a port; one of IPv4 in IPv6's clothes is IPv4."""
    for candidate in _readings(text.strip()) if text else ():
        try:
            address = ip_address(candidate)
        except ValueError:
            continue
        return getattr(address, "ipv4_mapped", None) or address
    return None


def _readings(text: str) -> tuple[str, str, str]:
    """As it stands, as `[address]:port`, as `address:port`."""
    return text, text.removeprefix("[").partition("]")[0], text.partition(":")[0]
