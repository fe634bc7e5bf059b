"""The queue's list as a table and on paper: every row that the address asks for, and no cell is a
formula."""

import asyncio
import csv
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from litestar.testing import AsyncTestClient
from tests.server.pages.test_spreadsheet import FORMULAS
from tests.server.scene import sign_in

from aldaba.app import create_app
from aldaba.requests import queue
from aldaba.requests import table as of_requests

pytestmark = pytest.mark.anyio

DESK = "/desk/horizonte"
SPREADSHEET = shutil.which("soffice")  # tests/conftest.py says when there is none


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def desk(deployment):
    async with AsyncTestClient(create_app(deployment)) as client:
        await sign_in(client, deployment, "horizonte")
        yield client


async def table(desk, **asked: str) -> list[list[str]]:
    answer = await desk.get(f"{DESK}/requests.csv", params=asked)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_the_table_holds_all_that_the_address_asks_for_not_a_page(desk, written, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for n in range(5):
        await written(f"NUMBER00{n}", unit="1203" if n else "7")
    await written("CLOSED001", status="rejected", open=False)
    await written("FOREIGN01", tenant="norte")
    head, *rows = await table(desk)
    assert head[:2] == ["Número", "Situação"]
    assert [row[0] for row in rows] == [f"NUM-BER-00{n}" for n in range(5)]
    assert len(await table(desk, q="1203")) == 5
    assert [row[0] for row in (await table(desk, show="closed"))[1:]] == ["CLO-SED-001"]


async def test_a_list_too_long_for_a_table_says_so_in_the_table(desk, written, monkeypatch):
    monkeypatch.setattr(of_requests, "MOST_SAVED", 3)
    monkeypatch.setattr(of_requests, "MOST_PRINTED", 3)
    for n in range(3):
        await written(f"NUMBER00{n}")
    assert len(await table(desk)) == 1 + 3
    await written("NUMBER003")
    *rows, last = await table(desk)
    assert len(rows) == 1 + 3
    assert last[0].startswith("A lista tem mais de 3 linhas")
    paper = (await desk.get(f"{DESK}/print")).text
    assert paper.count('href="/desk/horizonte/requests/NUMBER') == 0
    assert paper.count("NUM-BER-00") == 3
    assert "A lista tem mais de 3 linhas" in paper


async def test_the_workbook_and_the_text_to_paste_hold_the_same(desk, written):
    await written("NUMBER001", name="=1+1", description="zwei\tWorte\nund\r\n=2")
    await written("NUMBER002", unit="1203")
    lines = await table(desk)
    book = openpyxl.load_workbook(io.BytesIO((await desk.get(f"{DESK}/requests.xlsx")).content))
    rows = [[cell.value or "" for cell in row] for row in book.active.rows]
    assert all(cell.data_type != "f" for row in book.active.rows for cell in row)
    assert [row[0] for row in rows] == [line[0] for line in lines]
    assert rows[1][4] == "=1+1"
    pasted = (await desk.get(f"{DESK}/requests.tsv")).text.split("\n")
    assert [line.split("\t")[0] for line in pasted] == [line[0] for line in lines]
    assert all(line.count("\t") == len(lines[0]) - 1 for line in pasted)
    assert "'=1+1" in pasted[1]


async def test_nothing_that_was_written_is_cut(desk, written):
    long = "palavra " * 400
    await written("NUMBER001", description=long.strip())
    [_, row] = await table(desk)
    assert row[-1] == long.strip()
    assert long.strip() in (await desk.get(f"{DESK}/print")).text


async def test_paper_has_what_the_address_asks_for(desk, written):
    await written("NUMBER001", unit="1203", phone="+5511999990000")
    await written("NUMBER002", unit="7")
    paper = (await desk.get(f"{DESK}/print", params={"q": "1203"})).text
    assert "NUM-BER-001" in paper
    assert "+5511999990000" in paper
    assert "NUM-BER-002" not in paper


async def test_what_somebody_wrote_is_never_a_formula(desk, written):
    await written("NUMBER001", name="=HYPERLINK(1)", description="+1", unit="@a", phone="+5511")
    [_, row] = await table(desk)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
    assert "'=HYPERLINK(1)" in row


async def test_the_button_of_the_list_leads_to_the_table_of_the_same_list(desk, written):
    await written("NUMBER001", unit="1203")
    page = await desk.get(DESK, params={"q": "1203", "show": "nobody"})
    for kind in ("csv", "xlsx"):
        assert f'href="{DESK}/requests.{kind}?show=nobody&amp;q=1203" download' in page.text
    assert f'data-copy-from="{DESK}/requests.tsv?show=nobody&amp;q=1203"' in page.text
    assert f'href="{DESK}/print?show=nobody&amp;q=1203"' in page.text


async def opened(file: Path, kind: str) -> str:
    """What the spreadsheet program makes of `file`, saved as `kind`."""
    profile = f"-env:UserInstallation={file.parent.as_uri()}/profile"
    read = ("--infilter=CSV:44,34,76",) if file.suffix == ".csv" else ()  # commas, quotes, UTF-8
    write = ("--convert-to", kind, "--outdir", file.parent / "opened")
    said = (SPREADSHEET, "--headless", profile, *read, *write, file)
    await asyncio.to_thread(subprocess.run, said, check=True, capture_output=True)
    made = file.with_suffix(f".{kind.partition(':')[0]}").name
    return (file.parent / "opened" / made).read_text("utf-8")


async def formulas_in(file: Path) -> bool:
    return "table:formula=" in await opened(file, "fods")


if SPREADSHEET:

    async def test_a_spreadsheet_program_finds_no_formula(desk, written, tmp_path):
        (tmp_path / "bare.csv").write_text("=1+1\n")
        assert await formulas_in(tmp_path / "bare.csv")
        for n, formula in enumerate(FORMULAS):
            await written(f"NUMBER0{n:02}", name=formula, description=f"{formula}\n{formula}")
        for kind, before in (("csv", "'"), ("xlsx", "")):
            file = tmp_path / f"requests.{kind}"
            file.write_bytes((await desk.get(f"{DESK}/requests.{kind}")).content)
            assert not await formulas_in(file)
            text = await opened(file, "csv:Text - txt - csv (StarCalc):44,34,76")
            _, *rows = csv.reader(io.StringIO(text))
            names = [f"{before}{formula}".replace("\r", "\n") for formula in FORMULAS]
            assert [row[4] for row in rows] == names
