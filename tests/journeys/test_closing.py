"""The loop is closed: staff declare the work done, the customer looks, reopens with a photo, and
accepts when it is done."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.service import Service
from tests.journeys.walk import Customer

PHOTO = Path(__file__).parents[1] / "photos/coffee.jpg"
NOTE = "Trocamos o sifão e testamos com água."
REASON = "Melhorou dois dias e voltou a pingar no domingo."
CLOSE = "Encerrar e pedir aceite"


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
