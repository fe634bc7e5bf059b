"""The height that the install page tells a host to reserve is the height that the form takes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from aldaba.capabilities.intake.reserved_height import EDGE, reserved_height
from aldaba.forms.form import Form

# A column of somebody else's page: without our own page's cards, and with the embed's own edge.
COLUMN = """([width, edge]) => {
  document.body.classList.remove("page");
  document.querySelector("main").style = `width: ${width}px; max-width: none`;
  return document.querySelector("form").offsetHeight + edge;
}"""


@pytest.mark.parametrize("language", ["es", "pt-BR", "en"])
@pytest.mark.parametrize(("width", "column"), [(328, "narrow"), (700, "wide")])
def test_the_estimate_is_within_a_twentieth(
    page: Page,
    visit: Callable[..., list[Route]],
    show_form: Callable[..., str],
    form_in: Callable[[str], Form],
    language: str,
    width: int,
    column: str,
) -> None:
    visit(show_form(language))
    taken = page.evaluate(COLUMN, [width - EDGE.wide, getattr(EDGE, column)])
    reserved = getattr(reserved_height(form_in(language)), column)
    assert abs(reserved - taken) < taken / 20
