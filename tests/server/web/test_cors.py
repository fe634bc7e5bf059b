"""Which site may read an answer is the company's list; caches are told that it depends."""

import pytest

pytestmark = pytest.mark.anyio

FORM = "/f/horizonte/pre-request"
LISTED = "https://horizonte.example"
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "x"}


async def test_a_listed_site_may_read_and_send(client):
    answer = await client.options(FORM, headers={"origin": LISTED, **PREFLIGHT})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Idempotency-Key" in answer.headers["access-control-allow-headers"]
    assert int(answer.headers["access-control-max-age"]) >= 7200
    assert "access-control-allow-credentials" not in answer.headers
    refused = await client.post(FORM, headers={"origin": LISTED})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (415, LISTED)


@pytest.mark.parametrize("origin", ["https://stranger.example", "null", LISTED + ":8443", ""])
async def test_others_may_not(client, origin):
    for path in (FORM, "/p/horizonte"):
        answer = await client.options(path, headers={"origin": origin, **PREFLIGHT})
        assert "access-control-allow-origin" not in answer.headers


async def test_every_answer_of_these_doors_varies_by_origin(client):
    for path in (FORM, "/f/horizonte/unknown", "/f/nobody/pre-request", "/p/horizonte"):
        for headers in ({}, {"origin": LISTED}, {"origin": "https://stranger.example"}):
            assert "Origin" in (await client.get(path, headers=headers)).headers["vary"]


async def test_no_other_door_is_open_to_other_sites(client):
    for path in ("/desk/horizonte/sign-in", "/l/follow.e30.AAAA", "/health/live"):
        answer = await client.get(path, headers={"origin": LISTED})
        assert "access-control-allow-origin" not in answer.headers
