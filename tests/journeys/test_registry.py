"""A manager sends a table of flats that has broken lines, reads which, and sends it again."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.service import Service
from tests.journeys.test_accessibility import AXE, FAULTS, WCAG
from tests.journeys.walk import MARTA, Customer, Window

HEAD = "Empreendimento;Torre;Apartamento;Entrega das chaves\r\n"
GOOD = "Residencial Ipê-Anil;Sabiá;1203;15/03/2025\r\n"
BROKEN = "Residencial Ipê-Anil;Sabiá;1204;31/02/2025\r\n;Sabiá;1205;\r\n"
MENDED = "Residencial Ipê-Anil;Sabiá;1204;28/02/2025\r\nResidencial Ipê-Anil;Sabiá;1205;\r\n"


def send(page: Page, file: Path, table: str, button: str) -> None:
    """The table as a spreadsheet program of this country saves it."""
    file.write_bytes(table.encode("cp1252"))
    page.get_by_label("Planilha (CSV)").set_input_files(file)
    page.get_by_role("button", name=button, exact=True).click()


def test_a_table_with_broken_lines_is_told_and_mended(
    window: Window, service: Service, customer: Customer, tmp_path: Path
) -> None:
    staff = service.sessions[MARTA]
    page = window(1280, storage_state=staff, reduced_motion="reduce")
    page.goto(f"{service.url}{walk.DESK}")
    page.get_by_role("link", name="Lugares e produtos").click()
    send(page, tmp_path / "unidades.csv", HEAD + GOOD + BROKEN, "Conferir")
    report = page.get_by_role("region", name="nada foi salvo ainda")
    expect(report.get_by_role("heading")).to_be_focused()
    expect(report.get_by_text("1 linha nova")).to_be_visible()
    expect(report.get_by_text("Linha 3.")).to_be_visible()
    expect(report.get_by_text("Linha 4.")).to_be_visible()
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(AXE)
        assert page.evaluate(FAULTS, WCAG) == []
        assert walk.overflow(page) == 0

    send(page, tmp_path / "unidades.csv", HEAD + GOOD + MENDED, "Conferir e salvar")
    expect(page.get_by_text("3 linhas novas")).to_be_visible()
    expect(page.get_by_role("cell", name="2 de 3")).to_be_visible()

    page.goto(f"{service.url}{walk.DESK}/requests/new")
    page.get_by_label("Empreendimento").fill("residencial ipe-anil")
    page.get_by_label("Empreendimento").press("Tab")
    offered = page.locator("datalist option[value='1205']")
    expect(offered).to_have_count(1)  # of the flats of that building
    assert page.locator("input[name=unit]").get_attribute("list")

    place = {"development": "Residencial Ipê-Anil", "block": "Sabiá", "unit": "1203"}
    sent = walk.post_request(page.request, service, customer, **place)
    page.goto(f"{service.url}{walk.address_of(sent.number)}")
    known = page.get_by_role("region", name="Dados da solicitação")
    expect(known.get_by_text("sábado, 15 de março de 2025")).to_be_visible()
