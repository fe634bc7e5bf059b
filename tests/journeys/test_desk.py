"""The desk as staff work at it: by keyboard, on a phone, two at a time, each as their role may."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.service import Service
from tests.journeys.walk import MARTA, TEO, VERA, Customer, Sent, Window

PHOTO = Path(__file__).parents[1] / "photos" / "brick.jpg"
CONFIRMED = "Atendimento confirmado"


@pytest.fixture
def sent(desk: Page, service: Service, customer: Customer) -> Sent:
    """A request that waits for its decision."""
    return walk.post_request(desk.request, service, customer)


@pytest.fixture
def opened(desk: Page, service: Service, sent: Sent) -> Page:
    """Its page, in front of Vera."""
    desk.goto(f"{service.url}{walk.address_of(sent.number)}")
    return desk


def test_the_queue_is_walked_by_keyboard(desk: Page, service: Service) -> None:
    for _ in range(2):
        walk.post_request(desk.request, service, walk.somebody())
    desk.goto(f"{service.url}{walk.DESK}")
    rows = desk.locator("[data-row]")
    desk.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    desk.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    desk.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    first = rows.nth(0).inner_text()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{service.url}{walk.address_of(first)}")


def test_a_request_is_found_by_keyboard_while_the_customer_is_on_the_phone(
    desk: Page, service: Service, sent: Sent, customer: Customer
) -> None:
    desk.goto(f"{service.url}{walk.DESK}")
    desk.keyboard.press("/")
    expect(desk.get_by_label("Buscar")).to_be_focused()
    desk.keyboard.type(customer.phone)
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-row]")).to_have_text([sent.number])
    desk.locator("main").focus()
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{service.url}{walk.address_of(sent.number)}")


def test_several_are_marked_and_approved_by_keyboard(desk: Page, service: Service) -> None:
    numbers = [walk.post_request(desk.request, service, walk.somebody()).number for _ in range(2)]
    desk.goto(f"{service.url}{walk.DESK}?from={walk.today().isoformat()}")
    for number in numbers:
        desk.locator("[data-row]", has_text=number).focus()
        desk.keyboard.press("x")
    expect(desk.locator("[name=marked]:checked")).to_have_count(2)
    desk.keyboard.press("m")
    approve = desk.get_by_role("button", name="Aprovar")
    approve.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Aprovar")).to_be_focused()
    done = desk.get_by_role("region", name="Feitas: 2")
    for number in numbers:
        expect(done.get_by_role("link", name=number)).to_be_visible()


def test_one_key_approves_with_the_defaults_of_the_form(opened: Page) -> None:
    opened.keyboard.press("a")
    expect(opened.get_by_text("Aprovada. O cliente foi avisado por e-mail.")).to_be_visible()
    facts = opened.get_by_role("region", name="Dados da solicitação")
    expect(facts.get_by_text("Vera Balcão")).to_be_visible()
    expect(facts.get_by_text("Normal")).to_be_visible()


def test_keys_open_the_rejection_the_comment_and_the_help(opened: Page) -> None:
    reason = opened.get_by_label("O que o cliente vai ler")
    expect(reason).to_be_hidden()
    opened.keyboard.press("r")
    expect(reason).to_be_visible()
    opened.keyboard.press("c")
    comment = opened.get_by_label("Comentário")
    expect(comment).to_be_focused()
    opened.keyboard.type("a r ?")
    expect(comment).to_have_value("a r ?")
    comment.blur()
    opened.keyboard.press("?")
    expect(opened.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_the_customer_is_asked_and_answers_with_a_photo(
    opened: Page, window: Window, service: Service, sent: Sent, customer: Customer, javascript: bool
) -> None:
    opened.keyboard.press("q")
    expect(opened.get_by_label("Sua pergunta")).to_be_focused()
    opened.keyboard.type("O ARMÁRIO TEM CHEIRO DE MOFO?")
    opened.get_by_role("button", name="Enviar a pergunta").click()
    expect(opened.get_by_text("A solicitação aguarda a resposta do cliente.")).to_be_visible()

    told = service.mail(customer.email, "Uma pergunta sobre")
    assert "O ARMÁRIO TEM CHEIRO DE MOFO?" in told.text
    phone = window(javascript=javascript)
    phone.goto(told.link)
    expect(phone.get_by_text("O ARMÁRIO TEM CHEIRO DE MOFO?")).to_be_visible()
    assert walk.overflow(phone) == 0
    phone.get_by_role("textbox", name="Sua resposta").fill("TEM SIM")
    walk.add_photos(phone, [PHOTO])
    phone.get_by_role("button", name="Enviar resposta").click()
    expect(phone.get_by_role("heading", name="Recebemos sua mensagem")).to_be_visible()

    opened.goto(f"{service.url}{walk.DESK}?q={customer.email}")
    expect(opened.get_by_text("O cliente escreveu")).to_be_visible()
    opened.locator("[data-row]").click()
    answered = opened.locator(".timeline .event").last
    expect(answered.get_by_text("TEM SIM")).to_be_visible()
    walk.pictures(answered.locator(".photo-grid img"), 1)


def test_the_second_of_two_who_ask_sees_what_the_first_did_and_loses_no_word(
    opened: Page, window: Window, service: Service, sent: Sent
) -> None:
    other = window(1280, storage_state=service.sessions[MARTA])
    other.goto(f"{service.url}{walk.address_of(sent.number)}")
    for desk, question in ((opened, "DESDE QUANDO?"), (other, "EM QUE CÔMODO?")):
        desk.locator(".panel--ask summary").click()
        desk.get_by_label("Sua pergunta").fill(question)
        desk.get_by_role("button", name="Enviar a pergunta").click()
    news = other.get_by_role("alert").filter(has_text="Outra pessoa chegou antes")
    expect(news.get_by_text("DESDE QUANDO?")).to_be_visible()
    expect(other.get_by_label("Sua pergunta")).to_have_value("EM QUE CÔMODO?")
    other.get_by_role("button", name="Enviar a pergunta").click()
    expect(other.get_by_text("A solicitação aguarda a resposta do cliente.")).to_be_visible()


def test_two_who_have_it_open_see_each_other_and_what_one_of_them_saves(
    opened: Page, window: Window, service: Service, sent: Sent
) -> None:
    other = window(1280, storage_state=service.sessions[MARTA])
    other.goto(f"{service.url}{walk.address_of(sent.number)}")
    expect(
        other.get_by_text("Vera Balcão também está com esta solicitação aberta.")
    ).to_be_visible()
    opened.get_by_role("button", name="Aprovar").click()
    expect(opened.get_by_text("Marta Gerência também está")).to_be_visible()
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other.get_by_text("Esta solicitação mudou nesse meio-tempo.")).to_be_visible()
    opened.goto("about:blank")
    expect(other.get_by_text("Vera Balcão também está")).to_be_hidden(timeout=40_000)


def test_only_a_comment_for_the_customer_reaches_the_customer(
    opened: Page, window: Window, service: Service, sent: Sent, customer: Customer
) -> None:
    opened.get_by_label("Comentário").fill("O SIFÃO É DO LOTE RUIM")
    opened.get_by_role("button", name="Guardar só para a equipe").click()
    expect(opened.get_by_text("Nota interna guardada.")).to_be_visible()
    internal = opened.locator(".event--internal").filter(has_text="O SIFÃO É DO LOTE RUIM")
    expect(internal.get_by_text("Só a equipe")).to_be_visible()
    opened.get_by_label("Comentário").fill("LIGAMOS AMANHÃ CEDO")
    opened.get_by_role("button", name="Enviar ao cliente").click()
    expect(opened.get_by_text("Enviado ao cliente.")).to_be_visible()

    assert "LIGAMOS AMANHÃ CEDO" in service.mail(customer.email, "Mensagem sobre").text
    assert len(service.mails_to(customer.email)) == 2  # received, and this
    phone = window()
    phone.goto(sent.follow)
    expect(phone.get_by_text("LIGAMOS AMANHÃ CEDO")).to_be_visible()
    expect(phone.get_by_text("O SIFÃO É DO LOTE RUIM")).to_have_count(0)


def test_the_second_of_two_decisions_is_told_of_the_first(
    opened: Page, window: Window, service: Service, sent: Sent, customer: Customer
) -> None:
    other = window(1280, storage_state=service.sessions[MARTA])
    other.goto(f"{service.url}{walk.address_of(sent.number)}")
    opened.get_by_role("button", name="Aprovar").click()
    expect(opened.get_by_text("Aprovada. O cliente foi avisado por e-mail.")).to_be_visible()

    other.get_by_text("Não aprovar…").click()
    other.get_by_label("A trinca sai de um furo feito depois").check()
    other.get_by_role("button", name="Não aprovar").click()
    expect(other.get_by_text("Outra pessoa chegou antes")).to_be_visible()
    expect(other.get_by_text("O que você tinha escrito:")).to_be_visible()
    expect(other.get_by_text(CONFIRMED).first).to_be_visible()
    expect(other.get_by_role("button", name="Aprovar")).to_have_count(0)
    service.mail(customer.email, "Vamos atender")
    assert len(service.mails_to(customer.email)) == 2  # received, approved


def test_a_technician_reads_and_writes_but_is_offered_no_decision(
    window: Window, service: Service, sent: Sent
) -> None:
    desk = window(1280, storage_state=service.sessions[TEO])
    desk.goto(f"{service.url}{walk.address_of(sent.number)}")
    expect(desk.get_by_text(walk.WRITTEN).last).to_be_visible()
    expect(desk.get_by_label("Comentário")).to_be_visible()
    expect(desk.get_by_role("button", name="Aprovar")).to_have_count(0)
    expect(desk.get_by_text("Não aprovar…")).to_have_count(0)

    token = desk.locator("[name=_csrf]").first.input_value()
    approval: dict[str, str | float | bool] = {"about": "other", "priority": "normal"}
    said = approval | {"reason_code": "R2", "version": 0, "_csrf": token}
    for verdict in ("approve", "reject"):
        address = f"{service.url}{walk.address_of(sent.number)}/{verdict}"
        assert desk.request.post(address, form=said).status == 403
    desk.reload()
    expect(desk.get_by_text("Em análise").first).to_be_visible()


def test_each_reads_the_desk_in_their_own_language(
    window: Window, service: Service, sent: Sent
) -> None:
    desk = window(1280, storage_state=service.sessions[MARTA])
    desk.goto(f"{service.url}{walk.address_of(sent.number)}")
    desk.get_by_role("button", name="Español").click()
    expect(desk).to_have_url(f"{service.url}{walk.address_of(sent.number)}")
    expect(desk.locator("html")).to_have_attribute("lang", "es")
    expect(desk.get_by_role("button", name="Aprobar")).to_be_visible()
    desk.goto(f"{service.url}{walk.DESK}")
    expect(desk.get_by_role("heading", name="Solicitudes")).to_be_visible()
    desk.get_by_role("button", name="Português").click()
    expect(desk.get_by_role("heading", name="Solicitações")).to_be_visible()


def test_the_desk_fits_a_phone(window: Window, service: Service, sent: Sent) -> None:
    phone = window(360, storage_state=service.sessions[VERA])
    phone.goto(f"{service.url}{walk.DESK}?show=open")
    assert walk.overflow(phone) == 0
    phone.get_by_role("link", name=sent.number).click()
    expect(phone.get_by_role("button", name="Aprovar")).to_be_visible()
    assert walk.overflow(phone) == 0
