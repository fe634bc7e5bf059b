"""What every answer carries, and who may frame what."""

from itertools import product

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from aldaba.app import create_app

pytestmark = pytest.mark.anyio

ORIGINS = "https://horizonte.example https://www.horizonte.example"


def policy(answer) -> dict[str, str]:
    parts = answer.headers["content-security-policy"].split("; ")
    return dict(part.partition(" ")[::2] for part in parts)


PATHS = ("/", "/f/horizonte/pre-request", "/l/x", "/desk/horizonte", "/health/live", "/p/a", "/c/x")


async def test_every_answer_carries_the_least(client):
    for path, method in product(PATHS, ("GET", "HEAD", "POST", "OPTIONS", "DELETE")):
        headers = (await client.request(method, path, follow_redirects=False)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"]


async def test_a_page_loads_and_sends_to_nobody_but_us(client):
    for path in ("/f/horizonte/pre-request", "/desk/horizonte/sign-in", "/nowhere"):
        found = policy(await client.get(path))
        assert found["default-src"] == found["base-uri"] == "'none'"
        for kind in ("style", "script", "img", "font", "connect"):
            assert found[f"{kind}-src"] == "'self'"
        assert found["form-action"] == "'self'"


async def test_only_a_companys_own_sites_may_frame_its_forms(client):
    form = policy(await client.get("/f/horizonte/pre-request"))["frame-ancestors"]
    assert form.endswith(ORIGINS)
    for path in ("/l/x", "/desk/horizonte/sign-in", "/nowhere", "/f/nobody/pre-request"):
        assert policy(await client.get(path))["frame-ancestors"] == "'none'"


async def test_a_form_may_be_gone_back_to_and_nothing_personal_is_kept(client):
    form = await client.get("/f/horizonte/pre-request")
    assert form.headers["cache-control"] == "private, no-cache"
    for path in ("/l/x", "/desk/horizonte/sign-in", "/desk/horizonte"):
        answer = await client.get(path, follow_redirects=False)
        assert answer.headers["cache-control"] == "no-store"


async def test_https_is_remembered_where_it_is_spoken(client, deployment):
    assert "strict-transport-security" not in (await client.get("/health/live")).headers
    secure = msgspec.structs.replace(deployment.settings, base_url="https://care.example")
    deployment.settings = secure
    async with AsyncTestClient(create_app(deployment)) as other:
        headers = (await other.get("/health/live")).headers
    assert headers["strict-transport-security"] == "max-age=31536000"
