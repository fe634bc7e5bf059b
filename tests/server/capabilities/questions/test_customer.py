"""The page behind a question's link: looking changes nothing, answers are kept, nothing is lost."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import PHOTO, Sent

from aldaba import clock
from aldaba.capabilities.questions import service
from aldaba.capabilities.questions.letters import answer_link
from aldaba.events import history
from aldaba.requests import service as requests
from aldaba.requests.letters import follow_link
from aldaba.texts import Words

pytestmark = pytest.mark.anyio

OURS = "horizonte"
JSON = {"accept": "application/json"}
QUESTION = "A mancha está <b>úmida</b>?"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database does is tried on both in `test_service`."""
    return sqlite_url


def path_of(deployment, sent: Sent, asked: int = 2, language: str = "pt-BR") -> str:
    link = answer_link(OURS, sent.number, language, asked, clock.now())
    return deployment.address(link).removeprefix(deployment.settings.base_url)


@pytest.fixture
async def path(deployment, sent) -> str:
    """The link of a question that waits."""
    asked = (sent.number, 0, QUESTION, clock.now(), "vera")
    assert await deployment.store.write(OURS, service.ask, *asked)
    return path_of(deployment, sent)


def key_on(page: str) -> str:
    found = re.search(r'name="_key" value="([\w-]+)"', page)
    assert found
    return found[1]


async def told(deployment, sent) -> list[Any]:
    stream = requests.stream_of(sent.number)
    return await deployment.store.read(OURS, history, stream)


async def test_the_question_is_answered_on_its_page(
    client: AsyncTestClient[Any], deployment, sent, path
):
    page = await client.get(path)
    assert page.status_code == 200
    assert "A mancha está &lt;b&gt;úmida&lt;/b&gt;?" in page.text
    said = {"_key": key_on(page.text), "answer": "Está molhada\ne fria"}
    answer = await client.post(path, data=said)
    assert answer.status_code == 303
    thanks = await client.get(answer.headers["location"])
    assert "Recebemos sua mensagem" in thanks.text
    assert "A equipe lê e responde até" in thanks.text
    assert (await told(deployment, sent))[-1].event.text == "Está molhada\ne fria"
    again = await client.get(path)
    assert "Esta pergunta já tem a sua resposta" in again.text
    assert "Está molhada" in again.text


async def test_looking_and_pressing_without_a_word_answer_nothing(client, deployment, sent, path):
    page = await client.get(path)
    await client.head(path)
    refused = await client.post(path, data={"_key": key_on(page.text), "answer": "  "})
    assert refused.status_code == 422
    assert 'id="answer-message"' in refused.text
    assert len(await told(deployment, sent)) == 2


async def test_a_photo_without_a_word_is_an_answer_even_without_a_script(
    client, deployment, sent, path
):
    said = {"_key": key_on((await client.get(path)).text), "answer": ""}
    with PHOTO.open("rb") as file:
        answer = await client.post(path, data=said, files={"photos_file": ("a.jpg", file)})
    assert answer.status_code == 303
    assert len((await told(deployment, sent))[-1].event.photos) == 1


async def test_what_was_written_and_attached_outlives_a_refusal(client, deployment, sent, path):
    said = {"_key": key_on((await client.get(path)).text), "answer": "x" * 4001}
    with PHOTO.open("rb") as file:
        refused = await client.post(path, data=said, files={"photos_file": ("a.jpg", file)})
    assert refused.status_code == 422
    assert "x" * 4001 in refused.text
    [signed] = re.findall(r'name="photos" value="([^"]+)"', refused.text)
    kept = said | {"answer": "Está molhada", "photos": signed}
    assert (await client.post(path, data=kept)).status_code == 303
    assert len((await told(deployment, sent))[-1].event.photos) == 1


async def test_a_script_is_told_where_the_thanks_are(client, path):
    said = {"_key": key_on((await client.get(path)).text), "answer": "Sim"}
    answer = await client.post(path, data=said, headers=JSON)
    assert (answer.status_code, answer.json()["receipt"]) == (
        201,
        f"http://127.0.0.1:8000{path}?sent",
    )
    refused = await client.post(path, data=said | {"answer": ""}, headers=JSON)
    assert refused.json()["problems"]["answer"][0]["code"] == "missing"


@pytest.mark.parametrize("key", ["", "short", "k" * 61, "spaces are none"])
async def test_a_key_that_no_page_made_is_refused(client, deployment, sent, path, key):
    answer = await client.post(path, data={"_key": key, "answer": "Sim"}, headers=JSON)
    assert answer.status_code == 422
    assert len(await told(deployment, sent)) == 2


async def test_something_is_added_without_a_question(client, deployment, sent):
    path = path_of(deployment, sent, asked=0)
    page = await client.get(path)
    assert "Acrescentar informação à solicitação" in page.text
    said = {"_key": key_on(page.text), "answer": "Agora pinga mais"}
    assert (await client.post(path, data=said)).status_code == 303
    assert (await told(deployment, sent))[-1].kind == "CustomerWrote"


async def test_the_page_speaks_the_language_of_its_link(client, deployment, sent, path):
    page = await client.get(path_of(deployment, sent, language="es"))
    assert "El equipo necesita un dato" in page.text


async def test_a_refusal_is_told_in_the_language_of_the_page(client, path):
    page = await client.get(f"{path}?lang=es")
    [action] = re.findall(r'action="(/l/[^"]+)"', page.text)
    said = {"_key": key_on(page.text), "answer": ""}
    answer = await client.post(action.replace("&amp;", "&"), data=said, headers=JSON)
    told = answer.json()["problems"]["answer"][0]["message"]
    assert told == Words("es")("field_problem.missing")


async def test_the_follow_page_asks_too(client, deployment, sent, path):
    follow = deployment.address(follow_link(OURS, sent.number, "pt-BR", clock.now()))
    page = await client.get(follow.removeprefix(deployment.settings.base_url))
    assert "Responder à pergunta" in page.text
    assert "A mancha está" in page.text
