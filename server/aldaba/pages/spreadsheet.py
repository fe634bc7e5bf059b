"""Tables that are opened in a spreadsheet: no cell is a formula there, whatever somebody wrote."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain, islice

FORMULA = ("=", "+", "-", "@")
BREAKS = ("\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters in a cell of a workbook; one more and Excel calls the file damaged
MOST = 1_048_575  # rows under the head (both: Microsoft, "Excel specifications and limits")
WIDEST = 60  # characters of a column before its text is cut by the next one


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


def tsv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as text with a tab between cells (IANA text/tab-separated-values), which spreadsheets
    take from the clipboard cell by cell. Tabs and breaks in a cell become blanks."""
    lines = ("\t".join(str(safe(" ".join(f"{cell}".split()))) for cell in row) for row in rows)
    return "\n".join(["\t".join(head), *lines]).encode()


def xlsx_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as a workbook of one sheet whose head stays in sight. A text is a text, whatever it
    begins with, also after somebody edits its cell; a figure is a figure. What a workbook can't
    hold is cut."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 60 ms, and few ask

    written = io.BytesIO()
    # A row is forgotten as soon as the next one begins; what was written waits in a file.
    with Workbook(written, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        as_text = book.add_format({"quote_prefix": True})
        sheet.freeze_panes(1, 0)
        widths = [0] * len(head)
        for line, row in enumerate(chain((head,), islice(rows, MOST))):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    style = bold if line == 0 else as_text if safe(cell) != cell else None
                    sheet.write_string(line, column, cell[:LONGEST], style)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, WIDEST))
    return written.getvalue()
