"""Every page of the main job to WCAG 2.2 AA, at 360 pixels: axe finds nothing, it fits 320 pixels
and doubled text, focus is seen, targets are large, and a keyboard is enough."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys import walk
from tests.journeys.service import Service
from tests.journeys.walk import NOVA, SILVIA, VERA, Customer, Window

PHOTO = Path(__file__).parents[1] / "photos/coffee.jpg"
AXE = Axe().axe_script
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NORTE = "/f/norte/pre-request"

REFUSED = ("refused form", "refused form without script")
FORMS = ("form", "form about a tap", "form in an emergency", *REFUSED)
CUSTOMERS = (
    *FORMS,
    "receipt",
    "follow",
    "asked",
    "asked follow",
    "terms",
    "problem",
    "awaited visit",
    "job",
    "cancel",
    "mails",
    "unseen",
)
STAFF = (
    "sign-in",
    "password",
    "queue",
    "searched queue",
    "queue's keys",
    "workflow",
    "to decide",
    "waiting",
    "approved",
    "rejected",
    "planned visit",
    "agenda",
    "who comes",
    "my mail",
    "for a caller",
    "results",
    "mail",
)
NORTES_STAFF = ("norte's queue", "norte's claim", "norte's mail", "norte's caller")
NORTES = ("norte's form", "norte's receipt", "norte's follow", *NORTES_STAFF)
SHOWN = [(name, language) for name in CUSTOMERS + STAFF for language in ("pt-BR", "es", "en")]
SHOWN += [(name, language) for name in NORTES for language in ("es", "en")]


def about_a_tap(page: Page) -> None:
    for field, code in (("subject", "water"), ("sub_subject", "water.tap")):
        page.locator(f"[name={field}][value='{code}']").check()


# What somebody does on the page before it looks as its name says.
ON_IT: dict[str, Callable[[Page], object]] = {
    "form about a tap": about_a_tap,
    "form in an emergency": lambda page: page.locator("[name=subject][value=gas]").check(),
    "refused form": lambda page: page.locator("[data-sending]").click(),
    "refused form without script": lambda page: page.locator("form").evaluate(
        "form => form.submit()"
    ),
    "queue's keys": lambda page: page.keyboard.press("?"),
    "to decide": lambda page: page.locator("[data-key=r]").click(),
    "planned visit": lambda page: [each.click() for each in page.locator(".panel summary").all()],
    "norte's claim": lambda page: page.locator("[data-key=r]").click(),
}
THERE = {  # what shows then
    "form about a tap": "[name=room]",
    "form in an emergency": ".emergency",
    "refused form": "[data-summary]",
    "refused form without script": "[data-summary]",
    "queue's keys": "dialog",
    "to decide": "#reason-text",
}

# The control, what is drawn in its stead, or what is around it, wears the ring.
RING = """() => {
    const one = document.activeElement;
    const bearers = [[one], [one, "::after"], [one.nextElementSibling], [one.closest(".drop")]];
    return bearers.filter(([each]) => each).some(([each, part]) => {
        const style = getComputedStyle(each, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
}"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"
SMALL = """() => [...document.querySelectorAll("button, .button, .option > label, .input, nav a")]
    .filter(each => each.checkVisibility() && !each.closest(".hidden, .trap"))
    .filter(each => Math.min(each.offsetWidth, each.offsetHeight) < 44)
    .map(each => `${each.outerHTML.slice(0, 120)} ${each.offsetWidth} × ${each.offsetHeight}`)"""
FAULTS = """tags => axe.run({runOnly: tags, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(({id, nodes}) => nodes.map(node =>
        `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)))"""


@pytest.fixture(scope="module")
def phone(browser: Browser, service: Service) -> Iterator[Page]:
    """Vera's phone, and Silvia's of the other company, which goes from page to page."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        storage_state=service.sessions[VERA],
        reduced_motion="reduce",
        locale="pt-BR",
    )
    context.add_cookies(service.sessions[SILVIA]["cookies"])
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def addresses(phone: Page, service: Service) -> dict[str, str]:
    """Where each page of `SHOWN` is."""
    photo = {"name": PHOTO.name, "mimeType": "image/jpeg", "buffer": PHOTO.read_bytes()}
    waiting, approved, rejected, unseen = (
        walk.post_request(phone.request, service, walk.somebody(), photos_file=photo)
        for _ in range(4)
    )
    nortes = {"product": "fridge", "address": "Calle 12", "phone": "11 5555-0101"}
    norte = walk.post_request(phone.request, service, walk.somebody(), NORTE, **nortes)
    phone.goto(f"{service.url}{walk.address_of(approved.number)}")
    phone.get_by_role("button", name="Aprovar").click()
    phone.goto(f"{service.url}{walk.address_of(rejected.number)}")
    phone.get_by_text("Não aprovar…").click()
    phone.get_by_label("O que o cliente vai ler").fill("Este item é da área comum.")
    phone.get_by_role("button", name="Não aprovar").click()
    asked = walk.post_request(phone.request, service, (customer := walk.somebody()))
    phone.goto(f"{service.url}{walk.address_of(asked.number)}")
    phone.locator("[data-key=q]").click()
    phone.get_by_label("Sua pergunta").fill("A mancha está úmida?")
    phone.get_by_role("button", name="Enviar a pergunta").click()
    walk.keep_technician(phone, service, "Iara Nível", PHOTO)
    phone.goto(f"{service.url}{walk.address_of(approved.number)}")
    walk.plan_visit(phone, "Iara Nível", (walk.today() + timedelta(days=3)).isoformat())
    job = phone.get_by_role("link", name="Página do técnico").get_attribute("href")
    phone.goto(f"{service.url}{walk.address_of(unseen.number)}")
    phone.get_by_role("button", name="Ocultar do cliente").click()
    phone.goto(waiting.follow)
    cancel = phone.get_by_role("link", name="Cancelar esta solicitação").get_attribute("href")
    mails = phone.get_by_role("link", name="Parar de receber").get_attribute("href")
    phone.goto(f"{service.url}{walk.FORM}")
    terms = phone.get_by_role("link", name="Ler as condições").get_attribute("href")
    paths = dict.fromkeys(FORMS, walk.FORM) | {
        "terms": str(terms),
        "problem": "/f/horizonte/nowhere",
        "sign-in": f"{walk.DESK}/sign-in",
        "queue": walk.DESK,
        "searched queue": f"{walk.DESK}?show=closed&q=1203&status=rejected&from=never",
        "queue's keys": walk.DESK,
        "workflow": f"{walk.DESK}/workflow",
        "to decide": walk.address_of(waiting.number),
        "waiting": walk.address_of(asked.number),
        "approved": walk.address_of(approved.number),
        "planned visit": walk.address_of(approved.number),
        "agenda": f"{walk.DESK}/visits",
        "who comes": f"{walk.DESK}/visits/technicians",
        "my mail": f"{walk.DESK}/my-mail",
        "for a caller": f"{walk.DESK}/requests/new",
        "results": f"{walk.DESK}/surveys",
        "mail": f"{walk.DESK}/outbox",
        "rejected": walk.address_of(rejected.number),
        "norte's form": NORTE,
        "norte's queue": "/desk/norte",
        "norte's claim": f"/desk/norte/requests/{norte.number.replace('-', '')}",
        "norte's mail": "/desk/norte/my-mail",
        "norte's caller": "/desk/norte/requests/new",
    }
    return {name: f"{service.url}{path}" for name, path in paths.items()} | {
        "receipt": waiting.receipt,
        "follow": rejected.follow,
        "asked": service.mail(customer.email, "Uma pergunta sobre").link,
        "asked follow": asked.follow,
        "cancel": str(cancel),
        "mails": str(mails),
        "unseen": unseen.follow,
        "awaited visit": approved.follow,
        "job": str(job),
        "password": service.invitations[NOVA],
        "norte's receipt": norte.receipt,
        "norte's follow": norte.follow,
    }


@pytest.fixture
def shown(phone: Page, addresses: dict[str, str], name: str, language: str) -> Page:
    """The page `name` in `language`."""
    phone.goto(f"{addresses[name]}{'&' if '?' in addresses[name] else '?'}lang={language}")
    if act := ON_IT.get(name):
        act(phone)
    expect(phone.locator(THERE.get(name, "main"))).to_be_visible()
    return phone


@pytest.mark.parametrize(("name", "language"), SHOWN)
def test_axe_finds_nothing(shown: Page, name: str, language: str) -> None:
    shown.evaluate(AXE)
    assert shown.evaluate(FAULTS, WCAG) == []
    shown.emulate_media(color_scheme="dark")
    assert shown.evaluate(FAULTS, WCAG) == []
    shown.emulate_media(color_scheme="light")


@pytest.mark.parametrize(("name", "language"), SHOWN)
def test_nothing_is_wider_than_320_pixels(shown: Page, name: str, language: str) -> None:
    shown.set_viewport_size({"width": 320, "height": 800})
    wider = walk.overflow(shown)
    shown.set_viewport_size({"width": 360, "height": 800})
    assert wider == 0


@pytest.mark.parametrize("language", ["pt-BR"])
@pytest.mark.parametrize("name", CUSTOMERS + STAFF)
def test_text_may_be_doubled(shown: Page, name: str, language: str) -> None:
    shown.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert walk.overflow(shown) == 0


@pytest.mark.parametrize("language", ["pt-BR"])
@pytest.mark.parametrize("name", CUSTOMERS)
def test_what_customers_press_is_at_least_44_pixels_large(
    shown: Page, name: str, language: str
) -> None:
    assert shown.evaluate(SMALL) == []


@pytest.mark.parametrize("language", ["pt-BR"])
@pytest.mark.parametrize("name", ["form", "receipt", "follow", "sign-in", "queue", "to decide"])
def test_focus_is_seen_wherever_it_goes(shown: Page, name: str, language: str) -> None:
    shown.locator("main").focus()
    seen: list[str] = []
    shown.keyboard.press("Tab")
    while (focused := shown.evaluate(FOCUSED)) not in seen and not focused.startswith("<body"):
        assert shown.evaluate(RING), focused
        seen.append(focused)
        shown.keyboard.press("Tab")
    assert len(seen) > 1


def test_a_keyboard_is_enough_to_send_the_form(
    window: Window, service: Service, customer: Customer
) -> None:
    page = window()
    page.goto(f"{service.url}{walk.FORM}")
    written = {
        "description": walk.WRITTEN,
        "development": "Residencial Ipê-Anil",
        "unit": "1203",
        "name": customer.name,
        "phone": customer.phone,
        "email": customer.email,
    }
    pressed = {"subject": "ArrowUp"}  # to the last of them
    pressed |= dict.fromkeys(("relation", "document_none", "conditions", "privacy"), "Space")
    page.locator("main").focus()
    while not page.evaluate("() => document.activeElement.matches('[data-sending]')"):
        page.keyboard.press("Tab")
        name = page.evaluate("() => document.activeElement.name ?? ''")
        if name in written:
            page.keyboard.type(written[name])
        if name in pressed:
            page.keyboard.press(pressed[name])
    page.keyboard.press("Enter")
    assert walk.number_on_receipt(page)
