"""`@font-face`: the folder's own WOFF2 files and what is said about them."""

import re
from collections.abc import Callable
from typing import Any

import tinycss2
from msgspec import Struct

from aldaba.themes import values
from aldaba.themes.fault import Fault, in_stylesheet
from aldaba.themes.values import GENERIC, Tokens, significant

FILE = re.compile(r"(?:\./)?(fonts/[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.woff2)\Z")
WEIGHTS = {"normal": "400", "bold": "700"}
STYLES = ("normal", "italic", "oblique")
DISPLAYS = ("swap", "fallback", "optional")
# What comes with an operating system, and the names that stand for whatever it has.
INSTALLED = {
    *GENERIC,
    *("arial", "calibri", "cambria", "courier new", "georgia", "helvetica", "helvetica neue"),
    *("palatino", "roboto", "segoe ui", "tahoma", "times new roman", "trebuchet ms", "verdana"),
}


class Face(Struct, frozen=True):
    """One font file. `file` is its path in the folder; `descriptors` are written anew."""

    family: str
    file: str
    descriptors: tuple[str, ...]
    line: int
    column: int

    @property
    def heaviest(self) -> int:
        """The greatest weight that the file is for."""
        said = next((each for each in self.descriptors if each.startswith("font-weight:")), "")
        return int(said.rpartition(" ")[2].rpartition(":")[2] or WEIGHTS["normal"])


def read_face(rule: Any) -> Face | Fault:
    """The face that an @font-face rule describes, or what is wrong with it."""
    found: dict[str, str] = {}
    source = rule
    for node in tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    ):
        if node.type != "declaration" or node.lower_name not in DESCRIPTORS:
            return in_stylesheet(node, f"@font-face may hold {', '.join(DESCRIPTORS)}")
        read, advice = DESCRIPTORS[node.lower_name]
        tokens = significant(node.value)
        value = read(tokens)
        if value is None:
            return in_stylesheet(next(iter(tokens), node), f"{node.lower_name}: {advice}")
        found[node.lower_name] = value
        source = node if node.lower_name == "src" else source
    if "font-family" not in found or "src" not in found:
        return in_stylesheet(rule, "@font-face needs font-family and src")
    family, file = found.pop("font-family"), found.pop("src")
    descriptors = tuple(f"{name}:{value}" for name, value in found.items())
    return Face(family, file, descriptors, source.source_line, source.source_column)


def _source(tokens: Tokens) -> str | None:
    """`url(fonts/x.woff2)`, with or without `format("woff2")`, as the path alone.

    tinycss2 hands `url(x)` over as a token and `url("x")` as a function.
    """
    match tokens:
        case [address] | [address, _] if address.type == "url":
            path = address.value
        case [address] | [address, _] if address.type == "function" and address.lower_name == "url":
            path = _only_string(address.arguments)
        case _:
            return None
    if len(tokens) == 2 and not _says_woff2(tokens[1]):
        return None
    found = FILE.match(path)
    return found.group(1) if found else None


def _says_woff2(token: Any) -> bool:
    if token.type != "function" or token.lower_name != "format":
        return False
    return _only_string(token.arguments) == "woff2"


def _only_string(arguments: Tokens) -> str:
    tokens = significant(arguments)
    return tokens[0].value if len(tokens) == 1 and tokens[0].type == "string" else ""


def weights(tokens: Tokens) -> str | None:
    """One weight, or two for a range."""
    found = [
        WEIGHTS.get(token.lower_value) if token.type == "ident" else _hundred(token)
        for token in tokens
    ]
    known = [each for each in found if each]
    return " ".join(known) if len(known) == len(tokens) and len(known) in (1, 2) else None


def weight(tokens: Tokens) -> str | None:
    """One weight."""
    found = weights(tokens)
    return None if found and " " in found else found


def _hundred(token: Any) -> str | None:
    whole = token.type == "number" and token.is_integer and 1 <= token.value <= 1000
    return str(token.int_value) if whole else None


def word_of(words: tuple[str, ...]) -> Callable[[Tokens], str | None]:
    """A reader of one of `words`."""

    def read(tokens: Tokens) -> str | None:
        word = tokens[0].lower_value if len(tokens) == 1 and tokens[0].type == "ident" else ""
        return word if word in words else None

    return read


def _range(tokens: Tokens) -> str | None:
    parts = [token for token in tokens if not (token.type == "literal" and token.value == ",")]
    if not parts or any(part.type != "unicode-range" for part in parts):
        return None
    return ",".join(f"U+{part.start:X}-{part.end:X}" for part in parts)


DESCRIPTORS: dict[str, tuple[Callable[[Tokens], str | None], str]] = {
    "font-family": (values.family_name, "write one name of letters, digits and spaces"),
    "src": (_source, 'write one file of this folder, such as url("fonts/inter.woff2")'),
    "font-weight": (weights, "write 400, bold, or a range such as 100 900"),
    "font-style": (word_of(STYLES), f"write one of {', '.join(STYLES)}"),
    "font-display": (word_of(DISPLAYS), f"write one of {', '.join(DISPLAYS)}"),
    "unicode-range": (_range, "write ranges such as U+0000-00FF"),
}
