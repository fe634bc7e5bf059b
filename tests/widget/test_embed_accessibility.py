"""The embed to WCAG 2.2 AA on a phone, in each company's languages, light and dark: axe finds
nothing, doubled text fits, a keyboard is enough, and nothing that floats over the host's page
covers what is pressed or read."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect
from tests.journeys.test_accessibility import AXE, FAULTS, WCAG
from tests.journeys.walk import overflow
from tests.server.scene import CUSTOMERS
from tests.widget.host import Host, Site, script, tag
from tests.widget.test_hosts import answer, stand

__all__ = ["stand"]

EMBEDS = [("horizonte", "pt-BR"), ("horizonte", "es"), ("horizonte", "en"), ("norte", "es")]
EMBEDS += [("norte", "en")]
PHONE = {"width": 360, "height": 740}
HEAD = "<title>A host</title><meta name=viewport content='width=device-width'>"
FOCUSED = "() => document.activeElement.shadowRoot?.activeElement"
# What floats over the control that has the focus, or over the title of what has.
COVERED = """() => {
    const focused = document.activeElement.shadowRoot.activeElement;
    const small = focused.offsetWidth < 24 && focused.labels[0];
    const shown = small || focused.querySelector("h2") || focused;
    const mine = shown.getBoundingClientRect();
    return ["header", ".chat"].filter(each => {
        const its = document.querySelector(each).getBoundingClientRect();
        return mine.left < its.right && its.left < mine.right
            && mine.top < its.bottom && its.top < mine.bottom;
    }).map(each => `${each} over ${shown.outerHTML.slice(0, 160)}`);
}"""


def show(site: Site, tenant: str, language: str) -> Locator:
    """The form on a host's page of nothing else."""
    form, query = f"{tenant}/pre-request", f"?lang={language}"
    body = f"<main><h1>Ours</h1><a href=/>Up</a>{script(form, query)}{tag(form)}</main>"
    site.show(body, head=HEAD, lang=language)
    shown = site.page.locator("aldaba-form form")
    expect(shown).to_be_visible()
    return shown


def faults(page: Page) -> list[str]:
    """What axe finds, light and dark."""
    found: list[str] = []
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += page.evaluate(FAULTS, WCAG)
    return found


@pytest.mark.parametrize(("tenant", "language"), EMBEDS)
def test_axe_finds_nothing_before_while_and_after_it_is_sent(
    site: Site, tenant: str, language: str
) -> None:
    site.page.set_viewport_size(PHONE)
    form = show(site, tenant, language)
    assert faults(site.page) == []
    form.locator("[data-sending]").click()
    expect(form.locator("[data-summary]")).to_be_focused()
    assert faults(site.page) == []
    answer(form, tenant)
    form.locator("[data-sending]").click()
    expect(site.page.locator("aldaba-form .number")).to_be_visible()
    assert faults(site.page) == []
    assert overflow(site.page) == 0


@pytest.fixture(scope="module")
def large_text(
    playwright: Playwright, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """The browser of somebody who reads text at twice its size."""
    args = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    browser = playwright.chromium.launch(**{**browser_type_launch_args, "args": args})
    yield browser
    browser.close()


@pytest.mark.parametrize(("tenant", "language"), EMBEDS)
def test_text_may_be_doubled(
    large_text: Browser, host: Host, service: str, tenant: str, language: str
) -> None:
    page = large_text.new_page(viewport=PHONE)  # type: ignore[arg-type]
    form = show(Site(page, host, service, [], []), tenant, language)
    form.locator("[data-sending]").click()
    expect(form.locator("[data-summary]")).to_be_focused()
    assert form.locator("#name").evaluate("it => getComputedStyle(it).fontSize") == "34px"
    assert overflow(page) == 0
    assert faults(page) == []
    page.close()


def test_a_keyboard_is_enough_from_the_first_field_to_the_receipt(site: Site) -> None:
    form = show(site, "horizonte", "pt-BR")
    page = site.page
    said = CUSTOMERS["horizonte"] | {"unit": "1203", "phone": "11 90000-0999"}
    pressed = {"subject": "ArrowUp"}  # to the last of them
    pressed |= dict.fromkeys(("relation", "document_none", "conditions", "privacy"), "Space")
    page.get_by_role("link", name="Up").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(f"({FOCUSED})().name") == "subject"
    while not page.evaluate(f"({FOCUSED})()?.matches('[data-sending]')"):
        name = page.evaluate(f"({FOCUSED})()?.name")
        if name in pressed:
            page.keyboard.press(pressed[name])
        elif name in said and name != "document":
            page.keyboard.type(said[name])
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("aldaba-form h1")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("aldaba-form .button:visible").first).to_be_focused()
    assert form.count() == 0


def test_a_sticky_header_and_a_chat_bubble_cover_nothing_that_is_used(
    stand: Any, page: Page
) -> None:
    page.set_viewport_size(PHONE)
    form = stand("busy")
    button = form.locator("[data-sending]")
    form.locator("select").first.focus()
    room = form.locator("select").first  # comes with the script that focus loads
    expect(room).not_to_have_css("scroll-margin-top", "0px")
    covered = there_and_back(page)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    button.focus()
    covered += page.evaluate(COVERED)
    page.keyboard.press("Enter")
    expect(form.locator("[data-summary]")).to_be_focused()
    assert covered + there_and_back(page) == []


def there_and_back(page: Page) -> list[str]:
    """What is covered when somebody walks through the form by keyboard, to its end and up again."""
    covered: list[str] = []
    for key, other in (("Tab", "Shift+Tab"), ("Shift+Tab", "Tab")):
        while page.evaluate(f"!!({FOCUSED})()"):
            covered += page.evaluate(COVERED)
            page.keyboard.press(key)
        page.keyboard.press(other)
    return covered
