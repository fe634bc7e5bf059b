"""What is wrong in a folder, for managers in their own language.

The check says it in English, once: that line is printed, logged and kept. Here it is recognised by
the English catalogue's `fault.…` texts, whose blanks give back the values, and said anew. A line
that no text fits, such as a parser's own words, stays as it is.
"""

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter

from msgspec.structs import replace

from aldaba.texts import REFERENCE, Words, catalogue
from aldaba.themes import Fault

TEXTS = "fault."


def told(faults: Iterable[Fault], words: Words) -> list[Fault]:
    """`faults` in the language of `words`."""
    if words.language == REFERENCE:
        return list(faults)
    return [replace(fault, message=said(fault.message, words)) for fault in faults]


def said(message: str, words: Words) -> str:
    """`message` of the check in the language of `words`, its advice too."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(message):
            values = {name: said(value, words) for name, value in found.groupdict().items()}
            return words(key).format(**values)
    return message


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The keys and shapes of all that the check says, those with the most words of their own
    first."""
    texts = [each for each in catalogue(REFERENCE).items() if each[0].startswith(TEXTS)]
    shapes = sorted(((_own(text), key, text) for key, text in texts), reverse=True)
    return [(key, _pattern(text)) for _, key, text in shapes]


def _own(text: str) -> int:
    return sum(len(literal) for literal, *_ in Formatter().parse(text))


def _pattern(text: str) -> re.Pattern[str]:
    parts = (
        re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
        for literal, name, *_ in Formatter().parse(text)
    )
    return re.compile("".join(parts), re.DOTALL)
