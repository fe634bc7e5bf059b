"""Reads TOML and remembers where each value stands.

tomllib has the values and where the syntax breaks; tree-sitter has the places.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import tree_sitter_toml
from msgspec import Struct, field
from tree_sitter import Language, Node, Parser

from aldaba.themes import everyday
from aldaba.themes.fault import Fault

LANGUAGE = Language(tree_sitter_toml.language())
TABLES = ("table", "table_array_element")
SYNTAX_FAULT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)\Z", re.DOTALL)

Path = tuple[str | int, ...]  # ("reasons", 0, "text"): keys, and positions in arrays


class Toml(Struct, frozen=True):
    """A parsed file. `places` holds line and column, from 1, of each key and array element."""

    file: str
    values: dict[str, Any]
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at `path`, or at what is nearest above it."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return Fault(self.file, line, column, message)


def read_toml(file: str, source: str) -> Toml | Fault:
    """The values of `source` with their places, or where it stops being TOML."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return _syntax_fault(file, source, str(error))
    except RecursionError:
        return Fault(file, 1, 1, "this is not TOML that anybody wrote: nested too deeply")
    return Toml(file, values, _places(source))


def _syntax_fault(file: str, source: str, message: str) -> Fault:
    found = SYNTAX_FAULT.match(message)
    what = found.group(1) if found else message
    lines = source.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if found and found.group(2):
        line, column = int(found.group(2)), int(found.group(3))
    # A string that is never closed is noticed on the next line, or at the end.
    for number in (line, line - 1):
        known = everyday.of_toml(lines[number - 1]) if 0 < number <= len(lines) else None
        if known:
            return Fault(file, number, known[0], known[1])
    return Fault(file, line, column, f"this is not TOML: {what}")


def _places(source: str) -> dict[Path, tuple[int, int]]:
    encoded = source.encode()
    lines = encoded.split(b"\n")
    places: dict[Path, tuple[int, int]] = {}
    for path, node in _walk(Parser(LANGUAGE).parse(encoded).root_node, (), {}):
        row, column = node.start_point
        characters = len(lines[row][:column].decode())
        places.setdefault(path, (row + 1, characters + 1))
    return places


def _walk(node: Node, above: Path, counted: dict[Path, int]) -> Iterator[tuple[Path, Node]]:
    """Each key and array element with its path; `counted` holds the last index of each array of
    tables so far."""
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "array":
        for position, child in enumerate(children):
            yield (*above, position), child
            yield from _walk(child, (*above, position), counted)
        return
    if node.type == "pair":
        key = children.pop(0)
        for part in _keys(key):
            above += (part,)
            yield above, key
    elif node.type in TABLES:
        key = children.pop(0)
        above = _table(node, _keys(key), counted)
        yield above, key
    for child in children:
        yield from _walk(child, above, counted)


def _table(node: Node, keys: Path, counted: dict[Path, int]) -> Path:
    """The path that a header such as `[a.b]` or `[[a.b]]` opens."""
    path: Path = ()
    for depth, key in enumerate(keys, start=1):
        path += (key,)
        if depth == len(keys) and node.type == "table_array_element":
            counted[path] = counted.get(path, -1) + 1
        if path in counted:
            path += (counted[path],)
    return path


def _keys(node: Node) -> Path:
    """The parts of a key, bare, quoted or dotted: tomllib knows how to take it apart."""
    tree: Any = tomllib.loads(f"{(node.text or b'').decode()} = 0")
    path: Path = ()
    while isinstance(tree, dict):
        ((key, tree),) = tree.items()
        path += (key,)
    return path
