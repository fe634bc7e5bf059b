"""Every page of the closing loop, as our own pages, to WCAG 2.2 AA at 360 pixels: axe finds
nothing, light and dark, and each fits 320 pixels and doubled text."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from aldaba import clock
from aldaba.web.deployment import Deployment
from tests.journeys.test_accessibility import AXE, FAULTS, SMALL, WCAG
from tests.journeys.walk import overflow
from tests.ports import free_port
from tests.widget.asked import link_about_work
from tests.widget.host import serving

Look = Callable[[str], None]

# What the product calls it where the company says "reclamo" and "claim".
SAID = "h1, h2, p, li, label, summary, button, a"  # not what is signed, which is for programs
OTHER_WORDS = {("norte", "es"): "solicitud", ("norte", "en"): "request"}
SPOKEN = [
    (tenant, language)
    for tenant in ("horizonte", "norte")
    for language in ("pt-BR", "es", "en")
    if (tenant, language) != ("norte", "pt-BR")  # which norte does not speak
]


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The service, which runs."""
    folder = tmp_path_factory.mktemp("closing")
    with serving(folder, free_port(), "http://localhost:1") as running:
        yield running


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, reduced_motion="reduce", locale="es"
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def look(phone: Page, tenant: str, language: str) -> Callable[[str], None]:
    """Asserts that nothing can be said against the page as it stands."""
    other_word = OTHER_WORDS.get((tenant, language))

    def nothing_wrong(name: str) -> None:
        find_faults(phone, name)
        said = " ".join(phone.locator(SAID).all_inner_texts()).lower()
        assert not other_word or other_word not in said, name

    return nothing_wrong


def find_faults(page: Page, name: str) -> None:
    page.evaluate(AXE)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(FAULTS, WCAG) == [], (name, scheme)
    assert page.evaluate(SMALL) == [], name
    page.set_viewport_size({"width": 320, "height": 800})
    narrow = overflow(page)
    page.set_viewport_size({"width": 360, "height": 800})
    size = "size => { document.documentElement.style.fontSize = size }"
    page.evaluate(size, "200%")
    doubled = overflow(page)
    page.evaluate(size, "")
    assert (narrow, doubled) == (0, 0), name


def press(page: Page, button: str) -> None:
    """Send the form by this button; its script brings the answer into the page."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(button).first.click()


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
def test_the_way_from_question_to_survey(
    deployment: Deployment, phone: Page, look: Look, tenant: str, language: str
) -> None:
    address = f"{deployment.settings.base_url}/l/"
    token = link_about_work(deployment, "acceptance", tenant, language)
    phone.goto(address + token)
    look("question")
    phone.locator("[name=choice][value=reopen]").check()
    press(phone, "button.part--reopen")
    expect(phone.locator("[aria-invalid=true]").first).to_be_visible()
    look("reason missing")
    phone.locator("[name=choice][value=accept]").check()
    phone.locator("[name=words]").fill(
        {"pt-BR": "Ainda está pingando.", "es": "Todavía gotea.", "en": "It still leaks."}[language]
    )
    press(phone, "button.part--accept")
    expect(phone.locator(".doubt")).to_be_visible()
    look("doubt")
    press(phone, "[name=meant][value=accept]")
    expect(phone.locator(".relief")).to_be_visible()
    look("accepted")
    onward = [each.get_attribute("href") for each in phone.locator("main a[href*='/l/']").all()]
    certificate = next(each for each in onward if each and "/l/certificate." in each)
    phone.goto(certificate)
    look("certificate")
    phone.goto(str(phone.locator("a[href*='/verify/']").get_attribute("href")))
    look("verified")


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
def test_the_survey_from_question_to_thanks(
    deployment: Deployment, phone: Page, look: Look, tenant: str, language: str
) -> None:
    phone.goto(
        f"{deployment.settings.base_url}/l/"
        + link_about_work(deployment, "survey", tenant, language)
    )
    look("survey")
    press(phone, "[data-sending]")
    expect(phone.locator("[aria-invalid=true]").first).to_be_visible()
    look("survey refused")
    best = "[...document.querySelectorAll('main [type=radio]')].forEach(each => each.click())"
    phone.evaluate(best)
    press(phone, "[data-sending]")
    expect(phone.locator(".relief")).to_be_visible()
    look("thanks")


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
def test_links_that_lead_no_further(
    deployment: Deployment, phone: Page, look: Look, tenant: str, language: str
) -> None:
    """An expired one, one that was replaced, and one to take back what was never decided."""
    link = deployment.signer.read(link_about_work(deployment, "acceptance", tenant, language))
    assert link
    older = {
        "expired": replace(link, expires=clock.now() - clock.DAY),
        "replaced": replace(link, version=link.version - 1),
        "never decided": replace(link, purpose="undo", version=0),
    }
    for name, each in older.items():
        phone.goto(deployment.address(each))
        expect(phone.locator("h1")).to_be_visible()
        look(name)
