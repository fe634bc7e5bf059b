"""Passwords: Argon2id with the second recommended parameters of RFC 9106 (64 MiB, 3 passes, 4
lanes), computed on threads of their own: two at a time, so that a crowd that signs in takes
neither the memory nor the threads of everybody else."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

T = TypeVar("T")

SHORTEST = 10  # characters; length is the only strength that is asked for

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
THREADS = ThreadPoolExecutor(2, thread_name_prefix="argon2")

# Of a password that nobody knows: what is checked where there is no account, so that the answer
# takes the same time.
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$WufzOV7hXUyas0uw0ilL6g$"
    "vjLsf20vHXJA58G+6N4Y9hAMdAW7dX6GC/FTI8YBLk4"
)


async def hashed(password: str) -> str:
    """The hash to keep of `password`."""
    return await _on_thread(HASHER.hash, _same(password))


async def matches(stored: str | None, password: str) -> bool:
    """Whether `stored` is of `password`; always False, and just as slow, where there is none."""
    found = await _on_thread(_verified, stored or NOBODYS, _same(password))
    return found and stored is not None


def outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def refusal(password: str, *known: str) -> str:
    """Why `password` can't be taken: `too_short`, or `guessable` when it is one of `known` (the
    person's e-mail, the company's names). Empty when it can."""
    if len(_same(password)) < SHORTEST:
        return "too_short"
    return "guessable" if _bare(password) in {_bare(each) for each in known} else ""


def _verified(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerifyMismatchError:
        return False


async def _on_thread(call: Callable[..., T], *args: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(THREADS, call, *args)


def _same(password: str) -> str:
    """One form for what one person types on two keyboards (RFC 8265, OpaqueString)."""
    return unicodedata.normalize("NFC", password)


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
