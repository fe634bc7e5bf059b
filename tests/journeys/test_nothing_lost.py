"""What can go wrong on the way loses nothing and sends nothing twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import walk
from tests.journeys.service import Service, running
from tests.journeys.walk import Customer, Window

PHOTOS = Path(__file__).parents[1] / "photos"
SMALL_PHOTOS = [PHOTOS / "brick.jpg", PHOTOS / "coffee.jpg"]
NOT_SENT = "Não deu para enviar. Tudo o que você escreveu continua aqui."
ADDED = "AGORA PINGA TAMBÉM NO ARMÁRIO"

# What people wrote and chose, without what the page itself carries along.
ANSWERS = """form => [...new FormData(form)]
    .filter(([name, value]) => value !== "" && !/^(_|photos)/.test(name))
    .map(pair => pair.join("="))"""


@pytest.fixture
def form(page: Page, service: Service) -> Page:
    """The open form, with JavaScript and without."""
    page.goto(f"{service.url}{walk.FORM}")
    return page


@pytest.fixture
def scripted(window: Window, service: Service) -> Page:
    """The open form, with JavaScript."""
    page = window()
    page.goto(f"{service.url}{walk.FORM}")
    return page


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Service]:
    """A service that only this test uses, and may stop."""
    with running(Service(tmp_path, f"sqlite:///{tmp_path}/aldaba.db")) as made:
        yield made


def written(page: Page) -> Any:
    return page.locator("form[data-form]").evaluate(ANSWERS)


def numbers_of(desk: Page, service: Service, customer: Customer) -> list[str]:
    """The numbers of all open requests of `customer` in the queue."""
    desk.goto(f"{service.url}{walk.DESK}")
    rows = desk.locator("[data-queue] tr").filter(has_text=customer.name)
    return rows.locator("[data-row]").all_inner_texts()


def test_a_refused_form_keeps_every_answer_and_photo_and_leads_to_what_is_missing(
    form: Page, desk: Page, service: Service, customer: Customer
) -> None:
    walk.answer_about_a_tap(form, customer)
    form.locator("[name=unit]").fill("")
    form.locator("[name=email]").fill("benedita@")
    form.locator("[name=conditions]").uncheck()
    walk.add_photos(form, SMALL_PHOTOS)
    before = written(form)
    walk.send(form)

    summary = form.locator("[data-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    for name in ("unit", "email", "conditions"):
        summary.locator(f"a[href='#{name}']").click()
        expect(form.locator(f"[name={name}]")).to_be_focused()
        expect(form.locator(f"#{name}-message")).to_be_visible()
    assert written(form) == before
    expect(form.locator(".photos__list :is(img, canvas):visible")).to_have_count(2)

    form.locator("[name=unit]").fill("1203")
    form.locator("[name=email]").fill(customer.email)
    form.locator("[name=conditions]").check()
    walk.send(form)
    number = walk.number_on_receipt(form)
    desk.goto(f"{service.url}{walk.address_of(number)}")
    expect(desk.locator(".photo-grid img")).to_have_count(2)


def test_a_double_click_sends_one_request(
    form: Page, desk: Page, service: Service, customer: Customer
) -> None:
    walk.answer(form, customer)
    form.get_by_role("button", name=walk.SEND).dblclick()
    number = walk.number_on_receipt(form)
    assert numbers_of(desk, service, customer) == [number]


def test_back_and_sending_again_leads_to_the_same_number(
    form: Page, desk: Page, service: Service, customer: Customer
) -> None:
    walk.answer(form, customer)
    walk.send(form)
    number = walk.number_on_receipt(form)
    form.go_back()
    walk.send(form)
    assert walk.number_on_receipt(form) == number
    assert numbers_of(desk, service, customer) == [number]


def test_sending_again_after_a_lost_answer_makes_one_request(
    scripted: Page, desk: Page, service: Service, customer: Customer
) -> None:
    def take_and_lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            return route.abort()
        return route.fallback()

    walk.answer(scripted, customer)
    scripted.route(f"**{walk.FORM}?send", take_and_lose, times=1)
    walk.send(scripted)
    expect(scripted.get_by_text(NOT_SENT)).to_be_visible()
    walk.send(scripted)
    number = walk.number_on_receipt(scripted)
    assert numbers_of(desk, service, customer) == [number]


def test_a_changed_second_sending_becomes_an_addition(
    form: Page, desk: Page, service: Service, customer: Customer
) -> None:
    walk.answer(form, customer)
    walk.send(form)
    number = walk.number_on_receipt(form)
    form.go_back()
    form.locator("[name=description]").fill(ADDED)
    walk.send(form)

    expect(form.get_by_text("Já recebemos esta solicitação")).to_be_visible()
    expect(form.get_by_text(number)).to_be_visible()
    expect(form.locator("[name=description]")).to_have_value(ADDED)
    form.get_by_role("button", name="Acrescentar informação").click()
    assert walk.number_on_receipt(form) == number
    assert numbers_of(desk, service, customer) == [number]
    desk.goto(f"{service.url}{walk.address_of(number)}")
    expect(desk.locator(".timeline").get_by_text(ADDED)).to_be_visible()


def test_while_the_service_is_down_nothing_is_lost_and_later_it_is_sent(
    window: Window, own_service: Service, customer: Customer
) -> None:
    page = window()
    page.goto(f"{own_service.url}{walk.FORM}")
    walk.answer_about_a_tap(page, customer)
    walk.add_photos(page, SMALL_PHOTOS[:1])
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(1)
    before = written(page)
    own_service.stop()
    walk.add_photos(page, SMALL_PHOTOS[1:])
    again = page.get_by_role("button", name="Tentar de novo")
    expect(again).to_be_visible()
    page.get_by_role("button", name="Remover foto").last.click()
    walk.send(page)
    expect(page.get_by_text(NOT_SENT)).to_be_visible()
    assert written(page) == before

    own_service.start()
    walk.send(page)
    assert walk.number_on_receipt(page)


def test_photos_chosen_before_their_script_is_there_are_sent_too(
    window: Window, desk: Page, service: Service, customer: Customer
) -> None:
    page = window()
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/c/photos.*.js", wait)
    page.goto(f"{service.url}{walk.FORM}")
    walk.answer_about_a_tap(page, customer)
    walk.add_photos(page, SMALL_PHOTOS)
    walk.send(page)
    expect(page.get_by_role("button", name="Enviando…")).to_be_visible()
    waiting[0].continue_()
    desk.goto(f"{service.url}{walk.address_of(walk.number_on_receipt(page))}")
    expect(desk.locator(".photo-grid img")).to_have_count(2)


def test_a_misspelt_mail_address_is_asked_about_once_and_then_taken_as_it_is(
    form: Page, service: Service, customer: Customer
) -> None:
    walk.answer(form, customer)
    misspelt = customer.email.replace("cliente.example", "gmial.com")
    form.locator("[name=email]").fill(misspelt)
    walk.send(form)
    asked = form.locator("#email-message")
    expect(asked).to_contain_text(misspelt.replace("gmial", "gmail"))
    form.get_by_label("Meu e-mail está certo assim").check()
    walk.send(form)
    assert walk.number_on_receipt(form)
    assert service.mail(misspelt, "Recebemos sua solicitação")


def test_nobody_needs_a_document(form: Page, customer: Customer) -> None:
    walk.answer(form, customer)
    form.locator("[name=document]").fill("")
    form.get_by_label("Não tenho este documento").check()
    walk.send(form)
    assert walk.number_on_receipt(form)


def test_an_emergency_shows_whom_to_call_at_once(form: Page) -> None:
    call = form.get_by_role("link", name="Ligar agora")
    expect(call).to_be_hidden()
    form.get_by_label("Água, esgoto e vazamentos").check()
    expect(call).to_be_hidden()
    form.get_by_label("Água que não para").check()
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:+5511900000199")
    form.get_by_label("Gás: cheiro ou vazamento").check()
    expect(call).to_be_in_viewport()
    form.get_by_label("Outro / não sei dizer").check()
    expect(call).to_be_hidden()
