"""What customers are asked by mail, where it stands on the company's own site: how it was, and
whether the work is done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect
from tests.widget.asked import Mailed
from tests.widget.host import Site, script, tag
from tests.widget.test_embed import NO_HTML
from tests.widget.test_hosts import PHOTOS

Open = Callable[..., Locator]


@pytest.fixture
def visit(site: Site) -> Open:
    """Opens a page with what the token is for; the place where it stands."""

    def visited(
        token: str, tenant: str = "horizonte", query: str = "", policy: str = "", choice: str = ""
    ) -> Locator:
        name = f"{tenant}/{token.partition('.')[0]}"
        body = script(name, query) + tag(name)
        site.show(body, policy=policy, fragment=f"#aldaba={token}{choice}")
        return site.page.locator("aldaba-form .aldaba")

    return visited


@pytest.fixture
def held(site: Site) -> list[Route]:
    """Requests for what a link opens, which wait until the test lets them go on."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    site.page.route("**/data**", hold)
    return waiting


def answer(place: Locator) -> None:
    for name, value in (("overall", "5"), ("recommend", "10"), ("solved", "first")):
        place.locator(f"[name={name}][value='{value}']").check()
    place.locator("[name=more]").fill("Tudo certo")


def test_a_survey_is_there_with_one_request(
    site: Site, visit: Open, held: list[Route], mailed: Mailed
) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    place = visit(mailed("survey"))
    answer(place)
    ours = [url for url in asked if url.startswith(f"{site.service}/e/")]
    assert set(ours) == {f"{site.service}/e/horizonte/survey.js"}
    for route in held:
        route.continue_()
    expect(place.get_by_text("Não perguntar de novo").first).to_be_visible()
    expect(place.locator("#more")).to_have_value("Tudo certo")


@pytest.mark.parametrize("policy", ["", NO_HTML], ids=["plain", "no HTML"])
def test_its_answers_are_sent_where_they_are_asked_for(
    site: Site, visit: Open, mailed: Mailed, policy: str
) -> None:
    token = mailed("survey")
    place = visit(token, policy=policy)
    expect(place.get_by_text("Não perguntar de novo").first).to_be_visible()  # the link's own part
    place.locator("[data-sending]").first.click()
    expect(place.locator("[data-summary], [data-field=overall] .message").first).to_be_visible()
    answer(place)
    place.locator("[data-sending]").first.click()
    expect(place.get_by_role("heading", name="Recebemos suas respostas")).to_be_focused()
    assert site.page.url.startswith(f"{site.host.origin}/")
    assert site.faults == []
    site.page.reload()
    expect(place.get_by_role("heading", name="Recebemos suas respostas")).to_be_visible()


def test_whoever_reads_another_language_waits_for_it(
    site: Site, visit: Open, held: list[Route], mailed: Mailed
) -> None:
    with site.page.expect_request("**/data**"):
        place = visit(mailed("survey", language="es"), query="?lang=pt-BR")
    expect(site.page.get_by_role("link", name="Link")).to_be_visible()
    held[0].continue_()
    expect(place.locator("[data-sending]").first).to_have_text("Enviar respuestas")


def test_answers_outlive_a_link_s_data_that_never_came(
    site: Site, visit: Open, mailed: Mailed
) -> None:
    site.page.route("**/data**", lambda route: route.abort())
    place = visit(mailed("survey"))
    answer(place)
    place.locator("[data-sending]").first.click()
    expect(place.get_by_role("alert").filter(has_text="mudou").first).to_be_visible()
    expect(place.locator("#more")).to_have_value("Tudo certo")
    place.locator("[data-sending]").first.click()
    expect(place.get_by_role("heading", name="Recebemos suas respostas")).to_be_focused()


KEPT = "JSON.stringify(Object.entries(sessionStorage).filter(([key]) => key.startsWith('aldaba')))"


@pytest.mark.parametrize("hosted", [False, True], ids=["embedded", "hosted"])
def test_a_half_filled_survey_outlives_a_reload_in_its_tab_alone(
    site: Site, visit: Open, mailed: Mailed, hosted: bool
) -> None:
    token = mailed("survey")
    kept = "**/c/keep*"
    with site.page.expect_response(kept):
        site.page.goto(f"{site.service}/l/{token}") if hosted else visit(token)
    place = site.page.locator("body" if hosted else "aldaba-form .aldaba")
    place.locator("[name=overall][value='4']").check()
    place.locator("[name=better][value=time]").check()
    place.locator("[name=solved][value=no]").check()
    place.locator("#more").fill("A meio caminho")
    another = site.page.context.new_page()
    with another.expect_response(kept):
        another.goto(site.page.url)
    assert "meio" not in str(another.evaluate(KEPT))
    another.close()

    site.page.reload()
    expect(place.locator("#more")).to_have_value("A meio caminho")
    for answer in ("[name=overall][value='4']", "[name=better][value=time]"):
        expect(place.locator(answer)).to_be_checked()
    expect(place.get_by_text("O que ainda falta?")).to_be_visible()
    place.locator("[data-sending]").first.click()
    expect(place.locator("[data-summary]")).to_be_visible()
    site.page.reload()
    expect(place.locator("#more")).to_have_value("A meio caminho")
    place.locator("[name=recommend][value='9']").check()
    place.locator("[data-sending]").first.click()
    expect(place.get_by_role("heading", name="Recebemos suas respostas")).to_be_visible()
    assert site.page.evaluate(KEPT) == "[]"


def test_where_nothing_may_be_kept_answers_are_sent_all_the_same(
    site: Site, visit: Open, mailed: Mailed
) -> None:
    refused = "{ get() { throw new DOMException('no', 'SecurityError') } }"
    site.page.add_init_script(f"Object.defineProperty(window, 'sessionStorage', {refused})")
    with site.page.expect_response("**/c/keep*"):
        place = visit(mailed("survey"))
    answer(place)
    place.locator("[data-sending]").first.click()
    expect(place.get_by_role("heading", name="Recebemos suas respostas")).to_be_focused()
    assert site.faults == []


def test_who_wants_no_more_surveys_says_so_in_place(visit: Open, mailed: Mailed) -> None:
    place = visit(mailed("survey"))
    place.locator("summary").click()
    place.locator("[name=not_again]").check()
    place.get_by_role("button", name="Não perguntar de novo").click()
    expect(place.get_by_role("heading", name="Não vamos mais perguntar")).to_be_focused()


def test_a_button_of_the_mail_opens_its_part_and_who_accepts_answers_the_survey_in_place(
    site: Site, visit: Open, mailed: Mailed
) -> None:
    place = visit(mailed("acceptance"), choice="&choice=accept")
    accept = place.get_by_role("button", name="Aceitar e encerrar")
    expect(accept).to_be_visible()
    expect(place.get_by_role("button", name="Reabrir a solicitação")).to_be_hidden()
    expect(place.get_by_label("Sim, ficou bom")).not_to_be_checked()
    place.get_by_label("Sim, ficou bom").check()
    accept.click()
    expect(place.get_by_role("heading", name="Aceito:")).to_be_focused()
    survey = place.get_by_role("region", name="Como foi o atendimento?")
    survey.locator("[data-sending]").first.click()
    expect(place.locator("[data-summary]")).to_be_focused()
    answer(place)
    place.locator("[data-sending]").first.click()
    expect(place.get_by_role("heading", name="Recebemos suas respostas")).to_be_focused()
    assert site.page.url.startswith(f"{site.host.origin}/")
    assert site.faults == []


def test_work_is_reopened_in_place_with_photos(site: Site, visit: Open, mailed: Mailed) -> None:
    place = visit(mailed("acceptance"))
    place.get_by_label("Não, falta algo").check()
    place.get_by_role("button", name="Reabrir a solicitação").click()
    expect(place.locator("[name=reason]")).to_have_attribute("aria-invalid", "true")
    place.locator("[name=reason]").fill("Voltou a pingar no domingo, dia e noite.")
    expect(place.locator("#photos")).to_have_css("opacity", "0")  # its label is what is seen
    place.locator("#photos").set_input_files(PHOTOS)
    expect(place.locator("input[type=hidden][name=photos]")).to_have_count(len(PHOTOS))
    place.get_by_role("button", name="Reabrir a solicitação").click()
    expect(place.get_by_role("heading", name="Reaberto:")).to_be_focused()
    expect(place.get_by_text("Voltou a pingar no domingo")).to_be_visible()
    assert site.page.url.startswith(f"{site.host.origin}/")
    assert [each for each in site.faults if "422" not in each] == []
