"""Documents and other secrets at rest: sealed for reading back, indexed for finding again."""

import hmac
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

NONCE = 12  # bytes; random, as NIST SP 800-38D allows for far fewer than 2**32 texts a key


class Signed(Struct, frozen=True):
    """An Ed25519 signature (64 bytes), the public key (32 bytes) it can be checked with, and the id
    of the data key that its private key was made from."""

    key: str
    public_key: bytes
    signature: bytes


def is_signed(public_key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether `signature` of `text` was made with the private key of `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


class Vault:
    """Holds the data keys: 32 bytes to index with, and `(id, 32 bytes)` to encrypt with, newest
    first. The newest seals; each unseals what it sealed."""

    def __init__(self, index_key: bytes, encryption_keys: tuple[tuple[str, bytes], ...]) -> None:
        self._index_key = index_key
        self._tenant_keys: dict[str, bytes] = {}
        self._newest = encryption_keys[0][0]
        self._ciphers = {name: AESGCM(key) for name, key in encryption_keys}
        self._signing = {name: _signing_key(key) for name, key in encryption_keys}

    def seal(self, tenant: str, text: str) -> bytes:
        """`text` encrypted (AES-256-GCM) as `<key id>:<nonce><ciphertext>`, for `tenant` only."""
        nonce = secrets.token_bytes(NONCE)
        sealed = self._ciphers[self._newest].encrypt(nonce, text.encode(), tenant.encode())
        return self._newest.encode() + b":" + nonce + sealed

    def unseal(self, tenant: str, sealed: bytes) -> str:
        """The text that `seal` was given.

        Raises KeyError when its key is no longer in ALDABA_DATA_KEYS, and
        cryptography's InvalidTag for another tenant's or changed bytes.
        """
        name, _, rest = sealed.partition(b":")
        cipher = self._ciphers[name.decode()]
        return cipher.decrypt(rest[:NONCE], rest[NONCE:], tenant.encode()).decode()

    def index(self, tenant: str, text: str) -> bytes:
        """32 bytes that are the same for the same text of the same tenant (HMAC-SHA-256), and tell
        nothing to who lacks the key."""
        key = self._tenant_keys.get(tenant)
        if key is None:
            key = hmac.digest(self._index_key, tenant.encode(), "sha256")
            self._tenant_keys[tenant] = key
        return hmac.digest(key, text.encode(), "sha256")

    def sign(self, text: bytes) -> Signed:
        """Sign `text` with a key made from the newest encryption key."""
        private = self._signing[self._newest]
        return Signed(self._newest, private.public_key().public_bytes_raw(), private.sign(text))

    def knows(self, public_key: bytes) -> bool:
        """Whether `public_key` is made from one of the keys held here."""
        return public_key in {
            private.public_key().public_bytes_raw() for private in self._signing.values()
        }


def _signing_key(data_key: bytes) -> Ed25519PrivateKey:
    """A key of its own for signatures, derived (RFC 5869) from one that encrypts."""
    seed = HKDF(SHA256(), 32, salt=None, info=b"aldaba.certificate.ed25519").derive(data_key)
    return Ed25519PrivateKey.from_private_bytes(seed)
