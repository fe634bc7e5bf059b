"""The page listens: does what was written say the opposite of what was pressed?

The word lists are the texts `closures.listening.*`, a phrase a line, so that a company changes them
in its `texts.<language>.toml`. What they find is asked about once and decides nothing.
"""

import re
import unicodedata

from aldaba.texts import Words

NO_WORD = re.compile(r"[^\w]+")


def contradicts(words: Words, choice: str, text: str) -> bool:
    """Whether `text` doubts the `choice`: something pending though accepted, all well though
    reopened."""
    said = _without(_plain(text), _phrases(words, "harmless"))
    pending = _any(said, _phrases(words, "pending"))
    if choice == "accepted":
        return pending
    calm = _any(_plain(text), _phrases(words, "calm"))
    return calm and not pending


def _phrases(words: Words, name: str) -> list[str]:
    """The longest first, so that a phrase is found before a part of it."""
    lines = words(f"closures.listening.{name}").splitlines()
    return sorted(filter(None, map(_plain, lines)), key=len, reverse=True)


def _plain(text: str) -> str:
    """Words in lower case without accents, with a blank around each."""
    apart = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return f" {' '.join(NO_WORD.sub(' ', bare).split())} "


def _without(said: str, phrases: list[str]) -> str:
    for phrase in phrases:
        said = said.replace(phrase, " . ")
    return said


def _any(said: str, phrases: list[str]) -> bool:
    return any(phrase in said for phrase in phrases)
