"""No cell of a table becomes a formula in a spreadsheet (H26)."""

import csv
import io

import pytest

from aldaba.pages.spreadsheet import csv_of, safe


@pytest.mark.parametrize(
    "written",
    [
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
    ],
)
def test_what_would_be_a_formula_is_a_text(written: str) -> None:
    assert safe(written) == f"'{written}"


@pytest.mark.parametrize("written", ["água", "5", "", "a=b", "1-2", 5, -3, 4.5, None])
def test_everything_else_stays_as_it_is(written: object) -> None:
    assert safe(written) == written


def test_a_table_is_read_back_as_it_was_written() -> None:
    table = csv_of(["Número", "=x"], [["K7M", 'diz "não", e\nfim'], ["", 5]])
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert rows == [["Número", "'=x"], ["K7M", 'diz "não", e\nfim'], ["", "5"]]
