"""The chain's hashes can be computed by anybody who knows the rule, so they must never change."""

import hashlib
import json

from aldaba.events import chain


def test_an_events_hash_is_that_of_a_json_array() -> None:
    content, previous = bytes(range(32)), chain.BEGINNING
    said = ["norte", "request:1", 1, "RequestOpened", 5, "customer", content.hex(), previous.hex()]
    written = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()

    own = chain.event_hash(
        "norte", "request:1", 1, "RequestOpened", 5, "customer", content, previous
    )

    assert own == hashlib.sha256(written).digest()


def test_a_contents_hash_is_salted_and_tells_actor_from_body() -> None:
    salt = bytes(range(16))
    written = (
        salt
        + json.dumps(
            ["staff:ñ", '{"text":"é"}'], separators=(",", ":"), ensure_ascii=False
        ).encode()
    )

    assert chain.content_hash(salt, "staff:ñ", '{"text":"é"}') == hashlib.sha256(written).digest()
    assert chain.content_hash(salt, "ab", "c") != chain.content_hash(salt, "a", "bc")
