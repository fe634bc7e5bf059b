"""The cells of one line: words and days as people write them, and what is wrong in them."""

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from aldaba.forms.characters import plain
from aldaba.pages.spreadsheet import safe
from aldaba.places.columns import KINDS

DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?\Z", re.ASCII)


class Fault(Struct, frozen=True):
    """What is wrong in line `line` (from 1; 0 is the file): a text `places.fault.<code>`, filled
    with `params`; `column` is one of its kind's, or ""."""

    line: int
    code: str
    column: str = ""
    params: dict[str, object] = {}


def cells_of(
    kind: str, number: int, row: list[str], columns: Mapping[str, int]
) -> tuple[dict[str, str], list[Fault]]:
    """What the line `number` of a table of `kind` says by column, where `columns` stand in its
    `row`, and what is wrong in it."""
    cells: dict[str, str] = {}
    wrong: list[Fault] = []
    for name, position in columns.items():
        column = KINDS[kind][name]
        cell = plain(row[position]) if position < len(row) else ""
        if cell is None:
            wrong.append(Fault(number, "unreadable_cell", name))
            continue
        cell = _unmarked(" ".join(cell.split()))
        if column.day and cell:
            cell = _day(cell)
            if not cell:
                wrong.append(Fault(number, "not_a_date", name))
        if len(cell) > column.most:
            wrong.append(Fault(number, "too_long", name, {"most": column.most}))
        if column.needed and not cell:
            wrong.append(Fault(number, "missing", name))
        if cell:
            cells[name] = cell
    return cells, wrong


def _unmarked(cell: str) -> str:
    """Without the mark that `spreadsheet.safe` puts before what would be a formula."""
    bare = cell.removeprefix("'")
    return bare if safe(bare) != bare else cell


def _day(cell: str) -> str:
    """The day that a cell says, as ISO 8601; "" where it says none. Day first, as all countries
    write it whose documents the product knows."""
    if found := YEAR_FIRST.match(cell):
        year, month, day = found.groups()
    elif found := DAY_FIRST.match(cell):
        day, month, year = found.groups()
    else:
        return ""
    try:
        said = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return said.isoformat() if 1900 <= said.year < 2200 else ""
