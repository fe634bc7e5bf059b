"""The rules that an embed carries: those of its elements, all of them, and no others."""

import re

import pytest

from aldaba.pages import statics
from aldaba.pages.sheet import sheet

DECISION = "form\tclass=decide\ninput\tdata-choice=accept\n<button\tclass=part part--accept"
NESTED = re.compile(r":(?:is|where)\([^)]*\(")


def test_a_part_is_shown_by_the_choice_that_opens_it() -> None:
    rules = sheet(DECISION, "decision.css")
    assert '.decide:has([data-choice="accept"]:checked) .part--accept{display:revert}' in rules
    assert "part--reopen" not in rules
    assert ".decide--accept" not in rules


@pytest.mark.parametrize("name", [name for name in statics() if name.endswith(".css")])
def test_no_alternative_holds_brackets_which_would_hide_the_others_from_an_embed(name: str) -> None:
    assert not NESTED.search(statics()[name].body.decode())
