"""The page behind a link, on the company's own site: the same page, its content alone."""

import pytest
from litestar.testing import AsyncTestClient
from tests.trial import token_of, trial

from aldaba.app import CAPABILITIES, create_app

pytestmark = pytest.mark.anyio

LISTED = {"origin": "https://horizonte.example", "sec-fetch-site": "cross-site"}
STRANGER = {"origin": "https://stranger.example", "sec-fetch-site": "cross-site"}
JSON = {"accept": "application/json"}


@pytest.fixture
async def client(deployment):
    with trial() as capability:
        app = create_app(deployment, (*CAPABILITIES, capability))
        async with AsyncTestClient(app) as visitor:
            visitor.follow_redirects = False
            yield visitor


async def test_the_script_holds_nothing_of_any_link(client):
    script = await client.get("/e/horizonte/trial.js")
    assert script.status_code == 200
    assert "aldaba-horizonte-figtree" in script.text
    assert "Is it done" not in script.text
    assert (await client.get("/e/horizonte/private.js")).status_code == 404


async def test_the_content_of_the_page_comes_as_a_tree_with_its_style(client, deployment):
    token = token_of(deployment)
    plain = {"accept-encoding": "identity"}
    answer = await client.get(f"/l/{token}/data", headers=LISTED | plain)
    view = answer.json()["view"]
    assert answer.headers["access-control-allow-origin"] == LISTED["origin"]
    assert "origin" in answer.headers["vary"].lower()
    assert answer.headers["cache-control"] == "no-store"
    packed = {"accept-encoding": "br"}
    small = await client.get(f"/l/{token}/data", headers=LISTED | packed)
    assert (small.headers["content-encoding"], small.json()) == ("br", answer.json())
    assert "Accept-Encoding" in small.headers["vary"]
    assert "Origin" in small.headers["vary"]
    assert (view["language"], "Is it done, Ana?" in view["tree"]) == ("pt-BR", True)
    assert f"action={deployment.settings.base_url}/l/{token}" in view["tree"]
    assert ".card{" in view["css"]
    assert "--a-brand:#9a3b1e" in view["css"]
    assert "masthead" not in view["tree"] + view["css"]


async def test_only_listed_sites_may_read_it(client, deployment):
    token = token_of(deployment)
    for headers in (STRANGER, {}):
        answer = await client.get(f"/l/{token}/data", headers=headers)
        assert "access-control-allow-origin" not in answer.headers
        assert "origin" in answer.headers["vary"].lower()
    norte = token_of(deployment, tenant="norte", language="es")
    answer = await client.get(f"/l/{norte}/data", headers=LISTED)
    assert "access-control-allow-origin" not in answer.headers


async def test_only_listed_sites_may_decide(client, deployment):
    token, said = token_of(deployment), {"choice": "accept"}
    refused = await client.post(f"/l/{token}", data=said, headers=JSON | STRANGER)
    assert refused.json()["type"] == "/problems/origin_refused"
    answer = await client.post(f"/l/{token}", data=said, headers=JSON | LISTED)
    assert answer.headers["access-control-allow-origin"] == LISTED["origin"]
    assert "accept" in answer.json()["view"]["tree"]
    again = await client.get(f"/l/{token}")
    assert "accept" in again.text


async def test_what_is_not_right_yet_is_shown_in_place_too(client, deployment):
    token = token_of(deployment)
    answer = await client.post(f"/l/{token}", data={"choice": "reopen"}, headers=JSON | LISTED)
    assert (answer.status_code, "Say why" in answer.json()["view"]["tree"]) == (422, True)


async def test_without_a_script_the_same_page_goes_on_as_pages_do(client, deployment):
    token = token_of(deployment)
    answer = await client.post(f"/l/{token}", data={"choice": "accept"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/l/{token}")


async def test_a_page_that_is_not_for_other_sites_stays_on_ours(client, deployment):
    token = token_of(deployment, purpose="private")
    data = await client.get(f"/l/{token}/data", headers=JSON | LISTED)
    assert data.json()["type"] == "/problems/link_unknown"
    assert "access-control-allow-origin" not in data.headers
    post = await client.post(f"/l/{token}", data={"choice": "accept"}, headers=JSON | LISTED)
    assert post.json()["type"] == "/problems/origin_refused"


async def test_a_link_that_is_over_says_so(client, deployment):
    token = token_of(deployment, expires=0)
    answer = await client.get(f"/l/{token}/data", headers=LISTED | JSON)
    assert answer.json()["type"] == "/problems/link_expired"
