"""Strings that have broken other programs, through every field that takes words and wherever they
are shown again: exactly as they were written, or refused with a clear word."""

import csv
import io
import json
import re
import secrets
from email import message_from_bytes
from email.policy import SMTP
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import CUSTOMERS, sign_in
from tests.server.test_emails import EMAILS, due, part

from aldaba.app import create_app
from aldaba.forms.characters import plain
from aldaba.outbox.message import compose
from aldaba.pages.spreadsheet import safe

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("reactions")]

LIST = Path(__file__).parents[2] / "examples/node_modules/big-list-of-naughty-strings/blns.json"
STRINGS = [each for each in json.loads(LIST.read_text("utf-8")) if each.strip()]
OURS = "horizonte"
FORM = f"/f/{OURS}/pre-request"
DESK = f"/desk/{OURS}"
JSON = {"accept": "application/json"}
FIELDS = ("description", "development", "name")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


async def sent(client, string: str) -> tuple[str, str]:
    """The number of a request that says `string` in every field, and the page its customer follows
    it by; nothing where it was refused, with a word for each field."""
    person = {
        "phone": f"(11) 9{secrets.randbelow(10**8):08}",
        "email": f"{secrets.token_hex(6)}@x.example",
    }
    said = CUSTOMERS[OURS] | person | dict.fromkeys(FIELDS, string)
    said |= {"_key": secrets.token_hex(12), "conditions": "yes", "privacy": "yes"}
    answer = await client.post(FORM, data=said, headers=JSON)
    assert answer.status_code in (201, 422), (string, answer.text)
    body = answer.json()
    if answer.status_code == 422:
        assert body["problems"].keys() <= {*FIELDS}, (string, body)
        return "", ""
    return body["number"].replace("-", ""), body["follow"]


def shown(string: str) -> str:
    """How a page or a mail's HTML has it, breaks of lines aside."""
    return " ".join(escape(plain(string) or "", quote=False).split())


def text_of(page: str) -> str:
    page = page.replace("&#34;", '"').replace("&#39;", "'").replace("&quot;", '"')
    return " ".join(page.replace("<br>", " ").split())


async def test_each_is_kept_as_it_was_written_or_refused_with_a_word(client, deployment) -> None:
    await sign_in(client, deployment, OURS)
    kept: dict[str, str] = {}
    for string in STRINGS:
        number, follow = await sent(client, string)
        if not number:
            continue
        kept[number] = string
        for address in (follow, f"{DESK}/requests/{number}"):
            page = await client.get(address.replace(deployment.settings.base_url, ""))
            assert page.status_code == 200, string
            assert shown(string) in text_of(page.text), string
    assert len(kept) > len(STRINGS) / 2
    await _lists_have(client, kept)
    await _mails_have(deployment, kept)


async def _mails_have(deployment, kept: dict[str, str]) -> None:
    theme = deployment.themes.get(OURS)
    rows = [row for row in await deployment.store.read(OURS, due) if row.kind == "intake/new"]
    assert len(rows) == len(kept)
    for row in rows:
        string = kept[row.stream.removeprefix("request:")]
        letter = await deployment.store.read(OURS, EMAILS[row.kind].load, row)
        made = compose(row, letter, theme, deployment.signer, base_url="https://care.example", at=0)
        message = message_from_bytes(made, policy=SMTP)
        assert "\n" not in message["Subject"], string
        assert shown(string) in text_of(part(message, "html")), string
        said = " ".join((plain(string) or "").split())
        assert said in " ".join(part(message, "plain").split()), string


async def _lists_have(client, kept: dict[str, str]) -> None:
    rows = {
        row[0]: row
        for row in csv.reader(io.StringIO((await client.get(f"{DESK}/requests.csv")).text))
    }
    book = openpyxl.load_workbook(io.BytesIO((await client.get(f"{DESK}/requests.xlsx")).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert not any(str(cell.value).startswith("=") for cell in cells)
    assert len(rows) > len(kept)
    printed = text_of((await client.get(f"{DESK}/print")).text)
    for number, string in kept.items():
        name = " ".join((plain(string) or "").split())[:200]
        assert shown(name) in printed, string
        written = next(row for cell, row in rows.items() if re.sub(r"\W", "", cell) == number)
        assert safe(name) in [" ".join(cell.split()) for cell in written], string


async def test_staff_write_each_of_them_too(client, deployment) -> None:
    await sign_in(client, deployment, OURS)
    number, _ = await sent(client, "Benedita")
    address = f"{DESK}/requests/{number}"
    csrf = re.search(r'name="_csrf" value="(\w+)"', (await client.get(address)).text)
    assert csrf
    written = [each for each in STRINGS if (plain(each) or "").strip()]
    for string in STRINGS:
        said: dict[str, Any] = {"_csrf": csrf[1], "text": string}
        answer = await client.post(f"{address}/comments", data=said)
        assert answer.status_code in (303, 422), string
        search = await client.get(DESK, params={"q": string})
        assert search.status_code in (200, 303), string
    page = text_of((await client.get(address)).text)
    missing = [each for each in written if shown(each) not in page]
    assert missing == []
