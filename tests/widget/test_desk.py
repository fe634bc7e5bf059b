"""The desk by keyboard."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from tests.widget.conftest import ORIGIN
from tests.widget.host import settled

import aldaba
from aldaba.pages import render
from aldaba.requests import status
from aldaba.requests.models import request
from aldaba.requests.queue import VIEWS, Listed
from aldaba.requests.queue_page import Address
from aldaba.texts import Words
from aldaba.themes.theme import Theme

Visit = Callable[..., list[Route]]

OFFERED = sorted(
    key
    for page in Path(aldaba.__file__).parent.rglob("templates/*.html")
    for key in re.findall(r'data-key="(.)"', page.read_text("utf-8"))
)

ROW: dict[str, Any] = dict.fromkeys(request.c.keys(), 0) | {
    "status": "received",
    "subject": "water",
    "sub_subject": "",
    "description": "O cano está pingando",
    "development": "Residencial Ipê-Anil",
    "block": "Sabiá",
    "unit": "1203",
    "name": "Benedita Amostra",
    "responsible": "",
    "emergency": False,
    "language": "pt-BR",
    "open": True,
    "waiting_since": 1_795_694_400_000_000,
    "answer_by": 1_795_894_400_000_000,
}


@pytest.fixture
def queue(theme: Theme, form_in: Callable[[str], Any]) -> str:
    rows = [ROW | {"number": number} for number in ("K7M2QX4RT", "3F8TY6WNC")]
    return render(
        "requests/queue.html",
        theme=theme,
        words=Words("pt-BR"),
        staff={"id": "s1", "name": "Vera Balcão", "role": "coordinator"},
        csrf="csrf",
        languages=("pt-BR", "es", "en"),
        menu=(),
        path="",
        queue=Listed(
            rows=rows,
            counts=dict.fromkeys(VIEWS, 0),
            more_open=False,
            found=None,
            next=(),
            people={},
        ),
        views=tuple(VIEWS),
        address=Address(),
        problems={},
        statuses=status.OPEN,
        next_page="",
        form=form_in("pt-BR"),
        place_of=lambda row, _form: row["unit"],
        late=status.late,
        bulk=(),
        targets=[],
        now=1_795_694_400_000_000,
    )


def test_j_and_k_walk_the_queue_and_enter_opens(page: Page, visit: Visit, queue: str) -> None:
    visit(queue)
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{ORIGIN}/desk/horizonte/requests/K7M2QX4RT")


def test_a_question_mark_shows_the_keys(page: Page, visit: Visit, queue: str) -> None:
    visit(queue)
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_be_visible()


def test_the_keys_can_be_switched_off_for_good(page: Page, visit: Visit, queue: str) -> None:
    visit(queue)
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    settled(page)
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).not_to_be_focused()


def test_one_press_marks_the_whole_page_and_x_a_row(page: Page, visit: Visit, queue: str) -> None:
    visit(queue)
    page.keyboard.press("m")
    page.get_by_role("button", name="Marcar a página toda").click()
    expect(page.locator("[name=marked]:checked")).to_have_count(2)
    page.locator("[data-row]").first.focus()
    page.keyboard.press("x")
    expect(page.locator("[name=marked]:checked")).to_have_count(1)


@pytest.mark.parametrize("key", OFFERED)
def test_every_key_that_a_page_offers_is_explained_and_leads_to_what_it_opens(
    page: Page, visit: Visit, queue: str, key: str
) -> None:
    part = f'<details id="offered"><summary data-key="{key}">Part</summary><input></details>'
    visit(queue.replace("<main", f"{part}<main"))
    explained = page.locator("[data-keys] kbd").get_by_text(key, exact=True)
    expect(explained).to_have_count(1)
    page.keyboard.press(key)
    expect(page.locator("#offered")).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(page.locator("#offered input")).to_be_focused()
