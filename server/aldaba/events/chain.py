"""How events are chained: each one's hash covers the hash before it, so that nothing in between can
be changed, dropped or put in without a trace.

An event's hash covers its content by a salted hash only. Erasing a person deletes the content with
its salt: the chain still holds, and nothing is left to guess the content from.
"""

import hashlib

import msgspec

BEGINNING = bytes(32)  # what the first event of a stream follows


def content_hash(salt: bytes, actor: str, body: str) -> bytes:
    """SHA-256 over the salt (16 bytes) and the JSON array `[actor, body]`."""
    return hashlib.sha256(salt + msgspec.json.encode([actor, body])).digest()


def event_hash(
    tenant: str,
    stream: str,
    sequence: int,
    kind: str,
    at: int,
    role: str,
    content: bytes,
    previous: bytes,
) -> bytes:
    """SHA-256 over the JSON array of all that an event's row says, in this order.

    The JSON has no blanks, and UTF-8 where it can; `content` and `previous` are in lower-case hex.
    """
    said = [tenant, stream, sequence, kind, at, role, content.hex(), previous.hex()]
    return hashlib.sha256(msgspec.json.encode(said)).digest()
