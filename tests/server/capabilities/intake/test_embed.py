"""A submission from the company's own site."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import CUSTOMERS, PHOTO

pytestmark = pytest.mark.anyio

FORM = "/f/horizonte/pre-request"
LISTED = {"origin": "https://horizonte.example", "sec-fetch-site": "cross-site"}
STRANGER = {"origin": "https://stranger.example", "sec-fetch-site": "cross-site"}
JSON = {"accept": "application/json"}
SAID = CUSTOMERS["horizonte"] | {"conditions": "yes", "privacy": "yes", "_key": "k" * 20}

Client = AsyncTestClient[Any]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The edge is the same over either database."""
    return sqlite_url


async def test_an_embed_gets_the_receipt_to_show_in_place(client: Client):
    answer = await client.post(FORM, data=SAID | {"_embed": "1"}, headers=JSON | LISTED)
    assert answer.status_code == 201
    assert answer.headers["access-control-allow-origin"] == LISTED["origin"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]
    said = answer.json()
    assert f"\t{said['number']}\t" in said["view"]["tree"]
    assert said["follow"] in said["view"]["tree"]
    assert ".relief{" in said["view"]["css"]
    assert ".timeline" not in said["view"]["css"]


async def test_nobody_else_is_sent_it(client: Client):
    answer = await client.post(FORM, data=SAID, headers=JSON)
    assert "view" not in answer.json()


@pytest.mark.parametrize("path", [FORM, "/p/horizonte"])
async def test_a_site_that_is_not_listed_sends_nothing(client: Client, path: str):
    files = {"photo": ("a.jpg", PHOTO.read_bytes(), "image/jpeg")}
    answer = await client.post(path, data=SAID, files=files, headers=JSON | STRANGER)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/origin_refused"
    assert "access-control-allow-origin" not in answer.headers
    assert "Origin" in answer.headers["vary"]
