"""No cell of a table becomes a formula in a spreadsheet (H26)."""

import csv
import io

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from aldaba.pages.spreadsheet import LONGEST, csv_of, safe, xlsx_of

FORMULAS = [
    "=1+1",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    "＝1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＠a",
    "\u00a0=1",
]


@pytest.mark.parametrize("written", FORMULAS)
def test_what_would_be_a_formula_is_a_text(written: str) -> None:
    assert safe(written) == f"'{written}"


@pytest.mark.parametrize("written", ["água", "5", "", "a=b", "1-2", 5, -3, 4.5, None])
def test_everything_else_stays_as_it_is(written: object) -> None:
    assert safe(written) == written


def test_a_table_is_read_back_as_it_was_written() -> None:
    table = csv_of(["Número", "=x"], [["K7M", 'diz "não", e\nfim'], ["", 5]])
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert rows == [["Número", "'=x"], ["K7M", 'diz "não", e\nfim'], ["", "5"]]


def test_a_workbook_holds_what_was_written_and_no_formula() -> None:
    texts = [*FORMULAS, "005", "1,5", "https://care.example", "_x0041_", "água", "x" * 40_000]
    rows = [[text, 5, None, 4.5] for text in texts]
    sheet = load_workbook(io.BytesIO(xlsx_of(["=Número", "n", "", "m"], rows))).active
    head, *lines = sheet.iter_rows()
    assert [cell.value for cell in head] == ["=Número", "n", "", "m"]
    assert [unescape(line[0].value) for line in lines] == [text[:LONGEST] for text in texts]
    assert {tuple(cell.value for cell in line[1:]) for line in lines} == {(5, None, 4.5)}
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} == {"s", "n"}
    assert [line[0].quotePrefix for line in lines] == [text in FORMULAS for text in texts]
    assert sheet.freeze_panes == "A2"
