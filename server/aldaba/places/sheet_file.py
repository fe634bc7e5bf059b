"""A table of places or products as spreadsheets save it: comma, semicolon or tab, UTF-8, UTF-16 or
Windows-1252, headings in any language that the product speaks. What is wrong is told by line; the
other lines are read all the same."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from aldaba import texts
from aldaba.forms.characters import fold
from aldaba.places.cells import Fault, cells_of
from aldaba.places.columns import KINDS

MOST_BYTES = 8 * 2**20
MOST_LINES = 50_000
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = (";", ",", "\t")


class Line(Struct, frozen=True):
    """A line that can be kept: cells by column, days as ISO 8601, nothing for an empty cell."""

    number: int
    cells: dict[str, str]


class Sheet(Struct, frozen=True):
    """What was read: `kind` is a key of KINDS, "" where no heading is known; `unused` are headings
    that nothing is kept of."""

    kind: str
    lines: list[Line]
    faults: list[Fault]
    unused: list[str]


def read(content: bytes) -> Sheet:
    """The table in a file's bytes."""
    written = _decoded(content)
    if written is None:
        return _refused("unreadable")
    rows = _rows(written)
    _, head = next(rows, (0, []))
    kind, columns = _columns(head)
    if not kind:
        return _refused("no_headings")
    used = set(columns.values())
    unused = [cell for position, cell in enumerate(head) if cell and position not in used]
    missing = [
        Fault(1, "no_column", name)
        for name, column in KINDS[kind].items()
        if column.needed and name not in columns
    ]
    if missing:
        return Sheet(kind, [], missing, unused)
    return _judged(kind, rows, columns, len(head), unused)


def _refused(code: str) -> Sheet:
    return Sheet("", [], [Fault(0, code)], [])


def _decoded(content: bytes) -> str | None:
    """None for what no spreadsheet saves as text, a workbook among them."""
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    for encoding in (marked, "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _rows(written: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number of their last line, without empty ones; the separator is the one
    that finds most headings. Excel's own line `sep=;` is none."""
    lines = list(io.StringIO(written, newline=""))
    skipped = 1 if lines and lines[0].casefold().startswith("sep=") else 0
    lines = lines[skipped:]
    first = next((line for line in lines if line.strip()), "")
    heads = {each: next(csv.reader([first], delimiter=each), []) for each in SEPARATORS}
    separator = max(SEPARATORS, key=lambda each: len(_columns(heads[each])[1]))
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than any text: a quote that nobody closed
            row = ["\0"]
        if any(cell.strip() for cell in row):
            yield reader.line_num + skipped, [cell.strip() for cell in row]


@cache
def _headings() -> Mapping[str, Mapping[str, str]]:
    """The columns of each kind by every heading that they are known under, folded."""
    catalogues = [texts.catalogue(language) for language in texts.languages()]
    known: dict[str, dict[str, str]] = {}
    for kind, columns in KINDS.items():
        known[kind] = {}
        for name in columns:
            said = [words[f"places.column.{name}"] for words in catalogues]
            said += [
                each for words in catalogues for each in words[f"places.also.{name}"].split(",")
            ]
            known[kind] |= {_folded(each): name for each in (name, *said) if each.strip()}
    return known


def _folded(heading: str) -> str:
    return " ".join(fold(heading).replace("_", " ").split())


def _columns(head: list[str]) -> tuple[str, dict[str, int]]:
    """Which kind of table these headings begin, and where each of its columns stands."""
    found: dict[str, dict[str, int]] = {}
    for kind, known in _headings().items():
        found[kind] = {}
        for position, cell in enumerate(head):
            if name := known.get(_folded(cell)):
                found[kind].setdefault(name, position)
    kind = max(found, key=lambda each: len(found[each]))
    return (kind, found[kind]) if found[kind] else ("", {})


def _judged(
    kind: str,
    rows: Iterator[tuple[int, list[str]]],
    columns: Mapping[str, int],
    width: int,
    unused: list[str],
) -> Sheet:
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    keys = [name for name, column in KINDS[kind].items() if column.key]
    for number, row in rows:
        if len(lines) == MOST_LINES:
            faults.append(Fault(number, "too_many", params={"most": MOST_LINES}))
            break
        cells, wrong = cells_of(kind, number, row, columns)
        if any(row[width:]):
            wrong.append(Fault(number, "too_wide"))
        key = tuple(fold(cells.get(name, "")) for name in keys)
        if not wrong and key in seen:
            wrong.append(Fault(number, "twice", params={"before": seen[key]}))
        if wrong:
            faults += wrong
        else:
            seen[key] = number
            lines.append(Line(number, cells))
    return Sheet(kind, lines, faults, unused)
