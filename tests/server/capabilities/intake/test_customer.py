"""The hosted page and its POST, as browsers and programs meet them."""

import re
from html import unescape
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from sqlalchemy import Connection, func, select
from tests.server.scene import CUSTOMERS, PHOTO

from aldaba import clock
from aldaba.forms.form import Form
from aldaba.forms.versions import keep_form, keep_terms
from aldaba.links import Link
from aldaba.outbox.models import outbox
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.requests.models import request
from aldaba.requests.queue import VIEWS, Asked, Watch, listed
from aldaba.themes import Themes
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

PAGE = "/f/horizonte/pre-request"
JSON = {"accept": "application/json"}
KEY = "k" * 20
SAID = CUSTOMERS["horizonte"] | {"conditions": "yes", "privacy": "yes", "_key": KEY}

Client = AsyncTestClient[Any]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The edge is the same over either database."""
    return sqlite_url


def kept(db: Connection, tenant: str) -> int:
    return db.scalar(select(func.count()).where(request.c.tenant == tenant)) or 0


def written_to(db: Connection, tenant: str) -> list[str]:
    return list(db.scalars(select(outbox.c.recipient).where(outbox.c.tenant == tenant)))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def codes(answer: Any) -> dict[str, list[str]]:
    """The problems of a JSON refusal, by field."""
    return {
        name: [each["code"] for each in found] for name, found in answer.json()["problems"].items()
    }


def form_of(deployment: Deployment, language: str = "pt-BR") -> Form:
    theme = deployment.themes.get("horizonte")
    assert theme
    return deployment.themes.form(theme, "pre-request", language)


def without(form: Form, name: str) -> Form:
    """The form before its company asked for `name`."""
    sections = tuple(
        replace(section, fields=tuple(field for field in section.fields if field.name != name))
        for section in form.sections
    )
    return replace(form, sections=sections)


async def test_a_browser_goes_on_to_a_receipt_which_shows_the_number(client: Client, deployment):
    answer = await client.post(PAGE, data=SAID)
    assert answer.status_code == 303
    receipt = answer.headers["location"].removeprefix(deployment.settings.base_url)
    number = deployment.signer.read(receipt.removeprefix("/l/")).subject
    page = await client.get(receipt)
    assert page.status_code == 200
    assert f"{number[:3]}-{number[3:6]}-{number[6:]}" in page.text


async def test_a_program_gets_number_status_and_links(client: Client, deployment):
    answer = await client.post(PAGE, data=SAID, headers=JSON)
    assert answer.status_code == 201
    said = answer.json()
    assert said.keys() == {"number", "status", "follow", "receipt"}
    assert (said["status"], len(said["number"])) == ("received", 11)
    for link in ("follow", "receipt"):
        opened = await client.get(said[link].removeprefix(deployment.settings.base_url))
        assert said["number"] in opened.text


async def test_a_test_is_marked_stands_in_no_queue_and_only_its_sender_is_written_to(
    client: Client, deployment
):
    page = await client.get(f"{PAGE}?mode=test")
    assert 'href="?lang=es&mode=test"' in page.text.replace("&amp;", "&")
    assert "Isto é um teste" in page.text
    marked = SAID | {"_mode": hidden(page.text, "_mode")}
    refused = await client.post(PAGE, data=marked | {"name": ""})
    assert (refused.status_code, hidden(refused.text, "_mode")) == (422, "test")
    receipt = (await client.post(PAGE, data=marked)).headers["location"]
    assert "Isto foi um teste" in (await client.get(receipt)).text
    for view in (*VIEWS, "closed"):
        asked = Asked(view=view)
        queue = await deployment.store.read("horizonte", listed, asked, Watch("", (), 0, 0))
        assert (set(queue.counts.values()), list(queue.rows)) == ({0}, []), view
    assert await deployment.store.read("horizonte", written_to) == ["customer"]


async def test_the_same_post_again_answers_the_same(client: Client, deployment):
    first, again = [await client.post(PAGE, data=SAID, headers=JSON) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["number"] == again.json()["number"]
    assert await deployment.store.read("horizonte", kept) == 1


async def test_other_content_under_the_same_key_is_offered_as_an_addition(
    client: Client, deployment
):
    number = (await client.post(PAGE, data=SAID, headers=JSON)).json()["number"]
    changed = SAID | {"description": "E a chave do portão?"}
    program = await client.post(PAGE, data=changed, headers=JSON)
    assert (program.status_code, program.json()["type"]) == (409, "/problems/already_received")
    assert number in program.json()["detail"]
    page = await client.post(PAGE, data=changed)
    assert (page.status_code, number in page.text) == (409, True)
    assert "E a chave do portão?" in page.text
    added = changed | {name: hidden(page.text, name) for name in ("_key", "_form", "_addition")}
    answer = await client.post(PAGE, data=added, headers=JSON)
    assert (answer.status_code, answer.json()["number"]) == (201, number)
    assert await deployment.store.read("horizonte", kept) == 1


async def test_a_program_may_send_its_key_as_a_header(client: Client, deployment):
    unkeyed = {name: said for name, said in SAID.items() if name != "_key"}
    headers = JSON | {"idempotency-key": "order-0000000000000001"}
    answers = [await client.post(PAGE, data=unkeyed, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert await deployment.store.read("horizonte", kept) == 1


@pytest.mark.parametrize(
    "key", ["", "short", "k" * 61, "blanks in between", "k" * 20 + "\n", "é" * 20]
)
async def test_without_a_key_that_serves_nothing_is_kept(client: Client, deployment, key: str):
    unkeyed = SAID | {"_key": key}
    program = await client.post(PAGE, data=unkeyed, headers=JSON)
    assert (program.status_code, codes(program).keys()) == (422, {"_key"})
    page = await client.post(PAGE, data=unkeyed)
    assert (page.status_code, page.headers["content-type"][:9]) == (422, "text/html")
    assert await deployment.store.read("horizonte", kept) == 0


async def test_every_page_carries_a_key_of_its_own(client: Client):
    keys = {hidden((await client.get(PAGE)).text, "_key") for _ in range(3)}
    assert len(keys) == 3


@pytest.mark.parametrize("version", ["0" * 64, "nonsense"])
async def test_a_form_that_nobody_knows_is_shown_anew_with_the_answers(
    client: Client, deployment, version: str
):
    answer = await client.post(PAGE, data=SAID | {"_form": version})
    assert answer.status_code == 409
    assert hidden(answer.text, "_form") == form_of(deployment).version
    assert hidden(answer.text, "_key") == KEY
    for name in ("description", "name", "phone", "email", "document", "development"):
        assert SAID[name] in answer.text, name
    program = await client.post(PAGE, data=SAID | {"_form": version}, headers=JSON)
    assert program.json()["type"] == "/problems/form_changed"
    assert await deployment.store.read("horizonte", kept) == 0


async def test_terms_that_are_not_the_forms_are_shown_anew(client: Client, deployment):
    form = form_of(deployment)
    page = await client.get(PAGE)
    assert hidden(page.text, "_terms") == form.terms_version("conditions")
    other = SAID | {"_form": form.version, "_terms": form_of(deployment, "es").version}
    answer = await client.post(PAGE, data=other, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/form_changed")
    assert await deployment.store.read("horizonte", kept) == 0


async def test_a_form_that_was_kept_is_judged_by_itself(client: Client, deployment):
    before = without(form_of(deployment), "relation")
    said = {name: each for name, each in SAID.items() if name != "relation"}
    now = await client.post(PAGE, data=said, headers=JSON)
    assert codes(now) == {"relation": ["missing_choice"]}
    await deployment.store.write("horizonte", keep_form, before, 0)
    old = await client.post(PAGE, data=said | {"_form": before.version}, headers=JSON)
    assert old.status_code == 201
    number = old.json()["number"].replace("-", "")
    row = await deployment.store.read("horizonte", requests.find, number)
    assert row.form_version == before.version


async def test_all_problems_are_said_at_once_and_nothing_typed_is_lost(client: Client):
    said = SAID | {"email": "benedita@", "phone": "9", "document": "111.111.111-11", "privacy": ""}
    refused = {"email", "phone", "document", "privacy"}
    program = await client.post(PAGE, data=said, headers=JSON)
    assert (program.status_code, codes(program).keys()) == (422, refused)
    page = await client.post(PAGE, data=said)
    assert page.status_code == 422
    for name in ("email", "phone", "document", "description", "name"):
        assert said[name] in page.text, name
    assert hidden(page.text, "_key") == KEY


async def test_a_program_that_fills_in_the_trap_is_asked_to_empty_it(client: Client, deployment):
    said = SAID | {"website": "https://spam.example"}
    assert codes(await client.post(PAGE, data=said, headers=JSON)) == {"website": ["leave_empty"]}
    page = await client.post(PAGE, data=said)
    assert 'name="website"' in page.text
    assert await deployment.store.read("horizonte", kept) == 0


async def test_six_photos_come_with_the_form_and_a_seventh_is_refused_without_losing_them(
    client: Client, deployment
):
    picture = PHOTO.read_bytes()
    files = [("photos_file", (f"{n}.jpg", picture, "image/jpeg")) for n in range(7)]
    refused = await client.post(PAGE, data=SAID, files=files)
    assert refused.status_code == 422
    signed = re.findall(r'type="hidden" name="photos" value="([^"]+)"', refused.text)
    assert len(signed) == 6
    thumbnail = await client.get(f"/p/horizonte/{signed[0]}/thumbnail")
    assert thumbnail.headers["content-type"] == "image/jpeg"
    sent = await client.post(PAGE, data=SAID | {"photos": signed}, headers=JSON)
    number = sent.json()["number"].replace("-", "")
    attached = await deployment.store.read(
        "horizonte", photos.of_stream, requests.stream_of(number)
    )
    assert len(attached) == 6


async def test_a_photo_that_was_taken_out_is_not_sent(client: Client, deployment, waiting):
    signed = [sign_photo(deployment, await waiting(name)) for name in ("a1", "b2")]
    said = SAID | {"photos": signed, "photos_remove": signed[:1]}
    sent = await client.post(PAGE, data=said, headers=JSON)
    stream = requests.stream_of(sent.json()["number"].replace("-", ""))
    attached = await deployment.store.read("horizonte", photos.of_stream, stream)
    assert [photo.id for photo in attached] == ["b2"]


def sign_photo(deployment: Deployment, photo_id: str) -> str:
    until = clock.now() + clock.DAY
    return deployment.signer.sign(Link("photo", "horizonte", photo_id, 0, until, ""))


async def test_a_file_that_is_no_photo_is_said_beside_the_photos(client: Client):
    files = [("photos_file", ("a.jpg", b"no picture at all", "image/jpeg"))]
    refused = await client.post(PAGE, data=SAID, files=files, headers=JSON)
    assert refused.status_code == 422
    assert codes(refused).keys() == {"photos"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/f/horizonte/survey-of-nobody", "form_unknown"),
        ("/f/nobody/pre-request", "tenant_unknown"),
        ("/f/default/pre-request", "tenant_unknown"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_not_there_is_said_to_programs_and_people(
    client: Client, path: str, code: str, method: str
):
    program = await client.request(method, path, data=SAID, headers=JSON)
    assert (program.status_code, program.json()["type"]) == (404, f"/problems/{code}")
    page = await client.request(method, path, data=SAID)
    assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")
    assert program.json()["title"] in unescape(page.text)


async def test_a_form_that_the_company_switched_off_says_so(
    client: Client, deployment, monkeypatch
):
    theme = deployment.themes.get("horizonte")
    tenant = replace(theme.tenant, switches={"pre-request": False})
    monkeypatch.setattr(Themes, "get", lambda *_: replace(theme, tenant=tenant))
    for method in ("GET", "POST"):
        answer = await client.request(method, PAGE, data=SAID, headers=JSON)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/switched_off")
    assert await deployment.store.read("horizonte", kept) == 0


async def test_terms_are_read_by_their_hash_in_service_or_kept_from_then(
    client: Client, deployment
):
    theme = deployment.themes.get("horizonte")
    now = theme.terms["conditions", "pt-BR"]
    shown = await client.get(f"{PAGE}/terms/{now.hash}")
    assert (shown.status_code, now.html in shown.text) == (200, True)
    before = replace(now, hash="f" * 64, html="<h1>Condições de antes</h1>")
    assert (await client.get(f"{PAGE}/terms/{before.hash}")).status_code == 404
    await deployment.store.write("horizonte", keep_terms, before, 0)
    old = await client.get(f"{PAGE}/terms/{before.hash}")
    assert (old.status_code, before.html in old.text) == (200, True)
    assert f'href="{now.hash}"' in old.text
    assert 'class="notice' not in shown.text
    assert (await client.get(f"/f/norte/pre-request/terms/{before.hash}")).status_code == 404


@pytest.mark.parametrize(
    ("query", "browser", "language"),
    [
        ("", "", "pt-BR"),
        ("", "es-MX,es;q=0.9", "es"),
        ("?lang=en", "es", "en"),
        ("?lang=tlh", "", "pt-BR"),
    ],
)
async def test_the_page_speaks_the_language_asked_for(
    client: Client, deployment, query: str, browser: str, language: str
):
    page = await client.get(PAGE + query, headers={"accept-language": browser})
    assert f'<html lang="{language}"' in page.text
    assert hidden(page.text, "_lang") == language
    assert hidden(page.text, "_form") == form_of(deployment, language).version


async def test_the_answer_speaks_the_language_of_the_page_that_was_filled_in(
    client: Client, deployment
):
    said = SAID | {"_lang": "en", "_form": form_of(deployment, "en").version}
    browser = {"accept-language": "es"}
    refused = await client.post(PAGE, data=said | {"name": ""}, headers=browser)
    assert '<html lang="en"' in refused.text
    sent = await client.post(PAGE, data=said, headers=JSON | browser)
    number = sent.json()["number"].replace("-", "")
    row = await deployment.store.read("horizonte", requests.find, number)
    assert row.language == "en"
