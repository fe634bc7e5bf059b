"""Tables that are opened in a spreadsheet: no cell is a formula there, whatever somebody wrote."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@")
BREAKS = ("\t", "\r", "\n")


def safe(cell: object) -> object:
    """`cell` as a text that a spreadsheet only shows: one that would begin a formula, behind blanks
    or in full-width letters too, gets an apostrophe before it. Numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    bare = unicodedata.normalize("NFKC", cell).lstrip()
    return f"'{cell}" if bare.startswith(FORMULA) or cell.startswith(BREAKS) else cell


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (RFC 4180, UTF-8 with the mark by which spreadsheets know it)."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
