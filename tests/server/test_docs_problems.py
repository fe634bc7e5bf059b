"""The page about refusals says what the code does: each code, its status, and no other."""

import re
from pathlib import Path

from aldaba.forms import problems as fields
from aldaba.problems import CODES

PAGE = (Path(__file__).parents[2] / "docs" / "problems.md").read_text("utf-8")
REFUSALS, FIELDS = PAGE.split("## Codes of fields")


def rows(part: str) -> list[list[str]]:
    """The cells of each row that begins with a code."""
    found = re.findall(r"^\| (`\w+` \| .+) \|$", part, re.MULTILINE)
    return [row.split(" | ") for row in found]


def test_every_code_is_on_the_page_with_its_status() -> None:
    assert {code.strip("`"): int(status) for code, status, _ in rows(REFUSALS)} == CODES


def test_every_code_of_a_field_is_on_the_page() -> None:
    assert {code.strip("`") for code, _ in rows(FIELDS)} == fields.CODES | fields.EDGE_CODES


def test_the_codes_stand_in_alphabetical_order_and_mean_something() -> None:
    for part in (REFUSALS, FIELDS):
        codes = [code.strip("`") for code, *_ in rows(part)]
        assert codes == sorted(codes)
        assert all(len(meaning) > 5 for *_, meaning in rows(part))
