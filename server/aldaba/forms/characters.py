"""Text as it arrives from a browser, made plain: the characters that are kept and refused."""

import re
import unicodedata

REFUSED = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL stores no NUL, UTF-8 no lone surrogate
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, zero-width blanks, and marks that turn the direction of what stands after them. The
# joiners U+200C and U+200D stay: scripts and emoji need them.
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
FIRST_MARK = "\u0300"  # no character before it combines with another
MOST_MARKS = 30  # in a row: the Stream-Safe Text Format of Unicode Annex 15


def plain(text: str) -> str | None:
    """`text` in NFC, trimmed, with `\\n` for every line end and without unseen characters.

    None when it holds NUL, a lone surrogate, or more combining marks in a row than any language
    writes: putting those in order takes quadratic time.
    """
    if REFUSED.search(text):
        return None
    text = UNSEEN.sub("", LINE_END.sub("\n", text))
    if _most_marks(text) > MOST_MARKS:
        return None
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """`text` without accents and in lower case, as it is compared."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


def _most_marks(text: str) -> int:
    if not text or max(text) < FIRST_MARK:
        return 0
    most = run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        most = max(most, run)
    return most
