"""What customers are asked by mail, in the company's own page, to WCAG 2.2 AA: axe finds nothing,
light and dark, at 360 px and with doubled text, and a keyboard is enough."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.journeys.walk import overflow
from tests.widget.asked import Mailed
from tests.widget.host import Host, Site, script, tag
from tests.widget.test_embed_accessibility import (
    EMBEDS,
    FOCUSED,
    HEAD,
    PHONE,
    faults,
    large_text,
)

__all__ = ["large_text"]


def show(site: Site, token: str, tenant: str, language: str) -> Locator:
    """What the token opens, whole, on a host's page of nothing else."""
    name = f"{tenant}/{token.partition('.')[0]}"
    body = (
        f"<main><h1>Ours</h1><a href=/>Up</a>{script(name, f'?lang={language}')}{tag(name)}</main>"
    )
    with site.page.expect_response("**/data**"), site.page.expect_response("**/c/sending*"):
        site.show(body, head=HEAD, lang=language, fragment=f"#aldaba={token}")
    form = site.page.locator("aldaba-form form").first
    expect(form).to_be_visible()
    return form


def refuse(page: Page, form: Locator) -> None:
    """Sends it with nothing in it."""
    form.locator("button:not([type=button])").last.click()
    expect(
        page.locator("aldaba-form [aria-invalid], aldaba-form .notice:visible").first
    ).to_be_visible()


@pytest.mark.parametrize("purpose", ["survey", "acceptance"])
@pytest.mark.parametrize(("tenant", "language"), EMBEDS)
def test_axe_finds_nothing_on_a_phone_nor_with_doubled_text(
    site: Site,
    large_text: Browser,
    host: Host,
    service: str,
    mailed: Mailed,
    tenant: str,
    language: str,
    purpose: str,
) -> None:
    token = mailed(purpose, tenant, language)
    site.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    large = large_text.new_page(viewport=PHONE)  # type: ignore[arg-type]
    for page in (site.page, large):
        form = show(Site(page, host, service, [], []), token, tenant, language)
        assert faults(page) == []
        refuse(page, form)
        assert faults(page) == []
        assert overflow(page) == 0
    large.close()


def test_a_keyboard_is_enough_to_answer_a_survey(site: Site, mailed: Mailed) -> None:
    show(site, mailed("survey"), "horizonte", "pt-BR")
    page = site.page
    page.get_by_role("link", name="Up").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(f"({FOCUSED})().name") == "overall"
    while not page.evaluate(f"({FOCUSED})()?.matches('[data-sending]')"):
        if page.evaluate(f"({FOCUSED})()?.type") == "radio":
            page.keyboard.press("ArrowLeft")  # to the last of them
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    title = page.locator("aldaba-form").get_by_role("heading", name="Recebemos suas respostas")
    expect(title).to_be_focused()


def test_a_keyboard_is_enough_to_accept_the_work(site: Site, mailed: Mailed) -> None:
    show(site, mailed("acceptance"), "horizonte", "pt-BR")
    page = site.page
    page.get_by_role("link", name="Up").focus()
    while page.evaluate(f"({FOCUSED})()?.name") != "choice":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while not page.evaluate(f"({FOCUSED})()?.matches('[data-sending]')"):
        page.keyboard.press("Tab")
    assert "Aceitar e encerrar" in page.evaluate(f"({FOCUSED})().textContent")
    page.keyboard.press("Enter")
    title = page.locator("aldaba-form").get_by_role("heading", name="Aceito:")
    expect(title).to_be_focused()
