"""Mistakes that everybody makes, recognised by what they look like, so that they are called by
their name instead of by what a parser makes of them."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePosixPath

CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
BARE_HEX = re.compile(r"=\s*#[0-9A-Fa-f]{3,8}\s*\Z")
BARE_TEXT = re.compile(r"=\s*[A-Za-zÀ-ÿ(+][^\"'\[\]{}=]*\Z")
LANGUAGE = re.compile(r"\b([a-z]{2})_([A-Za-z]{2})\b")
LITTER = (
    "thumbs.db",
    "desktop.ini",
    "icon\r",
)  # of operating systems; those with a dot are passed over
COPY = re.compile(r"( \(\d+\)| - \w+|~|\.(bak|old|orig|tmp|swp))(?=\.\w+\Z|\Z)")
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The one of `known` that looks like `written`, a letter or two apart or in other case, or
    begins with it, as `pt-BR` with `pt`."""
    by_shape = {_shape(each): each for each in known}
    longer = [each for each in by_shape if each.startswith(f"{_shape(written)}-")]
    found = get_close_matches(_shape(written), by_shape, 1, 0.7) or longer
    return by_shape[found[0]] if found else None


def advice(written: str, known: Iterable[str], mark: str = "") -> str:
    """What to write instead of `written`: what looks like it, else all there is."""
    listed = tuple(known)
    near = nearest(written, listed)
    if near:
        return f"write {mark}{near}"
    return f"there are {', '.join(mark + each for each in listed)}"


def of_bytes(body: bytes) -> str | None:
    """Why bytes that are not UTF-8 are not."""
    if encoding := MARKS.get(body[:2]):
        return f"this is {encoding}; save the file as UTF-8"
    try:
        shown = body.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    strange = next((letter for letter in shown if letter > "~" and letter.isalpha()), "")
    seen = f" (“{strange}” stands there)" if strange else ""
    return f"this is Windows-1252{seen}; save the file as UTF-8"


def of_toml(line: str) -> tuple[int, str] | None:
    """The column, from 1, and the name of what is wrong with a line that is not TOML."""
    code = line.split(" #", maxsplit=1)[0] if not BARE_HEX.search(line) else line
    for column, letter in enumerate(code, start=1):
        if letter in "“”„‘’«»" and letter != letter.translate(CURLY):
            return column, f'curly quotes {letter}; write straight ones: "…"'
    if found := BARE_HEX.search(code):
        return found.start() + 2, 'a colour stands in quotes: "#0a5c36"; a bare # begins a comment'
    if found := BARE_TEXT.search(code.rstrip()):
        if found[0].lstrip("= ").rstrip() in {"True", "False", "TRUE", "FALSE", "yes", "no"}:
            return found.start() + 1, "write true or false"
        return found.start() + 1, 'a text stands in quotes: key = "…"'
    if re.match(r"\s*[\w.\"-]+\s*:", code):
        return code.index(":") + 1, 'write = between key and value: key = "…"'
    return None


def of_stylesheet(source: str) -> tuple[int, int, str] | None:
    """Line, column, both from 1, and the name of what leaves a parser lost: the end of a comment of
    which somebody took the beginning away."""
    bare = re.sub(
        r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), source, flags=re.DOTALL
    )
    before, lost, _ = bare.partition("*/")
    line = before.count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1
    return (line, column, "a */ whose /* is not there any more; take it away") if lost else None


def of_css(kind: str, value: str) -> str | None:
    """What is wrong with the `value` that a token of a kind (`colour`, `length`, `fonts`, `shadow`)
    can't take."""
    if re.search(r"\n\s*--[\w-]+\s*:", value):
        return "a semicolon is missing at the end of the line"
    if any(letter in value for letter in "“”„‘’"):
        return 'curly quotes; write straight ones: "…"'
    return READERS[kind](value.strip()) if kind in READERS else None


def _of_colour(value: str) -> str | None:
    bare = value.strip("\"'")
    if re.fullmatch(r"[\"']#?[\w ]+[\"']", value):
        return f"a colour stands without quotes: {bare}"
    if re.fullmatch(r"[0-9a-fA-F]{6}|[0-9a-fA-F]{3}", value):
        return f"a colour begins with #: #{value}"
    if re.fullmatch(r"#[0-9a-fA-F]{4}|#[0-9a-fA-F]{8}|transparent", value):
        return "colours are solid here, as what can be read on a transparent one is not known"
    if re.fullmatch(r"#\w*", value):
        return "a colour has 3 or 6 digits after its #, 0 to 9 and a to f"
    if re.fullmatch(r"[a-zA-Z]+", value) and (near := nearest(value, NAMED)):
        return f"{value} is no colour; write {near}"
    return None


def _of_length(value: str) -> str | None:
    if found := re.fullmatch(r"(\d+),(\d+)(px|r?em)?", value):
        return f"a decimal has a point, not a comma: {found[1]}.{found[2]}em"
    if found := re.fullmatch(r"([\d.]+)rem", value):
        return f"{value} would follow the page around; write {found[1]}em, or px or em"
    if found := re.fullmatch(r"[\d.]+", value):
        return f"a length has a unit: {value}px"
    if found := re.fullmatch(r"([\d.]+)\s+(px|em)", value):
        return f"no blank before the unit: {found[1]}{found[2]}"
    return None


READERS = {"colour": _of_colour, "length": _of_length}
NAMED = ("black", "blue", "brown", "crimson", "cyan", "gold", "gray", "green", "indigo", "magenta",
         "maroon", "navy", "olive", "orange", "pink", "purple", "red", "silver", "teal", "tomato",
         "turquoise", "violet", "white", "yellow")  # fmt: skip


def of_name(path: str, known: Iterable[str]) -> str | None:
    """The name that a file at `path` was meant to have, one of `known`."""
    name = LANGUAGE.sub(lambda found: f"{found[1]}-{found[2].upper()}", path)
    for wish in (name, name.removesuffix(".txt"), re.sub(r"\.jpeg\Z", ".jpg", name)):
        for each in known:
            if _shape(each) == _shape(wish) and each != path:
                return each
    return None


def printable(name: str) -> str:
    """A name of the file, fit for one line of a message."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:40])


def is_litter(path: str) -> bool:
    """Whether an operating system left the file there."""
    name = PurePosixPath(path).name
    return name.lower() in LITTER or name.startswith(("._", "~$"))


def is_copy(path: str) -> bool:
    """Whether the file is a copy that an editor or a person keeps beside the real one."""
    return bool(COPY.search(PurePosixPath(path).name))


def _shape(name: str) -> str:
    """`name` in small letters, without accents, blanks and the choice between - and _."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace(
        "_", "-"
    )
