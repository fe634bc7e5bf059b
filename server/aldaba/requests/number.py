"""A request's number: 40 random bits as 8 Crockford base32 characters and a check character.

Numbers are read aloud, written on paper and typed on phones, so O, I and L are forgiven, and one
wrong or swapped character is noticed. Random, so that nobody can sweep them.
"""

import secrets
from base64 import b32encode
from operator import mul

from aldaba.pages import number as shown

__all__ = ["begun", "draw", "read", "shown"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {digit: value for value, digit in enumerate(ALPHABET)}
WEIGHTS = range(3, 19, 2)
CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())  # RFC 4648's
FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def draw() -> str:
    """A new number, 9 characters, as it is stored."""
    return written(secrets.randbits(40))


def written(value: int) -> str:
    """The number of 40 bits as it is stored."""
    digits = b32encode(value.to_bytes(5, "big")).translate(CROCKFORD).decode()
    return digits + _check(digits)


def read(text: str) -> str | None:
    """What somebody typed as a stored number, or None when it can't be one."""
    number = begun(text)
    return number if len(number) == 9 and number[-1] == _check(number[:-1]) else None


def begun(text: str) -> str:
    """The beginning of a stored number that somebody typed, "" when it can't be one."""
    number = text.upper().translate(FORGIVEN)
    return number if all(character in ALPHABET for character in number) else ""


def _check(digits: str) -> str:
    """Σ weight × value, mod 32. The weights are odd and differ by 2 from neighbour to neighbour:
    odd ones catch every wrong character, and a swap of neighbours unless they differ by 16."""
    total = sum(map(mul, WEIGHTS, map(VALUES.__getitem__, digits)))
    return ALPHABET[total % 32]
