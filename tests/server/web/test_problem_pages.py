"""A refusal has one shape for programs and one page for people, in the reader's language."""

import re
from string import Formatter

import pytest
from litestar import Router, get
from litestar.testing import AsyncTestClient

from aldaba import clock, texts
from aldaba.links import Link
from aldaba.problems import CODES, FieldProblem, Problem
from aldaba.web.assembly import assemble

pytestmark = pytest.mark.anyio

FILLED = {"already_received": {"number"}}  # blanks that whoever raises the problem fills


@pytest.mark.parametrize("language", texts.languages())
@pytest.mark.parametrize("code", CODES)
async def test_every_code_has_its_words(code, language):
    words = texts.catalogue(language)
    said = words[f"problem.{code}.title"] + words[f"problem.{code}.detail"]
    assert {blank for _, blank, *_ in Formatter().parse(said) if blank} == FILLED.get(code, set())


@get("/f/{tenant:str}/{code:str}")
async def refuse(tenant: str, code: str) -> None:
    if code == "bug":
        raise RuntimeError("a secret of the inside")
    fields = {"phone": [FieldProblem("phone_unusable", {"example": "11 5555-0101"})]}
    raise Problem(code, fields=fields if code == "fields" else None, headers={"Retry-After": "5"})


@pytest.fixture
async def refusing(deployment):
    async with AsyncTestClient(assemble(deployment, [Router("/", route_handlers=[refuse])])) as it:
        yield it


async def test_a_program_gets_problem_json(refusing):
    wishes = {"accept": "application/json", "accept-language": "en"}
    answer = await refusing.get("/f/horizonte/fields", headers=wishes)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "5"
    assert answer.json() == {
        "type": "/problems/fields",
        "title": "Almost there",
        "status": 422,
        "detail": "Please look at the notes beside each answer.",
        "problems": {
            "phone": [
                {
                    "code": "phone_unusable",
                    "message": "Write the phone number with its area code, such as 11 5555-0101.",
                }
            ]
        },
    }


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/html, application/json;q=0.5", "text/html; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("application/json, text/plain, */*", "application/problem+json"),
    ],
)
async def test_who_asks_first_for_json_gets_it(refusing, accept, kind):
    answer = await refusing.get("/f/horizonte/too_many", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (429, kind)


async def test_doors_for_programs_answer_programs(client):
    answer = await client.get("/p/horizonte", headers={"accept": "text/html"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/method_not_allowed"
    assert set(answer.headers["allow"].split(", ")) == {"POST", "OPTIONS"}


async def test_a_page_wears_the_companys_look_and_speaks_the_readers_language(refusing):
    answer = await refusing.get("/f/norte/too_many?lang=en")
    assert "/c/theme-norte." in answer.text
    assert '<html lang="en">' in answer.text
    assert "That was a lot in a short time" in answer.text


async def test_an_unknown_company_gets_a_plain_page_in_the_browsers_language(client):
    answer = await client.get("/f/nobody/pre-request", headers={"accept-language": "es-MX,en"})
    assert (answer.status_code, "/c/plain." in answer.text) == (404, True)
    assert "No encontramos esta empresa" in answer.text


async def test_an_expired_link_still_says_whose_it_was(client, deployment):
    token = deployment.signer.sign(Link("follow", "norte", "A", 0, clock.now() - clock.DAY, "es"))
    answer = await client.get(f"/l/{token}", headers={"accept-language": "en"})
    assert (answer.status_code, "/c/theme-norte." in answer.text) == (410, True)
    assert "Este enlace venció" in answer.text


async def test_a_bug_is_logged_under_the_reference_that_its_page_shows(refusing, caplog):
    answer = await refusing.get("/f/horizonte/bug")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    reference = re.search(r"internal-[0-9a-f]{8}", answer.text)
    assert reference
    assert reference.group() in caplog.text
    assert "a secret of the inside" in caplog.text
    assert "GET /f/{tenant}/{code} failed" in caplog.text
