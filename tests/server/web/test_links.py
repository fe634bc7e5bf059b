"""The door of signed links: looking changes nothing, and only the right link opens."""

import pytest
from litestar import Response
from litestar.testing import AsyncTestClient
from msgspec.structs import replace

from aldaba import clock
from aldaba.capability import LinkPage
from aldaba.links import Link, Signer
from aldaba.web.assembly import assemble, edge_router

pytestmark = pytest.mark.anyio


@pytest.fixture
async def visit(deployment, frozen_clock):
    """Visits a link of some purpose; says how often the page was shown and decided."""
    happened: list[str] = []

    async def show(reader, request, deployment, link, token):
        happened.append("shown")
        return Response(f"{link.subject} {reader.language}", media_type="text/plain")

    async def decide(reader, request, deployment, link, token):
        happened.append("decided")
        return Response(link.subject, media_type="text/plain")

    pages = [LinkPage("quote", clock.DAY, show, decide), LinkPage("follow", clock.DAY, show)]
    async with AsyncTestClient(assemble(deployment, [edge_router(pages)])) as client:

        async def ask(method: str = "GET", signer: Signer = deployment.signer, **changes):
            link = Link("quote", "norte", "A", 0, clock.now() + clock.DAY, "es")
            token = signer.sign(replace(link, **changes))
            headers = {"accept": "application/json"}
            return await client.request(method, f"/l/{token}", headers=headers), list(happened)

        yield ask


async def test_looking_shows_and_pressing_decides(visit):
    answer, happened = await visit()
    assert (answer.text, happened) == ("A es", ["shown"])
    answer, happened = await visit("HEAD")
    assert (answer.status_code, happened) == (200, ["shown", "shown"])
    answer, happened = await visit("POST")
    assert happened[-1] == "decided"


async def test_a_page_without_a_decision_takes_none(visit):
    answer, happened = await visit("POST", purpose="follow")
    assert (answer.json()["type"], happened) == ("/problems/method_not_allowed", [])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expires": 0}, "link_expired"),
        ({"purpose": "survey"}, "link_unknown"),
        ({"tenant": "nobody"}, "tenant_unknown"),
        ({"signer": Signer(("another key, 32 characters and more",))}, "link_unknown"),
    ],
)
async def test_any_other_link_opens_nothing(visit, method, changes, code):
    answer, happened = await visit(method, **changes)
    assert (answer.json()["type"], happened) == (f"/problems/{code}", [])
