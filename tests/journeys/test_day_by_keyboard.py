"""A coordinator's day with the samples of the demo, from signing in to the last search, by keyboard
alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import walk
from tests.journeys.service import Service, running
from tests.journeys.walk import VERA, Window
from tests.ports import free_port

QUESTION = "Em qual parede da sala fica a tomada sem energia?"
NOTE = "Levar a escada grande: o teto do box tem 2,80 m."
DONE = "Separamos o circuito do forno e o das tomadas da bancada."
WITHIN_REACH = 150  # presses of Tab; more than any page of the desk has stops


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`aldaba demo`, whose staff's password stands in its folder."""
    data = tmp_path_factory.mktemp("demo")
    made = Service(data, f"sqlite:///{data}/aldaba.db")
    with running(made, "demo", "--sites-port", str(free_port())):
        yield made


@pytest.fixture
def queue(demo: Service, window: Window) -> Page:
    """The queue, after Vera signed in."""
    page = window(1280)
    page.goto(f"{demo.url}{walk.DESK}")
    reach(page, page.get_by_label("E-mail"))
    page.keyboard.type(VERA)
    page.keyboard.press("Tab")
    page.keyboard.type(password(demo))
    page.keyboard.press("Enter")
    comes(page, page.get_by_role("heading", name="Solicitações"))
    return page


def password(demo: Service) -> str:
    kept = json.loads((Path(demo.settings["ALDABA_DATA"]) / "demo.json").read_text("utf-8"))
    return str(kept["password"])


def reach(page: Page, target: Locator) -> None:
    """Go on by Tab to `target`."""
    for _ in range(WITHIN_REACH):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {target}")


def comes(page: Page, shown: Locator) -> None:
    """The next page is there with `shown`, and with the script that listens to keys."""
    expect(shown).to_be_visible()
    page.wait_for_load_state()


def press_button(page: Page, name: str) -> None:
    """Go on by Tab to the button and press it."""
    reach(page, page.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def open_request(page: Page, customer: str) -> None:
    """From the queue: down to the request of `customer`, and into it."""
    row = page.locator("tr:focus-within")
    for _ in range(page.locator("[data-row]").count()):
        page.keyboard.press("j")
        if customer in row.inner_text():
            break
    number = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    comes(page, page.locator("strong.number", has_text=number))
    expect(page.get_by_text(customer).first).to_be_visible()


def go_back(page: Page) -> None:
    """From a request: past what stands on every page, to the list that it was opened from."""
    reach(page, page.locator("a.skip"))
    page.keyboard.press("Enter")
    reach(page, page.locator("main").get_by_role("link", name="Solicitações"))
    page.keyboard.press("Enter")
    comes(page, page.get_by_role("heading", name="Solicitações"))


def test_a_day_of_samples_is_worked_through_by_keyboard_alone(queue: Page) -> None:
    _walk(queue)
    _approve(queue)
    _ask(queue)
    _comment(queue)
    _hand_over(queue)
    _close(queue)
    _search(queue)


def _walk(page: Page) -> None:
    rows = page.locator("[data-row]")
    for key, position in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(position)).to_be_focused()
    expect(page.locator("tr:focus-within")).to_contain_text("Ione Hipótese")


def _approve(page: Page) -> None:
    open_request(page, "Benedita Amostra")
    page.keyboard.press("a")
    comes(page, page.get_by_text("Aprovada. O cliente foi avisado por e-mail."))
    expect(page.locator(".badge--approved")).to_be_visible()
    go_back(page)


def _ask(page: Page) -> None:
    open_request(page, "Taís Fictícia")
    page.keyboard.press("q")
    expect(page.get_by_label("Sua pergunta")).to_be_focused()
    page.keyboard.type(QUESTION)
    press_button(page, "Enviar a pergunta")
    comes(page, page.get_by_text("A solicitação aguarda a resposta do cliente."))
    expect(page.locator(".asked")).to_have_text(QUESTION)
    go_back(page)


def _comment(page: Page) -> None:
    open_request(page, "Caio Maquete")
    page.keyboard.press("c")
    page.keyboard.type(NOTE)
    press_button(page, "Guardar só para a equipe")
    comes(page, page.get_by_text("Nota interna guardada."))
    expect(page.locator(".event--internal").filter(has_text=NOTE)).to_be_visible()
    go_back(page)


def _hand_over(page: Page) -> None:
    open_request(page, "Joaquim Modelo Neto")
    page.keyboard.press("h")
    reach(page, page.get_by_label("Responsável"))
    page.keyboard.press("T")
    press_button(page, "Salvar para a equipe")
    comes(page, page.get_by_text("Salvo. A equipe vê no histórico."))
    go_back(page)
    row = page.locator("tr", has_text="Joaquim Modelo Neto")
    expect(row.locator(".queue__who")).to_have_text("Téo Prumo")


def _close(page: Page) -> None:
    open_request(page, "Joaquim Modelo Neto")
    reach(page, page.get_by_label("O que foi feito (o cliente lê)"))
    page.keyboard.type(DONE)
    press_button(page, "Encerrar e pedir aceite")
    comes(page, page.get_by_text("O cliente recebe um e-mail para dar o aceite."))
    expect(page.locator(".badge--closed")).to_be_visible()
    go_back(page)
    expect(page.locator("tr", has_text="Joaquim Modelo Neto")).to_have_count(0)


def _search(page: Page) -> None:
    """The list as it was found stays what one comes back to, also after something was done."""
    page.keyboard.press("/")
    page.keyboard.type("Residencial")
    reach(page, page.get_by_text("Mais filtros"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("Situação", exact=True))
    page.keyboard.type("Atend")
    press_button(page, "Filtrar")
    comes(page, page.get_by_role("link", name="Limpar filtros"))
    expect(page.locator("[data-row]")).to_have_count(1)
    found = page.url
    assert "q=Residencial" in found
    assert "status=approved" in found

    open_request(page, "Benedita Amostra")
    page.keyboard.press("c")
    page.keyboard.type(NOTE)
    press_button(page, "Guardar só para a equipe")
    comes(page, page.get_by_text("Nota interna guardada."))
    go_back(page)
    expect(page).to_have_url(found)
    expect(page.locator("[data-row]")).to_have_count(1)
