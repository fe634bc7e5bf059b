"""The loop is closed: staff declare the work done, the customer looks, reopens with a photo, and
accepts when it is done; whatever opens, runs and presses links by itself decides nothing."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from playwright.sync_api import Page, expect

from aldaba.app import CAPABILITIES
from tests.journeys import walk
from tests.journeys.service import ALDABA, Service
from tests.journeys.walk import Customer, Window

PHOTO = Path(__file__).parents[1] / "photos/coffee.jpg"
NOTE = "Trocamos o sifão e testamos com água."
REASON = "Melhorou dois dias e voltou a pingar no domingo."
CLOSE = "Encerrar e pedir aceite"
PREVIEWS = ("WhatsApp/2.24.1", "TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0")


def close(desk: Page, service: Service, number: str, *, photo: bool = False) -> None:
    """As staff: declare the work done."""
    desk.goto(f"{service.url}{walk.address_of(number)}")
    if desk.get_by_role("button", name="Aprovar").count():
        desk.get_by_role("button", name="Aprovar").click()
    desk.get_by_label("O que foi feito (o cliente lê)").fill(NOTE)
    if photo:
        desk.locator("#closing-photos").set_input_files(PHOTO)
    desk.get_by_role("button", name=CLOSE).click()
    expect(desk.get_by_text("O cliente recebe um e-mail para dar o aceite.")).to_be_visible()


def test_reopened_with_a_photo_closed_again_and_accepted(
    page: Page, desk: Page, service: Service, customer: Customer
) -> None:
    sent = walk.post_request(desk.request, service, customer)
    close(desk, service, sent.number, photo=True)
    page.goto(service.mail(customer.email, f"Ficou bom? Sua solicitação {sent.number}").link)
    expect(page.get_by_role("heading", name="O serviço ficou bom?")).to_be_visible()
    walk.pictures(page.locator(".photo-grid img"), 1)
    page.get_by_label("Não, falta algo").check()
    page.locator("[name=reason]").fill(REASON)
    page.locator("[name=photos_file]").set_input_files(PHOTO)
    page.get_by_role("button", name="Reabrir a solicitação").click()
    expect(page.get_by_role("heading", name="Reaberto:")).to_be_visible()
    service.mail(customer.email, f"Reabrimos sua solicitação {sent.number}")
    service.mail(walk.VERA, "o cliente reabriu")

    close(desk, service, sent.number)
    expect(desk.get_by_text(REASON).first).to_be_visible()
    page.goto(_newest(service, customer, "Ficou bom?"))
    page.get_by_label("Sim, ficou bom").check()
    page.locator("[name=name]").fill("Ana Amostra")
    page.get_by_role("button", name="Aceitar e encerrar").click()
    expect(page.get_by_role("heading", name="Aceito:")).to_be_visible()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()

    service.mail(customer.email, f"Aceite registrado: solicitação {sent.number}")
    page.get_by_role("link", name="Ver o comprovante").click()
    expect(page.get_by_role("heading", name="Comprovante de aceite")).to_be_visible()
    page.get_by_role("link", name="/verify/").click()
    expect(page.get_by_role("heading", name="O comprovante é autêntico")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("O cliente aceitou o serviço.")).to_be_visible()

    page.goto(_newest(service, customer, "Ficou bom?"))
    for answer in ("[name=overall][value='2']", "[name=solved][value=part]"):
        page.locator(answer).check()
    page.locator("[name=recommend][value='3']").check()
    page.get_by_role("button", name="Enviar respostas").click()
    expect(page.get_by_role("heading", name="Recebemos suas respostas")).to_be_visible()
    service.mail(walk.VERA, "Nota baixa na pesquisa")
    desk.reload()
    expect(desk.get_by_text("2/5", exact=True)).to_be_visible()
    desk.get_by_role("button", name="Marcar como resolvida").click()
    expect(desk.get_by_text("Nota baixa: ninguém cuidou dela ainda")).to_have_count(0)


def _newest(service: Service, customer: Customer, subject: str) -> str:
    """The link of the closing after the reopening: the mail of the second round."""
    for _ in range(100):
        mails = [m for m in service.mails_to(customer.email) if subject in m["Subject"]]
        if len(mails) > 1:
            break
        service.mail(customer.email, subject)
    links = {service.link_in(each) for each in mails}
    return max(links)  # a later round signs a longer number, or the same with a later expiry


class Control(BaseHTTPRequestHandler):
    """A page that decides when it is looked at, and when its form is sent."""

    changes: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self._changed(b"<form method=post><button>Accept</button></form>")

    def do_HEAD(self) -> None:
        self._changed(b"")

    def do_POST(self) -> None:
        self._changed(b"done")

    def _changed(self, body: bytes) -> None:
        if self.path == "/":
            self.changes.append(self.command)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Quietly."""


@pytest.fixture
def control() -> Iterator[str]:
    """The address of a page that changes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Control)
    Control.changes.clear()
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def ask(page: Page, link: str) -> None:
    """GET and HEAD, from two networks, with a cookie jar, as previews."""
    for agent in ("Mozilla/5.0", *PREVIEWS):
        for network in ("198.51.100.7", "203.0.113.9"):
            headers = {"User-Agent": agent, "X-Forwarded-For": network}
            page.request.get(link, headers=headers)
            page.request.head(link, headers=headers)


def look(page: Page, link: str) -> None:
    """Open it, scroll to its end, and leave it alone."""
    page.goto(link)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(1500)


def press_all(page: Page, link: str) -> None:
    """Press every button once, each on a fresh page."""
    page.goto(link)
    for position in range(page.locator("button").count()):
        page.goto(link)
        page.locator("button").nth(position).evaluate("button => button.click()")
        page.wait_for_timeout(300)


def send_all(page: Page, link: str) -> None:
    """Send every form twice, as it stands."""
    page.goto(link)
    for position in range(page.locator("form").count()):
        for _ in range(2):
            page.goto(link)
            page.locator("form").nth(position).evaluate("form => form.submit()")
            page.wait_for_timeout(300)


SCANNERS: dict[str, Callable[[Page, str], None]] = {
    "asks": ask,
    "looks": look,
    "presses": press_all,
    "sends": send_all,
}


@pytest.mark.parametrize("scanner", SCANNERS)
def test_the_scanners_do_change_a_page_that_lets_them(
    window: Window, control: str, scanner: str
) -> None:
    SCANNERS[scanner](window(), control)
    assert Control.changes


def changes(service: Service) -> int:
    """How much has happened, and how much is to be mailed."""
    path = service.settings["ALDABA_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        counts = [db.execute(f"SELECT count(*) FROM {each}") for each in ("event", "outbox")]
        return sum(count.fetchone()[0] for count in counts)


def link_for(service: Service, purpose: str, number: str) -> str:
    """A link as staff print it; "" where the purpose has nothing to show of this request."""
    printed = subprocess.run(
        (*ALDABA, "link", purpose, "horizonte", number, "--lang", "pt-BR"),
        env=service.settings,
        check=False,
        capture_output=True,
        text=True,
    )
    return printed.stdout.strip()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_whatever_scans_mails_decides_nothing_and_the_persons_press_works_after_it(
    window: Window, desk: Page, service: Service, customer: Customer, javascript: bool
) -> None:
    sent = walk.post_request(desk.request, service, customer)
    close(desk, service, sent.number)
    mailed = service.mail(customer.email, "Ficou bom?").link
    purposes = [page.purpose for one in CAPABILITIES for page in one.links]
    printed = [link for each in purposes if (link := link_for(service, each, sent.number))]
    assert len(printed) >= 3
    scanned = window(javascript=javascript)
    for link in (mailed, *printed):
        for name, scan in SCANNERS.items():
            before = changes(service)
            scan(scanned, link)
            assert changes(service) == before, (name, link.partition("/l/")[2].partition(".")[0])

    person = window(javascript=javascript)
    person.goto(mailed)
    person.get_by_label("Sim, ficou bom").check()
    person.get_by_role("button", name="Aceitar e encerrar").click()
    expect(person.get_by_role("heading", name="Aceito:")).to_be_visible()
