"""The follow page: how it stands and what was said to the customer; nothing about the person."""

import re

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import CUSTOMERS, send_request

from aldaba import clock
from aldaba.app import create_app
from aldaba.capabilities.intake import verdicts
from aldaba.events.intake import RequestRejected
from aldaba.requests import service
from aldaba.requests.letters import follow_link

pytestmark = pytest.mark.anyio

OURS = "horizonte"
JSON = {"accept": "application/json"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A page reads alike from either database."""
    return sqlite_url


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        yield visitor


def path(deployment, number: str, language: str = "pt-BR", at: int | None = None) -> str:
    made = clock.now() if at is None else at
    return f"/l/{deployment.signer.sign(follow_link(OURS, number, language, made))}"


async def test_it_shows_status_story_and_photos_and_nothing_of_the_person(client, deployment):
    sent = await send_request(deployment, OURS)
    address = path(deployment, sent.number)
    page = (await client.get(address)).text
    assert "Onde fica o manual?" in page
    assert "Em análise" in page
    for name in ("name", "email", "phone", "document"):
        assert CUSTOMERS[OURS][name] not in page, name
    for said in ("Benedita", "+5511900000101", "900000101", "00000010154", "cliente.example"):
        assert said not in page
    [thumbnail] = re.findall(r'<img src="([^"]+/thumbnail)"', page)
    assert thumbnail == f"{address}/photos/{sent.photo}/thumbnail"
    for photo in (thumbnail, thumbnail.removesuffix("/thumbnail")):
        answer = await client.get(photo)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert "no-store" in answer.headers["cache-control"]


async def test_what_the_team_says_to_itself_stays_there(client, deployment):
    sent = await send_request(deployment, OURS)
    write, about = deployment.store.write, (clock.now(), "vera")
    await write(OURS, service.comment, sent.number, "É o vizinho de cima", False, *about)
    await write(OURS, service.comment, sent.number, "Vamos na quinta", True, *about)
    page = (await client.get(path(deployment, sent.number))).text
    assert "Vamos na quinta" in page
    assert "vizinho" not in page
    assert "vera" not in page


async def test_a_rejected_one_says_why(client, deployment):
    sent = await send_request(deployment, OURS)
    verdict = RequestRejected(reason_code="R1", reason="O prazo terminou <em> maio")
    await deployment.store.write(
        OURS, verdicts.reject, sent.number, 0, verdict, clock.now(), "vera"
    )
    page = (await client.get(path(deployment, sent.number))).text
    assert "O prazo terminou &lt;em&gt; maio" in page


@pytest.mark.parametrize("language", ["pt-BR", "es", "en"])
async def test_it_speaks_the_language_of_its_link_unless_asked(client, deployment, language):
    sent = await send_request(deployment, OURS)
    browser = {"accept-language": "de"}
    page = await client.get(path(deployment, sent.number, language), headers=browser)
    assert f'<html lang="{language}"' in page.text
    asked = await client.get(path(deployment, sent.number, language) + "?lang=en")
    assert '<html lang="en"' in asked.text


async def test_it_lasts_for_the_time_of_a_warranty_and_then_says_so(client, deployment):
    sent = await send_request(deployment, OURS)
    year = path(deployment, sent.number, at=clock.now() - 366 * clock.DAY)
    later = path(deployment, sent.number, at=clock.now() - 401 * clock.DAY)
    assert (await client.get(year)).status_code == 200
    for address in (later, f"{later}/photos/{sent.photo}"):
        answer = await client.get(address, headers=JSON)
        assert (answer.status_code, answer.json()["type"]) == (410, "/problems/link_expired")


async def test_a_link_to_no_request_is_unknown(client, deployment):
    answer = await client.get(path(deployment, "000000000"), headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/link_unknown")


async def test_there_is_nothing_to_decide_on_it(client, deployment):
    sent = await send_request(deployment, OURS)
    answer = await client.post(path(deployment, sent.number), headers=JSON)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_a_page_of_somebodys_is_kept_by_no_cache_and_shown_in_no_frame(client, deployment):
    sent = await send_request(deployment, OURS)
    page = await client.get(path(deployment, sent.number))
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
