"""Types that are decoded, described before threads begin.

msgspec describes a Struct to itself when it is first decoded. A thread that decodes the same type
while another one is at that takes the whole process down: seen in msgspec 0.22.0 on Python 3.11, a
segmentation fault within a second of one start in fifty, under load
(docs/decisions/types-described-first.md).
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, msgpack


def describe(package: str) -> None:
    """Have every Struct of `package` that is loaded described. To be called by one thread alone."""
    for kind in _descendants(Struct):
        if kind.__module__.partition(".")[0] == package:
            try:
                msgpack.Decoder(kind)
            except TypeError:  # it holds what can't be decoded, so that it never is
                continue


def _descendants(kind: Any) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
