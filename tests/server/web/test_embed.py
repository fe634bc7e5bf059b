"""The script for a company's own site: one answer that any cache may keep."""

import re

import pytest
from msgspec.structs import replace

from aldaba.web.embed import link_script

pytestmark = pytest.mark.anyio

SCRIPT = "/e/horizonte/pre-request.js"


async def test_one_answer_holds_the_form_in_the_company_s_first_language(client):
    answer = await client.get(SCRIPT, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "\tÁgua, esgoto e vazamentos\t" in answer.text
    assert "--a-brand:#9a3b1e" in answer.text
    assert '"origins":["http://127.0.0.1:8000","http://localhost:8001"' in answer.text


async def test_the_tag_may_ask_for_another_language(client):
    assert "\tWater, drains and leaks\t" in (await client.get(f"{SCRIPT}?lang=en")).text
    assert '"asked":true' in (await client.get(f"{SCRIPT}?lang=en")).text
    assert '"asked":false' in (await client.get(f"{SCRIPT}?lang=fr")).text


async def test_it_is_the_same_for_everybody(client):
    first = await client.get(SCRIPT, headers={"origin": "https://horizonte.example"})
    other = await client.get(SCRIPT, headers={"origin": "https://stranger.example"})
    assert first.content == other.content
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["vary"] == "Accept-Encoding"
    assert re.match(
        r"public, max-age=60, stale-while-revalidate=\d+", first.headers["cache-control"]
    )
    assert "set-cookie" not in first.headers
    assert "\tname=_key\tvalue\n" in first.text


async def test_who_has_it_is_told_so(client):
    first = await client.get(SCRIPT)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    again = await client.get(SCRIPT, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = await client.get(f"{SCRIPT}?lang=en", headers={"if-none-match": tag})
    assert other.status_code == 200


async def test_a_client_without_brotli_gets_it_plain_under_another_tag(client):
    packed = await client.get(SCRIPT, headers={"accept-encoding": "br"})
    plain = await client.get(SCRIPT, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "br"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]


async def test_head_says_the_same_without_the_script(client):
    answer = await client.head(SCRIPT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == (await client.get(SCRIPT)).headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/e/nobody/pre-request.js", 404),
        ("/e/horizonte/unknown.js", 404),
        ("/e/horizonte/pre-request", 404),
        ("/e/horizonte/pre-request.css", 404),
    ],
)
async def test_what_is_not_there_says_so_in_a_script(client, path, status):
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.text.startswith('console.warn("Aldaba: ')


async def test_nothing_in_the_texts_ends_a_page_s_script_element(client):
    assert "</" not in (await client.get(SCRIPT)).text.replace("<\\/", "")


@pytest.mark.parametrize("borrows", [(), ("colours",), ("colours", "font")])
def test_only_a_company_without_colours_carries_what_measures_the_page(deployment, borrows):
    theme = replace(deployment.themes.get("horizonte"), borrows=borrows)
    script = link_script(theme, "survey", "https://care.example")
    assert ("getComputedStyle" in script) == ('"look":{"font":' in script) == bool(borrows)
    assert ('{"font":true' in script) == ("font" in borrows)
