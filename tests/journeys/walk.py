"""What people do on the pages: a customer fills in and sends, staff sign in and open."""

import itertools
import secrets
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from playwright.sync_api import APIRequestContext, Locator, Page, expect

from tests.journeys.service import Service

VERA = "vera@horizonte.example"  # coordinator
MARTA = "marta@horizonte.example"  # manager
TEO = "teo@horizonte.example"  # technician
SILVIA = "silvia@norte.example"  # coordinator of the other company
NOVA = "nova@horizonte.example"  # who has no password yet
FORM = "/f/horizonte/pre-request"
DESK = "/desk/horizonte"
SEND = "Enviar solicitação"
RECEIVED = "Recebemos sua solicitação"
PASSWORD = "uma senha comprida"
WRITTEN = "BOA TARDE O CANO DEBAIXO DA PIA DO BANHEIRO ESTA PINGANDO DESDE SEXTA FEIRA"

Window = Callable[..., Page]

_counted = itertools.count(1)


class Customer(Struct, frozen=True):
    """Somebody who never wrote before."""

    name: str
    email: str
    phone: str


class Sent(Struct, frozen=True):
    """What a program is told of the request that it sent: its number, and the customer's links."""

    number: str
    receipt: str
    follow: str


def today() -> date:
    """The day of both companies' clocks, which for three hours of a night isn't this machine's."""
    return datetime.now(ZoneInfo("America/Sao_Paulo")).date()


def somebody() -> Customer:
    position = next(_counted)
    email = f"benedita{position}@cliente.example"
    return Customer(f"Benedita Amostra {position}", email, f"(11) 90000-{1000 + position}")


def answer(page: Page, customer: Customer) -> None:
    """Fill in the open form with what any request needs, and no photo."""
    page.get_by_label("Outro / não sei dizer").check()
    page.locator("[name=description]").fill(WRITTEN)
    page.locator("[name=development]").fill("Residencial Ipê-Anil")
    page.locator("[name=unit]").fill("1203")
    page.locator("[name=name]").fill(customer.name)
    page.locator("[name=relation]").first.check()
    page.locator("[name=phone]").fill(customer.phone)
    page.locator("[name=email]").fill(customer.email)
    page.locator("[name=document]").fill("000.000.101-54")
    page.locator("[name=conditions]").check()
    page.locator("[name=privacy]").check()


def answer_about_a_tap(page: Page, customer: Customer) -> None:
    """The same about a dripping tap, of which photos are demanded."""
    answer(page, customer)
    page.get_by_label("Água, esgoto e vazamentos").check()
    page.get_by_label("Torneira, registro ou sifão pingando").check()
    page.locator("[name=since]").first.check()
    page.locator("[name=room]").select_option(label="Banheiro social")


def add_photos(page: Page, photos: list[Path]) -> None:
    page.locator("input[type=file]").set_input_files(photos)


def send(page: Page) -> None:
    page.get_by_role("button", name=SEND).click()


def number_on_receipt(page: Page) -> str:
    expect(page.get_by_role("heading", name=RECEIVED)).to_be_visible()
    return page.locator("strong.number").inner_text()


def pictures(shown: Locator, count: int) -> list[tuple[int, int]]:
    """Width and height of each of the `count` pictures of a page, once they are there."""
    expect(shown).to_have_count(count)
    for picture in shown.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    sizes = shown.evaluate_all("all => all.map(each => [each.naturalWidth, each.naturalHeight])")
    return [(width, height) for width, height in sizes]


def post_request(
    browser: APIRequestContext,
    service: Service,
    customer: Customer,
    form: str = FORM,
    **others: Any,
) -> Sent:
    """A request sent by a program, where the form is not what is tried; `others` are answers that
    `form` needs besides, or instead."""
    answers = {
        "_key": secrets.token_urlsafe(16),
        "subject": "other",
        "description": WRITTEN,
        "development": "Residencial Ipê-Anil",
        "unit": "1203",
        "name": customer.name,
        "relation": "owner",
        "phone": customer.phone,
        "email": customer.email,
        "document_none": "yes",
        "conditions": "yes",
        "privacy": "yes",
    }
    accept = {"Accept": "application/json", "Accept-Language": "pt-BR"}
    answered = browser.post(f"{service.url}{form}", multipart=answers | others, headers=accept)
    assert answered.status == 201, answered.text()
    said = answered.json()
    return Sent(said["number"], said["receipt"], said["follow"])


def address_of(number: str) -> str:
    """The path of a request's page at the desk."""
    return f"{DESK}/requests/{number.replace('-', '')}"


def keep_technician(page: Page, service: Service, name: str, photo: Path) -> str:
    """As staff: somebody new who comes to visits; the address that is written to."""
    email = f"{secrets.token_hex(4)}@tecnico.example"
    page.goto(f"{service.url}{DESK}/visits/technicians")
    new = page.locator("form:has([name=technician][value=''])")
    for field, words in (("name", name), ("badge", "T-07"), ("phone", "(11) 90000-0121")):
        new.locator(f"[name={field}]").fill(words)
    new.locator("[name=email]").fill(email)
    new.locator("[name=photos_file]").set_input_files(photo)
    new.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Guardado.")).to_be_visible()
    return email


def plan_visit(page: Page, name: str, day: str) -> None:
    """As staff on the page of a request that was taken on; `day` is ISO 8601."""
    page.get_by_text("Agendar visita").click()
    plan = page.locator("#visits form[action$='/visits']")
    plan.get_by_label("Quem vai").select_option(label=name)
    for field, value in (("day", day), ("from", "14:00"), ("until", "16:00")):
        plan.locator(f"[name={field}]").fill(value)
    plan.get_by_role("button", name="Agendar e avisar o cliente").click()
    expect(page.get_by_text("A visita está agendada. O cliente recebe um e-mail.")).to_be_visible()


def choose_password(page: Page, invitation: str) -> None:
    """As new staff of any company, who are at the desk then."""
    page.goto(invitation)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("form[action$=sign-out]")).to_be_visible()


def sign_in(page: Page, service: Service, email: str) -> None:
    """As staff with a password, who are at the desk then."""
    page.goto(f"{service.url}{DESK}")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", name="Solicitações")).to_be_visible()


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window."""
    wider: int = page.evaluate(
        "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider
