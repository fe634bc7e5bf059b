"""Documents and other secrets at rest: sealed for reading back, indexed for finding again."""

import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes; random, as NIST SP 800-38D allows for far fewer than 2**32 texts a key


class Vault:
    """Holds the data keys: 32 bytes to index with, and `(id, 32 bytes)` to encrypt with, newest
    first. The newest seals; each unseals what it sealed."""

    def __init__(self, index_key: bytes, encryption_keys: tuple[tuple[str, bytes], ...]) -> None:
        self._index_key = index_key
        self._tenant_keys: dict[str, bytes] = {}
        self._newest = encryption_keys[0][0]
        self._ciphers = {name: AESGCM(key) for name, key in encryption_keys}

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
