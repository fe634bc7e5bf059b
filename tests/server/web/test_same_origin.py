"""A POST counts from our own pages and, where a company embeds a form, from its listed sites."""

import pytest

pytestmark = pytest.mark.anyio

OURS = "http://127.0.0.1:8000"
LISTED = "https://horizonte.example"
STRANGER = "https://stranger.example"

FORM = "/f/horizonte/pre-request"
DESK = "/desk/horizonte/sign-in"
LINK = "/l/follow.e30.AAAA"


SENT = (
    ({}, {FORM, DESK, LINK}),
    ({"origin": OURS}, {FORM, DESK, LINK}),
    ({"sec-fetch-site": "same-origin", "origin": "http://localhost:8000"}, {FORM, DESK, LINK}),
    ({"sec-fetch-site": "none"}, {FORM, DESK, LINK}),
    ({"origin": LISTED}, {FORM}),
    ({"sec-fetch-site": "cross-site", "origin": LISTED}, {FORM}),
    ({"sec-fetch-site": "cross-site", "origin": STRANGER}, set()),
    ({"sec-fetch-site": "same-site", "origin": OURS}, set()),
    ({"sec-fetch-site": "cross-site"}, set()),
    ({"origin": STRANGER}, set()),
    ({"origin": "null"}, set()),
    ({"origin": LISTED + ".stranger.example"}, set()),
    ({"origin": "http://horizonte.example"}, set()),
)


async def test_where_a_post_comes_from_decides(client):
    for headers, admitted_to in SENT:
        for path in (FORM, DESK, LINK):
            sent = {"accept": "application/json", **headers}
            answer = await client.post(path, data={"email": "a"}, headers=sent)
            refused = answer.json()["type"] == "/problems/origin_refused"
            assert refused == (path not in admitted_to), (path, headers, answer.json())


async def test_another_companys_site_is_a_stranger(client):
    sent = {"accept": "application/json", "origin": LISTED}
    answer = await client.post("/f/norte/pre-request", data={"email": "a"}, headers=sent)
    assert answer.json()["type"] == "/problems/origin_refused"


async def test_reading_is_free(client):
    stranger = {"origin": STRANGER, "sec-fetch-site": "cross-site"}
    assert (await client.get(FORM, headers=stranger)).status_code == 200
