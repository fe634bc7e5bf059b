"""The main job on real input: a customer's pre-request with photos, the e-mail, the desk, the
approval or not, the e-mail about it, and what the customer then sees."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import walk
from tests.journeys.service import Service
from tests.journeys.walk import VERA, Customer, Window

WALKS = [
    pytest.param("service", 360, True, id="phone, script"),
    pytest.param("service", 360, False, id="phone, no script"),
    pytest.param("service", 1280, True, id="desktop, script"),
    pytest.param("service", 1280, False, id="desktop, no script"),
    pytest.param("postgresql_service", 360, True, id="PostgreSQL"),
]


@pytest.mark.parametrize(("served", "width", "javascript"), WALKS)
def test_a_request_with_photos_is_sent_seen_and_approved(
    request: pytest.FixtureRequest,
    served: str,
    width: int,
    javascript: bool,
    window: Window,
    phone_photos: list[Path],
    customer: Customer,
) -> None:
    service: Service = request.getfixturevalue(served)
    phone = window(width, javascript=javascript)
    phone.goto(f"{service.url}{walk.FORM}")
    walk.answer_about_a_tap(phone, customer)
    walk.add_photos(phone, phone_photos)
    walk.send(phone)  # while the photos are still on their way
    number = walk.number_on_receipt(phone)

    service.mail(customer.email, f"Recebemos sua solicitação {number}")
    assert service.mail(VERA, number).link == f"{service.url}{walk.address_of(number)}"

    desk = window(width, javascript=javascript)
    walk.sign_in(desk, service, VERA)
    desk.get_by_role("link", name=number).click()
    expect(desk.get_by_text(walk.WRITTEN).last).to_be_visible()
    thumbnails = walk.pictures(desk.locator(".photo-grid img"), 3)
    assert all(height > width > 0 for width, height in thumbnails)
    desk.get_by_role("button", name="Aprovar").click()
    expect(desk.get_by_text("Aprovada. O cliente foi avisado por e-mail.")).to_be_visible()

    told = service.mail(customer.email, "Vamos atender")
    assert told.message["Reply-To"] == "assistencia@horizonte.example"
    phone.goto(told.link)
    expect(phone.get_by_text("Atendimento confirmado").first).to_be_visible()
    expect(phone.get_by_text(walk.WRITTEN)).to_be_visible()
    walk.pictures(phone.locator(".photo-grid img"), 3)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_request_is_rejected_for_a_reason_whose_blank_was_asked_for(
    window: Window, service: Service, customer: Customer, javascript: bool
) -> None:
    desk = window(360, javascript=javascript, storage_state=service.sessions[VERA])
    sent = walk.post_request(desk.request, service, customer)
    desk.goto(f"{service.url}{walk.address_of(sent.number)}")
    desk.get_by_text("Não aprovar…").click()
    desk.get_by_label("O prazo de garantia deste item terminou em {date}.").check()
    desk.get_by_role("button", name="Não aprovar").click()

    expect(desk.get_by_text("Preencha o que está entre chaves antes de enviar.")).to_be_visible()
    words = desk.get_by_label("O que o cliente vai ler")
    reason = words.input_value().replace("{date}", "31 de março de 2026")
    assert reason.startswith("O prazo de garantia deste item terminou em 31 de março de 2026.")
    words.fill(reason)
    desk.get_by_role("button", name="Não aprovar").click()
    expect(desk.get_by_text("Não aprovada. O cliente recebe o motivo por e-mail.")).to_be_visible()

    told = service.mail(customer.email, "resposta da equipe")
    assert reason in " ".join(told.text.split())
    phone = window(360, javascript=javascript)
    phone.goto(told.link)
    expect(phone.get_by_text("Não foi possível atender").first).to_be_visible()
    expect(phone.get_by_text(reason).first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_request_is_rejected_for_a_reason_as_the_list_has_it(
    window: Window, service: Service, customer: Customer, javascript: bool
) -> None:
    desk = window(360, javascript=javascript, storage_state=service.sessions[VERA])
    sent = walk.post_request(desk.request, service, customer)
    desk.goto(f"{service.url}{walk.address_of(sent.number)}")
    desk.get_by_text("Não aprovar…").click()
    desk.get_by_label("A trinca sai de um furo feito depois da entrega das chaves").check()
    desk.get_by_role("button", name="Não aprovar").click()
    expect(desk.get_by_text("Não aprovada. O cliente recebe o motivo por e-mail.")).to_be_visible()
    told = service.mail(customer.email, "resposta da equipe")
    assert "A trinca sai de um furo feito depois da entrega das chaves" in told.text
