"""Whether a company's fonts have the letters that it writes, and a bold."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from unicodedata import category

from aldaba import texts
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files
from aldaba.themes.fontface import Face

BOLD = 600  # the weight of headings, labels and buttons
# Letters, digits, money and punctuation; arrows and the like may come from the device's own font.
KINDS = ("Lu", "Ll", "Lo", "Nd", "Sc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po")
MOST_SHOWN = 12


def judge_glyphs(
    faces: Iterable[Face], files: Files, languages: Iterable[str], written: Iterable[str]
) -> list[Fault]:
    """An error for each family without letters that the product says in `languages`, or the company
    in `written`; a warning for one that has nothing bold."""
    families: defaultdict[str, list[Face]] = defaultdict(list)
    for face in faces:
        if face.file in files:
            families[face.family.lower()].append(face)
    needed = _needed(languages, written)
    return [fault for each in families.values() for fault in _judge(each, files, needed)]


def _judge(faces: list[Face], files: Files, needed: frozenset[str]) -> Iterable[Fault]:
    first = faces[0]
    has = frozenset[int]().union(*(codepoints(files[face.file]) for face in faces))
    if not has:
        yield Fault(first.file, 1, 1, "no letters can be read from this font; export it again")
        return
    missing = sorted(letter for letter in needed if ord(letter) not in has)
    if missing:
        shown = " ".join(missing[:MOST_SHOWN]) + (" …" if len(missing) > MOST_SHOWN else "")
        advice = f"{first.family} lacks {shown}; take a font that has them, or a fuller file of it"
        yield Fault("theme.css", first.line, first.column, advice)
    if not any(face.heaviest >= BOLD for face in faces):
        advice = (
            f"{first.family} has no bold (600 or more), so browsers smear one for labels and"
            " headings; add its file"
        )
        yield Fault("theme.css", first.line, first.column, advice, "warning")


@lru_cache(maxsize=16)
def codepoints(font: bytes) -> frozenset[int]:
    """The characters that a WOFF2, TTF or OTF font has; none where it can't be read."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - 80 ms, and few ask

    try:
        with TTFont(BytesIO(font), lazy=True) as opened:
            return frozenset(opened.getBestCmap() or ())
    except Exception:  # a broken file raises whatever its bytes lead to; `_judge` names the file
        return frozenset()


def _needed(languages: Iterable[str], written: Iterable[str]) -> frozenset[str]:
    known = {language for language in languages if language in texts.languages()}
    said = "".join("".join(_letters(language)) for language in known)
    return frozenset(letter for letter in said + "".join(written) if category(letter) in KINDS)


@cache
def _letters(language: str) -> frozenset[str]:
    return frozenset("".join(texts.catalogue(language).values()))
