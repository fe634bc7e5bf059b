"""A survey on its own page, and what all customers answered on the desk: to WCAG 2.2 AA, on a
phone, by keyboard alone, and without JavaScript."""

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Locator, Page, expect
from tests.journeys.walk import overflow
from tests.server.scene import PASSWORD, invite
from tests.widget.asked import Mailed
from tests.widget.host import Host, Site, script, tag
from tests.widget.test_embed_accessibility import EMBEDS, HEAD, PHONE, faults

from aldaba.texts import languages
from aldaba.web.deployment import Deployment

LOW = {
    "horizonte": {"overall": "1", "recommend": "0", "solved": "no"},
    "norte": dict.fromkeys(("aspects.brand", "aspects.agent", "aspects.contact"), "1")
    | {"solved": "part"},
}
BOX = """each => ["left", "right", "top", "bottom"].map(side =>
    Math.round(each.getBoundingClientRect()[side]))"""
ROWS = "all => new Set(all.map(each => Math.round(each.getBoundingClientRect().top))).size"
SMALL = "all => all.filter(each => each.offsetHeight < 44 || each.offsetWidth < 44).length"


def answer(page: Page, tenant: str) -> None:
    """With the lowest scores."""
    for name, value in LOW[tenant].items():
        page.locator(f"[name='{name}'][value='{value}']").first.check()


def pressed(page: Page) -> None:
    page.locator("form [data-sending]").first.click()


@pytest.mark.parametrize(("tenant", "language"), EMBEDS)
def test_axe_finds_nothing_from_the_first_look_to_other_answers(
    page: Page, service: str, mailed: Mailed, tenant: str, language: str
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{service}/l/{mailed('survey', tenant, language)}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("details summary").click()
    assert faults(page) == []
    pressed(page)
    expect(page.locator("[data-summary]")).to_be_focused()
    assert faults(page) == []
    answer(page, tenant)
    pressed(page)
    expect(page.locator("[data-summary]")).to_have_count(0)
    page.locator("details summary").click()
    assert page.locator("[data-field=recommend] .option").evaluate_all(ROWS) == 2
    assert faults(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("tenant", ["horizonte", "norte"])
def test_axe_finds_nothing_on_the_results(
    page: Page, running: Deployment, service: str, mailed: Mailed, tenant: str
) -> None:
    page.goto(f"{service}/l/{mailed('survey', tenant, 'es')}")
    answer(page, tenant)
    page.locator("#more").fill("Sigue goteando cuando llueve.")
    pressed(page)
    expect(page.locator("details")).to_be_visible()
    with start_blocking_portal() as portal:
        who = (running, tenant, f"ana@{tenant}.example", "Ana Amostra", "coordinator")
        invitation = portal.call(invite, *who)
    page.goto(invitation)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".bar")).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    low = page.locator(".results__low")
    for language in languages():
        page.goto(f"{service}/desk/{tenant}/surveys?lang={language}")
        expect(page.locator(".results__words")).to_be_visible()
        expect(low.first).to_be_visible()
        assert faults(page) == []
        assert overflow(page) == 0
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert overflow(page) == 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert faults(page) == []
    count = low.count()
    low.first.locator(".button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(low).to_have_count(count - 1)


def shapes(page: Page, questions: Locator) -> None:
    """On a phone a table is a list and a recommendation two rows; where there is room each part
    has its figures beside it and a recommendation is one row."""
    part = questions.locator(".part").first
    scale = questions.locator("[data-field=recommend] .option")
    for width, rows, beside in ((360, 2, False), (1280, 1, True)):
        page.set_viewport_size({"width": width, "height": 800})
        assert scale.evaluate_all(ROWS) == rows
        said, figures = part.locator("p"), part.locator(".scale")
        _, right, _, bottom = said.evaluate(BOX)
        left, _, top, _ = figures.evaluate(BOX)
        assert (right <= left, bottom <= top) == (beside, not beside)
        for controls in (scale, figures.locator(".option")):
            assert controls.evaluate_all(SMALL) == 0
        assert overflow(page) == 0


def test_a_table_is_a_list_on_a_phone_and_a_recommendation_two_rows(
    page: Page, host: Host, service: str, mailed: Mailed
) -> None:
    token = mailed("survey", "norte", "es")
    page.goto(f"{service}/l/{token}")
    shapes(page, page.locator("form").first)
    Site(page, host, service, [], []).show(
        script("norte/survey") + tag("norte/survey"), head=HEAD, fragment=f"#aldaba={token}"
    )
    expect(page.locator("aldaba-form form").first).to_be_visible()
    shapes(page, page.locator("aldaba-form form").first)


def test_a_keyboard_is_enough_for_a_table(page: Page, service: str, mailed: Mailed) -> None:
    page.goto(f"{service}/l/{mailed('survey', 'norte', 'es')}")
    page.locator("main").focus()
    asked: list[str] = []
    while not page.evaluate("() => document.activeElement.matches('[data-sending]')"):
        page.keyboard.press("Tab")
        name = page.evaluate("() => document.activeElement.name ?? ''")
        if name and name != "more":
            asked.append(name)
            page.keyboard.press("ArrowLeft")  # to the last of them
    parts = ["aspects.brand", "aspects.agent", "aspects.contact"]
    assert asked == [*parts, "solved", "informed", "recommend"]
    expect(page.locator("[name='aspects.brand'][value=none]")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recibimos sus respuestas")).to_be_focused()


def test_without_javascript_a_survey_is_answered_otherwise_and_declined(
    browser: Browser, service: str, mailed: Mailed
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{service}/l/{mailed('survey', 'norte', 'es')}")
    page.locator("[name='aspects.brand'][value='5']").check()
    page.locator("#more").fill("El técnico fue muy amable.")
    pressed(page)
    expect(page.locator("[data-summary]")).to_be_visible()
    expect(page.locator(".part.field--refused")).to_have_count(2)
    expect(page.locator("#more")).to_have_value("El técnico fue muy amable.")
    answer(page, "norte")
    pressed(page)
    expect(page.get_by_role("heading", name="Recibimos sus respuestas")).to_be_visible()
    page.locator("details summary").click()
    expect(page.locator("[name='aspects.brand'][value='1']")).to_be_checked()
    page.locator("[name='aspects.brand'][value='4']").check()
    pressed(page)
    page.locator("details summary").click()
    expect(page.locator("[name='aspects.brand'][value='4']")).to_be_checked()

    page.goto(f"{service}/l/{mailed('survey')}")
    page.locator("details summary").click()
    page.locator("[name=not_again]").check()
    page.get_by_role("button", name="Não perguntar de novo").click()
    expect(page.get_by_role("heading", name="Não vamos mais perguntar")).to_be_visible()
    context.close()
