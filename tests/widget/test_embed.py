"""The form in somebody else's page: complete, in its own look, and harmless."""

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.widget.conftest import says_nothing
from tests.widget.host import Site, script, settled, tag

STRICT = (
    "default-src 'none'; script-src {service}; connect-src {service}; img-src {service}; "
    "font-src {service}"
)
NO_HTML = STRICT + "; require-trusted-types-for 'script'; trusted-types 'none'"
HOSTILE = """<style>
html { font-size: 62.5%; direction: rtl; line-height: 3; letter-spacing: 4px; color: lime }
:root { --a-brand: red; --a-surface: black; --a-radius: 40px; color-scheme: dark }
* { all: unset !important; font: 900 30px/3 fantasy !important; color: lime !important;
  letter-spacing: 4px !important; text-transform: uppercase !important; cursor: wait !important;
  direction: rtl !important; visibility: visible !important }
input, select, label, button, aldaba-form { display: none !important }
</style>"""
PARTS = {
    "label": ".field .label",
    "input": "#name",
    "button": "[data-sending]",
    "heading": ".section__title",
    "option": ".options .option > label",
    "error": ".message",
}
STYLES = """element => {
    const style = getComputedStyle(element);
    return Object.fromEntries(["color", "backgroundColor", "fontFamily", "fontSize", "fontWeight",
      "lineHeight", "letterSpacing", "textTransform", "direction", "borderTopColor",
      "borderTopWidth", "borderTopLeftRadius", "paddingTop", "paddingLeft", "display", "cursor",
    ].map(name => [name, style[name]]));
}"""


def mounted(site: Site) -> Locator:
    form = site.page.locator("aldaba-form form")
    expect(form.first).to_be_visible()
    return form


def fill_in(page: Page) -> None:
    page.locator("input[name=subject][value=papers]").check()
    page.locator("#description").fill("Perdi o manual do aquecedor")
    page.locator("#development").fill("Residencial Ipê-Anil")
    page.locator("#name").fill("Benedita Amostra")
    page.locator("input[name=relation]").first.check()
    page.locator("#phone").fill("(11) 91234-5678")
    page.locator("#email").fill("benedita@cliente.example")
    for name in ("document_none", "conditions", "privacy"):
        page.locator(f"[name={name}]").check()


@pytest.mark.parametrize(
    "body", [script() + tag(more=' data-mode="test"'), script(more=' data-mode="test"')]
)
def test_in_test_mode_form_and_receipt_say_so(site: Site, body: str) -> None:
    site.show(body)
    mounted(site)
    expect(site.page.get_by_text("Isto é um teste")).to_be_visible()
    fill_in(site.page)
    send(site)
    expect(site.page.get_by_text("Isto foi um teste")).to_be_visible()
    assert (site.faults, site.told) == ([], [])


def test_what_would_be_a_test_is_never_sent_for_real(site: Site) -> None:
    site.page.route("**/*mode=test", lambda route: route.abort())
    site.show(script() + tag(more=' data-mode="test"'))
    expect(site.page.get_by_role("link", name="Link")).to_be_visible()
    assert site.page.locator("aldaba-form form").count() == 0


def styles_of(page: Page, below: str = "") -> dict[str, object]:
    shown = {name: page.locator(f"{below} {part}").first for name, part in PARTS.items()}
    return {name: part.evaluate(STYLES) for name, part in shown.items()}


def send(site: Site) -> None:
    site.page.locator("[data-sending]").click()


def test_a_request_is_sent_from_the_page_and_its_receipt_stands_in_place(site: Site) -> None:
    site.show(script() + tag(), policy=NO_HTML)
    mounted(site)
    fill_in(site.page)
    site.page.locator("#photos").set_input_files("tests/photos/coffee.jpg")
    expect(site.page.locator("input[type=hidden][name=photos]")).to_have_count(1)
    send(site)
    title = site.page.get_by_role("heading", name="Recebemos sua solicitação")
    expect(title).to_be_focused()
    expect(site.page.get_by_text("b•••@cliente.example")).to_be_visible()
    assert (site.faults, site.told) == ([], [])
    assert site.page.url == f"{site.host.origin}/"


def test_one_request_is_enough_for_the_form(site: Site) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    site.show(script() + tag())
    mounted(site)
    settled(site.page)
    ours = [url for url in asked if url.startswith(site.service) and ".woff2" not in url]
    assert ours == [f"{site.service}/e/horizonte/pre-request.js"]


def test_what_the_server_refuses_is_said_beside_the_fields_in_the_form_s_language(
    site: Site,
) -> None:
    site.show(script() + tag())
    mounted(site)
    send(site)
    summary = site.page.locator("[data-summary]")
    expect(summary).to_be_focused()
    expect(site.page.locator("#name-message")).to_have_text("Escreva sua resposta aqui.")
    expect(site.page.locator("#name")).to_have_attribute("aria-describedby", "name-message")
    expect(site.page.locator("#phone")).to_have_attribute(
        "aria-describedby", "phone-help phone-message"
    )
    summary.get_by_role("link", name="Nome completo").click()
    expect(site.page.locator("#name")).to_be_focused()


def test_it_looks_like_the_hosted_page_wherever_it_stands(site: Site, page: Page) -> None:
    page.goto(f"{site.service}/f/horizonte/pre-request?lang=pt-BR")
    page.locator("[data-sending]").click()
    expect(page.locator(".message").first).to_be_visible()
    page.wait_for_timeout(300)
    own = styles_of(page)
    site.show(script() + tag(), head=HOSTILE)
    expect(page.locator("aldaba-form form")).to_be_visible()
    send(site)
    expect(page.locator("aldaba-form .message").first).to_be_visible()
    page.wait_for_timeout(300)
    assert styles_of(page, "aldaba-form") == own


def test_the_page_around_is_left_as_it_was(site: Site) -> None:
    page = site.page
    look = """() => JSON.stringify([
        Object.getOwnPropertyNames(window).sort(), scrollX, scrollY, document.cookie,
        localStorage.length + sessionStorage.length, history.length,
        Object.getOwnPropertyNames(Array.prototype).length,
        ...["body", "h1", "input", "a.theirs"].map(each =>
            [...getComputedStyle(document.querySelector(each))].map(name =>
                getComputedStyle(document.querySelector(each))[name])),
        document.activeElement.id])"""
    theirs = "<h1>Ours</h1><a class=theirs href=/x>x</a><input id=search autofocus>"
    around = theirs + "<div style='height: 9000px; width: 600px'>{}</div>"
    site.show(around.format(""))
    page.evaluate("scrollTo(0, 30)")
    before = page.evaluate(look)
    site.show(around.format(script() + tag()))
    mounted(site)
    page.evaluate("scrollTo(0, 30)")
    settled(page)
    assert page.evaluate(look) == before
    assert site.faults == []


def test_the_script_alone_mounts_where_it_stands(site: Site) -> None:
    site.show(f"<main>{script()}<p id=after></p></main>")
    mounted(site)
    expect(site.page.locator("main > aldaba-form + #after")).to_have_count(1)


def test_or_where_it_is_told_to(site: Site) -> None:
    site.show("<div id=here></div><hr>" + script(more=' data-target="#here"'))
    mounted(site)
    expect(site.page.locator("#here > aldaba-form")).to_have_count(1)


def test_a_place_that_no_page_can_have_harms_nothing(site: Site) -> None:
    site.show(script(more=' data-target="#1:"'))
    settled(site.page)
    assert site.faults == []


def test_an_editor_that_drops_unknown_tags_gets_the_same(site: Site) -> None:
    site.show('<div data-aldaba="horizonte/pre-request"><a href=/>Link</a></div>' + script())
    mounted(site)
    expect(site.page.get_by_text("Link", exact=True)).to_be_hidden()


@pytest.mark.parametrize("tags", [tag(), ""])
def test_a_script_that_stands_twice_mounts_once(site: Site, tags: str) -> None:
    site.show(tags + script() + script() + script(query="?again"))
    mounted(site)
    settled(site.page)
    expect(site.page.locator("aldaba-form")).to_have_count(1)


# What tag managers and optimisers do with a script; `url` is its address, `text()` what is in it.
HANDLED = {
    "put in by a tag manager": "add({src: url, async: true}, document.head)",
    "put in twice": "add({src: url}, document.head); add({src: url}, document.body)",
    "hosted elsewhere": """const copy = new Blob([await text()]);
        add({src: URL.createObjectURL(copy)}, document.body)""",
    "written into the page": "add({textContent: await text()}, document.head)",
    "combined with others": """const one = await text();
        add({textContent: `${one};\\n${one}`}, document.body)""",
    "held back until a touch": """const held = document.querySelector("[data-src]");
        held.replaceWith(add({src: held.dataset.src}, document.head))""",
    "evaluated": "eval(await text())",
}
HANDLE = """async ([url, how]) => {
    const add = (said, place) =>
        place.appendChild(Object.assign(document.createElement("script"), said));
    const text = async () => (await fetch(url)).text();
    await eval(`(async () => { ${how} })()`);
}"""


@pytest.mark.parametrize("how", HANDLED)
@pytest.mark.parametrize("body", [tag(), '<div data-aldaba="horizonte/pre-request"></div>'])
def test_whatever_is_done_with_the_script_it_mounts_once_and_sends(
    site: Site, how: str, body: str
) -> None:
    url = f"{site.service}/e/horizonte/pre-request.js"
    site.show(f'{body}<script type="text/held" data-src="{url}"></script>')
    site.page.evaluate(HANDLE, [url, HANDLED[how]])
    mounted(site)
    send(site)
    expect(site.page.locator("[data-summary]")).to_be_focused()
    expect(site.page.locator("aldaba-form")).to_have_count(1)
    assert site.faults == []


def test_two_companies_and_two_languages_stand_side_by_side(site: Site) -> None:
    forms = tag() + tag(more=' lang="es"') + tag("norte/pre-request", ' lang="en"')
    site.show(script() + script("norte/pre-request") + forms)
    for position, words in enumerate(["Enviar solicitação", "Enviar solicitud", "Send claim"]):
        button = site.page.locator("aldaba-form").nth(position).locator("[data-sending]")
        expect(button).to_have_text(words)
    keys = site.page.locator("[name=_key]").evaluate_all("all => all.map(each => each.value)")
    assert len({*keys}) == 3
    assert site.faults == []


def test_the_page_s_language_is_spoken_unless_the_tag_names_one(site: Site) -> None:
    site.show(script() + tag(), lang="en-GB")
    expect(site.page.locator("[data-sending]")).to_have_text("Send request")
    site.show(script(query="?lang=es") + tag(), lang="en-GB")
    expect(site.page.locator("[data-sending]")).to_have_text("Enviar solicitud")


def test_an_application_takes_it_out_and_puts_it_back(site: Site) -> None:
    page = site.page
    site.show("<div id=view></div>" + script(more=' data-target="#nowhere"'))
    mount = "view.innerHTML = '<aldaba-form form=\"horizonte/pre-request\"></aldaba-form>'"
    for _ in range(3):
        page.evaluate(mount)
        expect(page.locator("aldaba-form form")).to_have_count(1)
        page.evaluate("view.replaceChildren()")
    page.evaluate(mount)
    page.locator("#description").fill("fica")
    page.evaluate("const it = view.firstChild; it.remove(); document.body.append(it)")
    expect(page.locator("#description")).to_have_value("fica")
    assert (site.faults, site.told) == ([], [])


def test_it_is_there_when_a_hidden_part_opens(site: Site) -> None:
    site.show("<div hidden id=tab>" + tag() + "</div>" + script())
    expect(site.page.locator("aldaba-form form")).to_have_count(1)
    site.page.evaluate("tab.hidden = false")
    mounted(site)


def test_a_site_that_is_not_listed_keeps_the_link_and_learns_the_line(site: Site) -> None:
    site.show(script() + tag())
    stranger = site.host.origin.replace("localhost", "127.0.0.1")
    site.page.goto(stranger)
    expect(site.page.get_by_role("link", name="Link")).to_be_visible()
    expect(site.page.locator("aldaba-form form")).to_have_count(0)
    assert any(f'add "{stranger}" to origins in horizonte/tenant.toml' in t for t in site.told)
    assert site.faults == []


@pytest.mark.parametrize("refused", ["/e/**", "/**"])
def test_without_the_service_the_link_remains(site: Site, refused: str) -> None:
    site.page.route(f"{site.service}{refused}", lambda route: route.abort())
    site.show(script() + tag())
    expect(site.page.get_by_role("link", name="Link")).to_be_visible()
    assert site.faults == []


def test_nothing_is_lost_when_the_service_goes_away_meanwhile(site: Site) -> None:
    site.show(script() + tag())
    mounted(site)
    site.page.route(f"{site.service}/**", lambda route: route.abort())
    site.page.locator("#description").fill("O cano está pingando")
    send(site)
    expect(site.page.locator("[data-not-sent]")).to_be_visible()
    site.page.unroute_all()
    send(site)
    expect(site.page.locator("[data-summary]")).to_be_focused()
    expect(site.page.locator("#description")).to_have_value("O cano está pingando")


def test_the_page_is_told_what_happens_and_nothing_about_the_person(site: Site) -> None:
    names = ["ready", "invalid", "submitted", "error", "closed"]
    listen = f"""<script>{names!r}.forEach(name => document.addEventListener("aldaba:" + name,
        event => console.log(name, JSON.stringify(event.detail))))</script>"""
    site.show(listen + script() + tag())
    mounted(site)
    send(site)
    expect(site.page.locator("[data-summary]")).to_be_focused()
    fill_in(site.page)
    send(site)
    number = site.page.locator(".number")
    expect(number).to_be_visible()
    told = [line for line in site.told if not line.startswith("Failed")]
    said = f'submitted {{"number":"{number.text_content()}"}}'
    assert told == ["ready null", "invalid null", said]


def test_the_page_is_told_when_the_company_has_switched_the_form_off(site: Site) -> None:
    off = {"type": "/problems/switched_off", "detail": "Hoje não recebemos pedidos."}
    listen = "<script>document.addEventListener('aldaba:closed', () => console.log('off'))</script>"
    site.show(listen + script() + tag())
    mounted(site)
    allowed = {"Access-Control-Allow-Origin": site.host.origin}
    site.page.route("**/f/**", lambda route: route.fulfill(status=404, json=off, headers=allowed))
    with site.page.expect_console_message(lambda said: said.text == "off"):
        send(site)


def test_what_the_page_knows_is_filled_in_but_no_consent(site: Site) -> None:
    more = ' data-prefill-name="Benedita" data-prefill-subject="gas" data-prefill-privacy="yes"'
    site.show(script() + tag(more=more))
    mounted(site)
    expect(site.page.locator("#name")).to_have_value("Benedita")
    expect(site.page.locator("input[value=gas]")).to_be_checked()
    expect(site.page.locator("[name=privacy]")).not_to_be_checked()
    expect(site.page.locator("#unit")).to_be_visible()
    site.page.goto(f"{site.host.origin}/#prefill-email=b%40cliente.example&prefill-_key=x")
    site.page.reload()
    expect(site.page.locator("#email")).to_have_value("b@cliente.example")
    assert site.page.locator("[name=_key]").input_value() != "x"


def test_photos_of_one_form_are_not_another_s(site: Site) -> None:
    site.show(script() + script("norte/pre-request") + tag() + tag("norte/pre-request"))
    expect(site.page.locator("aldaba-form form")).to_have_count(2)
    forms = site.page.locator("aldaba-form")
    site.page.route(f"{site.service}/p/horizonte", says_nothing)
    forms.nth(0).locator("#photos").set_input_files("tests/photos/coffee.jpg")
    expect(forms.nth(0).locator("progress")).to_be_visible()
    forms.nth(1).locator("[data-sending]").click()
    expect(forms.nth(1).locator("[data-summary]")).to_be_visible()
