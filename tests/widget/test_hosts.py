"""On every kind of host, the example sites among them: the form looks as the company made it, a
request goes through, and the host stays as it was."""

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect
from tests.server.scene import CUSTOMERS
from tests.widget.host import EXAMPLES, THEMES, WITHOUT_TLS, Host, Site, script, settled, tag

counted = itertools.count()
PHOTOS = [EXAMPLES.parent / "tests/photos" / name for name in ("coffee.jpg", "brick.jpg")]
SCRIPT = re.compile(r"/e/(\w+)/pre-request\.js\?lang=([\w-]+)")

# Each example with a form on it: whose, in which language. The others are tried further down.
HOSTS = {
    page.parent.name: found.groups()
    for page in sorted(EXAMPLES.glob("*/index.html"))
    if (found := SCRIPT.search(page.read_text("utf-8")))
    if page.parent.name != "not-listed"
}
# What somebody does on the page before the form stands there.
OPENS: dict[str, Callable[[Page], None]] = {
    "hidden": lambda page: page.locator("#help-tab").click(),
    "single-page-app": lambda page: page.locator("nav a[href='?page=help']").click(),
}


def nothing(page: Page) -> None:
    """The form stands there at once."""


PARTS = {
    "label": ".field .label",
    "input": "#name",
    "button": "[data-sending]",
    "heading": ".section__title",
    "option": ".options .option > label",
    "error": ".message",
}
# All that is drawn, but for what the width of the column decides and what is animated.
LOOK = """element => {
    const style = getComputedStyle(element);
    const moving = /^(width|height|inline-size|block-size|min-width|.*-origin)$/;
    return Object.fromEntries([...style].filter(name => !moving.test(name) && name[0] !== "-")
        .map(name => [name, style.getPropertyValue(name)]));
}"""
# Everything of the page's own; the height of what holds the form is the form's.
HOST = """() => {
    const ours = "aldaba-form, aldaba-form *, [data-aldaba], [data-aldaba] *";
    const moving = /^(height|block-size|grid-template-rows|.*-origin)$/;
    const theirs = [...document.querySelectorAll("*")].filter(each => !each.matches(ours));
    const styles = theirs.map(each => {
        const style = getComputedStyle(each);
        const said = [...style].filter(name => !moving.test(name));
        const told = said.map(name => `${name}: ${style.getPropertyValue(name)}`);
        return `${each.cloneNode().outerHTML} ${told}`;
    });
    return {styles, globals: Object.getOwnPropertyNames(window).sort(), scroll: [scrollX, scrollY],
        focus: document.activeElement.outerHTML, title: document.title, address: location.href,
        history: history.length, sheets: document.adoptedStyleSheets.length,
        prototypes: [Element, Array, Object, Node, EventTarget].map(each =>
            Object.getOwnPropertyNames(each.prototype).length)};
}"""


@pytest.fixture
def stand(site: Site, examples: str) -> Callable[[str], Locator]:
    """Opens an example at its form."""

    def opened(folder: str) -> Locator:
        site.open(f"{examples}/{folder}/")
        OPENS.get(folder, nothing)(site.page)
        form = site.page.locator("aldaba-form form").first
        expect(form).to_be_visible()
        return form

    return opened


@pytest.fixture(scope="module")
def own_looks(browser: Browser, service: str) -> Callable[[str, str], dict[str, Any]]:
    """How the parts of a refused form look on the company's own page: what its theme says."""
    known: dict[tuple[str, str], dict[str, Any]] = {}

    def looks(tenant: str, language: str) -> dict[str, Any]:
        if (tenant, language) not in known:
            page = browser.new_page(reduced_motion="reduce")
            page.goto(f"{service}/f/{tenant}/pre-request?lang={language}")
            known[tenant, language] = refused(page.locator("form"))
            page.close()
        return known[tenant, language]

    return looks


def refused(form: Locator) -> dict[str, Any]:
    """How the parts of `form` look when it was sent empty."""
    form.locator("[data-sending]").press("Enter")
    expect(form.locator(".message").first).to_be_visible()
    form.page.mouse.move(0, 0)
    return {name: form.locator(part).first.evaluate(LOOK) for name, part in PARTS.items()}


def answer(form: Locator, tenant: str) -> None:
    """Fills in what the company asks for, as somebody who never wrote before, and agrees."""
    person = 100 + next(counted)
    contacts = {"email": f"somebody{person}@cliente.example", "phone": f"11 5555-0{person}"}
    agreed = {"conditions": "yes", "privacy": "yes"}
    for name, said in (CUSTOMERS[tenant] | contacts | agreed).items():
        for value in said if isinstance(said, list) else [said]:
            field = form.locator(f"[name={name}]")
            kind = field.first.evaluate("field => field.type")
            if kind in {"radio", "checkbox"}:
                form.locator(f"[name={name}][value='{value}']").check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)


def send_with_photos(form: Locator, tenant: str) -> None:
    """And reads the receipt, in place, which leads to the request and its photos."""
    page = form.page
    answer(form, tenant)
    form.locator("#photos").set_input_files(PHOTOS)
    expect(form.locator("input[type=hidden][name=photos]")).to_have_count(len(PHOTOS))
    form.locator("[data-sending]").click()
    receipt = page.locator("aldaba-form").first
    expect(receipt.locator("h1")).to_be_focused()
    number = receipt.locator(".number").inner_text()
    follow = receipt.locator(".actions a").first.get_attribute("href")
    other = page.context.new_page()
    other.goto(f"{follow}")
    expect(other.get_by_text(number).first).to_be_visible()
    expect(other.locator(".photo-grid img")).to_have_count(len(PHOTOS))
    other.close()


@pytest.mark.parametrize("folder", HOSTS)
def test_it_looks_as_the_company_made_it(
    stand: Callable[[str], Locator],
    own_looks: Callable[[str, str], dict[str, Any]],
    page: Page,
    folder: str,
) -> None:
    page.emulate_media(reduced_motion="reduce")
    assert refused(stand(folder)) == own_looks(*HOSTS[folder])


@pytest.mark.parametrize("tenant", CUSTOMERS)
def test_what_the_company_made_is_its_theme(
    own_looks: Callable[[str, str], dict[str, Any]], tenant: str
) -> None:
    brand = re.search(r"--brand:\s*#(\w{6})", (THEMES / tenant / "theme.css").read_text("utf-8"))
    assert brand is not None
    red, green, blue = bytes.fromhex(brand[1])
    button = own_looks(tenant, "es")["button"]
    assert button["background-color"] == f"rgb({red}, {green}, {blue})"


@pytest.mark.parametrize("folder", HOSTS)
def test_the_host_stays_as_it_was(
    stand: Callable[[str], Locator], site: Site, examples: str, folder: str
) -> None:
    site.page.route(f"{site.service}/**", lambda route: route.abort())
    site.page.goto(f"{examples}/{folder}/")
    OPENS.get(folder, nothing)(site.page)
    settled(site.page)
    before = site.page.evaluate(HOST)
    site.page.unroute_all()
    site.page.goto("about:blank")
    stand(folder)
    settled(site.page)
    after = site.page.evaluate(HOST)
    before["history"] = after["history"]
    assert after == before
    assert site.faults == []


@pytest.mark.parametrize("folder", ["plain", "wordpress", "react", "strict-csp", "trusted-types"])
def test_a_request_with_photos_is_sent_from_it(
    stand: Callable[[str], Locator], site: Site, folder: str
) -> None:
    send_with_photos(stand(folder), HOSTS[folder][0])
    assert (site.faults, site.told) == ([], [])


def test_a_site_without_tls_has_what_it_takes(site: Site, host: Host) -> None:
    site.show(script() + tag())
    site.open(f"{WITHOUT_TLS}:{host.server_port}/")
    assert site.page.evaluate("[isSecureContext, 'subtle' in crypto, 'randomUUID' in crypto]") == [
        False,
        False,
        False,
    ]
    send_with_photos(site.page.locator("aldaba-form form"), "horizonte")
    assert site.faults == []


def test_cookies_and_storage_may_be_forbidden(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    host: Host,
    service: str,
) -> None:
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default/Preferences").write_text(json.dumps(blocked))
    context = playwright.chromium.launch_persistent_context(tmp_path, **browser_type_launch_args)
    site = Site(context.pages[0], host, service, [], [])
    site.show(script() + tag())
    refusal = "() => { try { localStorage; return '' } catch (error) { return error.name } }"
    assert site.page.evaluate(refusal) == "SecurityError"
    send_with_photos(site.page.locator("aldaba-form form"), "horizonte")
    assert (site.faults, site.told) == ([], [])
    context.close()


@pytest.mark.parametrize("policy", ["script-src 'none'", "default-src 'none'", "sandbox"])
def test_where_a_policy_forbids_the_script_the_link_remains(site: Site, policy: str) -> None:
    site.show(script() + tag(), policy=policy)
    expect(site.page.get_by_role("link", name="Link")).to_be_visible()
    assert site.page.locator("aldaba-form form").count() == 0


def test_a_policy_that_forgot_connect_src_loses_nothing(site: Site) -> None:
    site.show(script() + tag(), policy="default-src 'none'; script-src {service}; font-src *")
    form = site.page.locator("aldaba-form form")
    answer(form, "horizonte")
    form.locator("[data-sending]").click()
    expect(form.locator("[data-not-sent]")).to_be_visible()
    expect(form.locator("#name")).to_have_value(CUSTOMERS["horizonte"]["name"])
    assert site.faults == []


def test_without_any_script_the_framed_page_takes_a_request(
    browser: Browser, service: str, examples: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{examples}/no-script/")
    answer(page.frame_locator("iframe").locator("form[data-form]"), "norte")
    page.frame_locator("iframe").locator("[data-sending]").click()
    expect(page.locator(".number")).to_be_visible()
    assert page.url.startswith(f"{service}/")  # out of the frame
    page.close()


FORM = "/f/horizonte/pre-request"
FRAMES = [("localhost", FORM, True), ("127.0.0.1", FORM, False)]
FRAMES += [("localhost", path, False) for path in ("/desk/horizonte/sign-in", "/l/a-token")]


@pytest.mark.parametrize(("name", "path", "shown"), FRAMES)
def test_only_listed_sites_frame_and_only_the_form_s_page(
    site: Site, name: str, path: str, *, shown: bool
) -> None:
    site.show(f'<iframe src="{{service}}{path}" width=600 height=900></iframe>')
    site.open(site.host.origin.replace("localhost", name))
    settled(site.page)
    assert site.page.frame_locator("iframe").locator("main").count() == shown
    assert any("frame-ancestors" in said for said in site.told) != shown
