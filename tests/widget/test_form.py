"""What the script adds to a form. Nothing here is needed to send one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.widget.conftest import ORIGIN, in_turn, says, says_nothing

PROBLEMS = {
    "unit": [{"code": "missing", "message": "Escreva sua resposta aqui."}],
    "sub_subject": [{"code": "missing_choice", "message": "Escolha uma das opções."}],
    "email": [{"code": "email_suspect", "message": "É benedita@gmail.com?"}],
}

Visit = Callable[..., list[Route]]
ShowForm = Callable[..., str]


@pytest.fixture
def send(page: Page) -> Callable[[], None]:
    return lambda: page.locator("[data-sending]").click()


def test_a_receipt_follows_what_was_sent(
    page: Page, visit: Visit, show_form: ShowForm, send: Callable[[], None]
) -> None:
    visit(show_form(), says(201, {"number": "K7M-2QX-4RT", "receipt": "/l/receipt"}))
    send()
    page.wait_for_url(f"{ORIGIN}/l/receipt")


def test_each_problem_stands_beside_its_field(
    page: Page, visit: Visit, show_form: ShowForm, send: Callable[[], None]
) -> None:
    visit(show_form(), says(422, {"problems": PROBLEMS}))
    page.locator("#subject").check()
    page.locator("#email").fill("benedita@gmial.com")
    send()
    expect(page.locator("#unit-message")).to_have_text("Escreva sua resposta aqui.")
    expect(page.locator("#unit")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#sub_subject-water-message")).to_be_visible()
    expect(page.locator("#email")).to_have_value("benedita@gmial.com")
    expect(page.locator("#email-confirmed")).to_have_value("benedita@gmial.com")
    expect(page.locator("#email-confirmed")).to_be_visible()


def test_the_summary_takes_focus_and_leads_to_each_field(
    page: Page, visit: Visit, show_form: ShowForm, send: Callable[[], None]
) -> None:
    visit(show_form(), says(422, {"problems": PROBLEMS}))
    page.locator("#subject").check()
    send()
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(len(PROBLEMS))
    summary.locator("a").first.click()
    expect(page.locator("#unit")).to_be_focused()


def test_a_mended_field_is_no_longer_marked(
    page: Page, visit: Visit, show_form: ShowForm, send: Callable[[], None]
) -> None:
    answers = [
        says(422, {"problems": PROBLEMS}),
        says(422, {"problems": {"unit": []} | {"email": PROBLEMS["email"]}}),
    ]
    visit(show_form(), in_turn(*answers))
    send()
    expect(page.locator("#unit-message")).to_be_visible()
    send()
    expect(page.locator("#unit-message")).to_be_hidden()
    expect(page.locator("#unit")).not_to_have_attribute("aria-invalid", "true")


def test_a_second_press_sends_nothing_and_the_button_keeps_its_width(
    page: Page, visit: Visit, show_form: ShowForm
) -> None:
    posts = visit(show_form(), says_nothing)
    button = page.locator("[data-sending]")
    before = button.bounding_box()
    with page.expect_request(lambda request: request.method == "POST"):
        button.click()
    expect(button).to_have_text("Enviando…")
    button.click(force=True)
    after = button.bounding_box()
    page.wait_for_timeout(300)  # in which a second one would come
    assert len(posts) == 1
    assert before is not None
    assert after is not None
    assert after["width"] == before["width"]
    posts[0].abort()


def test_a_lost_connection_loses_nothing(
    page: Page, visit: Visit, show_form: ShowForm, send: Callable[[], None]
) -> None:
    visit(show_form())
    page.locator("#description").fill("O cano está pingando")
    send()
    expect(page.locator("[data-not-sent]")).to_be_visible()
    expect(page.locator("#description")).to_have_value("O cano está pingando")
    expect(page.locator("[data-sending]")).not_to_have_attribute("aria-disabled", "true")


def test_a_refusal_about_no_field_is_told_by_the_plain_page(
    page: Page, visit: Visit, show_form: ShowForm, send: Callable[[], None]
) -> None:
    def answer(route: Route) -> None:
        if "json" in route.request.headers.get("accept", ""):
            return says(409, {"title": "The form has changed", "problems": {}})(route)
        return route.fulfill(body="<p>shown again</p>", content_type="text/html")

    visit(show_form(), answer)
    send()
    expect(page.get_by_text("shown again")).to_be_visible()


def test_a_field_stands_there_when_the_problem_asks_for_it_and_is_not_optional_then(
    page: Page, visit: Visit, show_form: ShowForm
) -> None:
    visit(show_form())
    hint = page.locator("[data-unless-asked=room]")
    room = page.locator("[data-field=room]")
    expect(room).to_be_hidden()
    page.locator("#subject").check()
    page.locator("#sub_subject-water").check()
    expect(room).to_be_visible()
    expect(hint).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_emergency_is_told_whom_to_call_with_and_without_script(
    browser: Browser, open_page: Visit, show_form: ShowForm, scripts: bool
) -> None:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    open_page(page, show_form())
    phone = page.locator(".emergency")
    expect(phone).to_be_hidden()
    page.locator("#subject").check()
    expect(phone).to_be_hidden()
    page.locator("input[value='water.burst']").check()
    expect(phone).to_be_visible()
    page.locator("input[value=power]").check()
    expect(phone).to_be_hidden()
    page.context.close()
