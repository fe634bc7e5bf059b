"""A claim at Norte from the form to the delivery: sent on a small phone in Spanish, worked through
at the desk, and told to its customer at every step in the company's own words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import walk
from tests.journeys.service import Mailed, Service, running
from tests.journeys.spanish import DEADLINE
from tests.journeys.walk import SILVIA, Customer, Window
from tests.journeys.workshop import Step, workshop

PHOTO = Path(__file__).parents[1] / "photos/coffee.jpg"
SMALL = {"width": 360, "height": 640}
FAULT = "Arriba congela pero abajo no enfría nada. Fue después del corte de luz del jueves."
DONE = "Cambiamos el ventilador y la plaqueta, y quedó 24 horas en prueba."
CHANGED = "Estado cambiado. El cliente recibe un correo."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """With Norte's coordinator, who has yet to come."""
    data = tmp_path_factory.mktemp("norte")
    made = Service(data, f"sqlite:///{data}/aldaba.db")
    made.invite(SILVIA, "Silvia Mostrador", "coordinator", "norte")
    with running(made):
        yield made


@pytest.fixture(scope="module")
def silvia(service: Service, browser: Browser) -> Iterator[Page]:
    """Her browser at the desk."""
    page = browser.new_page(locale="es-AR", viewport={"width": 1280, "height": 800})
    page.goto(service.invitations[SILVIA])
    page.get_by_label("Contraseña nueva").fill(walk.PASSWORD)
    page.get_by_role("button", name="Guardar contraseña y entrar").click()
    expect(page.get_by_role("heading", name="Solicitudes")).to_be_visible()
    yield page
    page.context.close()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_claim_is_sent_worked_through_and_delivered(
    service: Service, silvia: Page, window: Window, customer: Customer, javascript: bool
) -> None:
    phone = window(javascript=javascript)
    phone.set_viewport_size(SMALL)  # type: ignore[arg-type]
    number = _send(phone, service, customer)
    received = service.mail(customer.email, f"Recibimos su reclamo {number}")
    _read(phone, received, rf"Recibimos su reclamo\. Le respondemos antes del {DEADLINE}\.")

    _open(silvia, number)
    silvia.get_by_role("button", name="Aprobar").click()
    expect(silvia.get_by_text("Aprobada. El cliente recibe un correo.")).to_be_visible()
    approved = service.mail(customer.email, f"Nos ocupamos de su reclamo {number}")
    _read(phone, approved, rf"Nos ocupamos\. Le proponemos .* antes del {DEADLINE}\.")

    for step in workshop():
        _change(silvia, step)
        told = service.mail(customer.email, f"{step.label}: su reclamo {number}")
        assert step.sentence in " ".join(told.text.split())
        _read(phone, told, re.escape(step.sentence))

    silvia.get_by_label("Qué se hizo (lo lee el cliente)").fill(DONE)
    silvia.get_by_role("button", name="Cerrar y pedir conformidad").click()
    expect(silvia.get_by_text("El cliente recibe un correo para dar su")).to_be_visible()
    _read(phone, received, rf"Terminamos\. Pruébelo con calma y .* antes del {DEADLINE}\.")
    _accept(phone, service, customer, number)
    _read(phone, received, re.escape("Usted aceptó el trabajo: el reclamo quedó cerrado."))
    expect(phone.get_by_text(DONE)).to_be_visible()


def _send(phone: Page, service: Service, customer: Customer) -> str:
    """As the customer: the claim's number, as its receipt says it."""
    phone.goto(f"{service.url}/f/norte/pre-request?lang=es")
    _fits(phone)
    phone.get_by_label("¿Qué equipo es?").select_option(label="Heladera")
    phone.get_by_label("No enfría o no calienta").check()
    phone.get_by_label("Una parte sí, otra no").check()
    phone.locator("[name=description]").fill(FAULT)
    walk.add_photos(phone, [PHOTO])
    phone.get_by_label("Después de un corte de luz").check()
    answers = {
        "model": "FR-340",
        "serial_number": "NR25-004213",
        "name": customer.name,
        "phone": "11 5555-0101",
        "email": customer.email,
        "address": "Los Ensayos 240, Puerto Ensayo",
        "document": "99.000.101",
    }
    for name, answer in answers.items():
        phone.locator(f"[name={name}]").fill(answer)
    phone.locator("[name=conditions]").check()
    phone.locator("[name=privacy]").check()
    _fits(phone)
    phone.get_by_role("button", name="Enviar reclamo").click()
    expect(phone.get_by_role("heading", name="Recibimos su reclamo")).to_be_visible()
    _fits(phone)
    return phone.locator("strong.number").inner_text()


def _open(desk: Page, number: str) -> None:
    """As staff, from the queue; what the customer answered stands there."""
    desk.get_by_role("link", name="Norte Panel").click()
    desk.get_by_role("link", name=number).click()
    expect(desk.get_by_text(FAULT).last).to_be_visible()
    for answer in ("Heladera", "FR-340", "NR25-004213", "Después de un corte de luz"):
        expect(desk.get_by_role("definition").filter(has_text=answer)).to_be_visible()
    walk.pictures(desk.locator(".photo-grid img"), 1)


def _change(desk: Page, step: Step) -> None:
    """As staff on the claim's page."""
    panel = desk.locator(".panel--status")
    panel.locator("summary").click()
    chosen = panel.locator(".option", has=desk.get_by_label(step.label, exact=True))
    chosen.get_by_label(step.label, exact=True).check()
    for label, value in step.filled.items():
        chosen.get_by_label(label).fill(value)
    panel.get_by_role("button", name="Cambiar estado").click()
    expect(desk.get_by_text(CHANGED)).to_be_visible()


def _read(phone: Page, told: Mailed, sentence: str) -> None:
    """As the customer: the claim's page by the link of a mail, which says the status's sentence."""
    assert "solicitud" not in told.text.casefold()
    phone.goto(told.link)
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(sentence))
    _fits(phone)


def _accept(phone: Page, service: Service, customer: Customer, number: str) -> None:
    """As the customer, by the link of the mail that asks whether it is well done."""
    phone.goto(service.mail(customer.email, f"¿Quedó bien? Su reclamo {number}").link)
    _fits(phone)
    phone.get_by_label("Sí, quedó bien").check()
    phone.locator("[name=name]").fill(customer.name)
    phone.get_by_role("button", name="Aceptar y cerrar").click()
    expect(phone.get_by_role("heading", name="Aceptado")).to_be_visible()
    _fits(phone)
    thanks = f"Gracias por su conformidad: reclamo {number}"
    assert "solicitud" not in service.mail(customer.email, thanks).text.casefold()


def _fits(phone: Page) -> None:
    """Nothing is wider than the phone, and the words are Norte's."""
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= SMALL["width"]
    expect(phone.locator("body")).not_to_contain_text(re.compile("solicitud", re.IGNORECASE))
