"""Signed links: what a link says (`Link`) and the token that carries it.

A token is an itsdangerous signature with SHA-256 over tenant, subject, state version, expiry and
language; its salt is the purpose, so that a link for one thing never opens another. It holds no
personal data. Expiry stands in the payload (itsdangerous refuses clocks that run ahead, H19), and
keys are given newest first (itsdangerous wants them oldest first, H40).
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property

import msgspec
from itsdangerous import BadData, URLSafeSerializer
from itsdangerous import Signer as ItsDangerousSigner
from itsdangerous.encoding import base64_decode, base64_encode
from msgspec.structs import replace

from aldaba import clock

MOST_PURPOSES = 64
NONCE_FOR = 7 * clock.DAY  # a page may stay open over a weekend
HELD = ("follow", "cancel", "answer", "receipt", "certificate")
TOLERANCE = 300 * clock.SECOND  # between our machines' clocks


class Link(msgspec.Struct, frozen=True):
    """An address that carries its context: who may do what (`purpose`) about which `subject` of
    `tenant`, as long as its state is `version` and until `expires` (UTC microseconds)."""

    purpose: str
    tenant: str
    subject: str
    version: int
    expires: int
    language: str

    def expired(self, now: int) -> bool:
        """Whether `now` (UTC microseconds) is later than the expiry, ±300 s forgiven."""
        return now > self.expires + TOLERANCE


def held(link: Link, days: Mapping[str, int]) -> Link:
    """`link`, or one that holds from now on for the days that a company wants links of its purpose
    to hold. Of other purposes (`HELD`) it is their own affair how long there is something to do."""
    if link.purpose not in HELD or link.purpose not in days:
        return link
    return replace(link, expires=clock.now() + days[link.purpose] * clock.DAY)


class Signer:
    """Signs and reads tokens with `keys`, newest first; the first signs, all are read."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._oldest_first = list(reversed(keys))
        self._serializers: dict[str, Serializer] = {}

    def sign(self, link: Link) -> str:
        """The token of `link`: `<purpose>.<payload>.<signature>`, safe in a URL's path."""
        body = [
            link.tenant,
            link.subject,
            link.version,
            link.expires // clock.SECOND,
            link.language,
        ]
        return f"{link.purpose}.{self._serializer(link.purpose).dumps(body)}"

    def address(self, base_url: str, link: Link) -> str:
        """The page behind `link`, as it is mailed: `<base_url>/l/<token>`."""
        return f"{base_url}/l/{self.sign(link)}"

    def nonce(self, at: int, *shown: str) -> str:
        """What a page that shows `shown` gives its forms at the moment `at`: good for this view,
        for a week."""
        return self.sign(Link("nonce", "", _view(shown), 0, at + NONCE_FOR, ""))

    def fits(self, nonce: str, at: int, *shown: str) -> bool:
        """Whether `nonce` is that view's, in time."""
        link = self.read(nonce)
        if link is None or link.purpose != "nonce" or link.expired(at):
            return False
        return link.subject == _view(shown)

    def read(self, token: str) -> Link | None:
        """The link that `token` was signed for, or None. Expiry is the caller's to judge."""
        purpose, dot, signed = token.partition(".")
        try:
            body = self._serializer(purpose).loads(signed) if dot else None
            tenant, subject, version, expires, language = msgspec.convert(
                body, tuple[str, str, int, int, str]
            )
        except (BadData, UnicodeError, msgspec.ValidationError):  # lone surrogates can't be bytes
            return None
        if not _spelt_once(signed):
            return None
        return Link(purpose, tenant, subject, version, expires * clock.SECOND, language)

    def _serializer(self, purpose: str) -> "Serializer":
        known = self._serializers.get(purpose)
        if known is None:
            known = Serializer(
                self._oldest_first,
                salt=f"aldaba.link.{purpose}",
                signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
            )
            if len(self._serializers) < MOST_PURPOSES:  # a token may name any purpose
                self._serializers[purpose] = known
        return known


class Serializer(URLSafeSerializer):
    """Keeps its signer, which itsdangerous makes anew for each token: half the cost of signing."""

    @cached_property
    def _signer(self) -> ItsDangerousSigner:
        return super().make_signer(self.salt)

    def make_signer(self, _salt: str | bytes | None = None) -> ItsDangerousSigner:
        """The signer for this serializer's own salt."""
        return self._signer


def _view(shown: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(shown).encode()).hexdigest()[:32]


def _spelt_once(signed: str) -> bool:
    """Whether the signature is written as we write it: base64 ignores the last bits of its last
    character, so that four spellings would pass for one token."""
    signature = signed.rpartition(".")[2]
    return base64_encode(base64_decode(signature)).decode() == signature
