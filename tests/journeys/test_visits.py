"""A visit from the desk to the flat and back: planned, made by somebody on a phone with no account,
read by the customer."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.service import Service
from tests.journeys.walk import Customer, Window

FACE = Path(__file__).parents[1] / "photos/coffee.jpg"
REPORT = "Trocamos o sifão e testamos com água."


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_visit_is_planned_made_and_told(
    window: Window,
    service: Service,
    desk: Page,
    customer: Customer,
    phone_photos: list[Path],
    javascript: bool,
) -> None:
    name = f"Téo Prumo {javascript}"
    address = walk.keep_technician(desk, service, name, FACE)
    sent = walk.post_request(desk.request, service, customer)
    desk.goto(f"{service.url}{walk.address_of(sent.number)}")
    desk.get_by_role("button", name="Aprovar").click()
    walk.plan_visit(desk, name, (walk.today() + timedelta(days=2)).isoformat())

    told = service.mail(customer.email, "Visita:")
    [entry] = told.message.iter_attachments()
    assert (entry.get_filename(), "METHOD:REQUEST" in entry.get_content().decode()) == (
        "visit.ics",
        True,
    )
    phone = window(360, javascript=javascript)
    phone.goto(told.link)
    expect(phone.get_by_text(f"Quem vai é {name}.")).to_be_visible()
    walk.pictures(phone.locator("img.comer__face"), 1)

    technician = window(360, javascript=javascript)
    technician.goto(service.mail(address, "Serviço:").link)
    expect(technician.get_by_text(walk.WRITTEN).first).to_be_visible()
    technician.get_by_label("Sim, está feito").check()
    technician.locator("[name=report]").fill(REPORT)
    technician.locator("input[type=file]").set_input_files(phone_photos[0])
    technician.get_by_role("button", name="Enviar o relatório").click()
    expect(technician.get_by_text("Você informou que o serviço foi feito.")).to_be_visible()

    done = service.mail(customer.email, "O que foi feito na visita")
    assert REPORT in done.text
    phone.goto(done.link)
    expect(phone.get_by_text(REPORT)).to_be_visible()
    walk.pictures(phone.locator(".photo-grid img"), 1)
