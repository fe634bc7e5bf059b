"""No company sees another's: each route is tried with another company's staff, customer and link.

The routes are the application's own list, so that a new one can't be forgotten here.
"""

import re
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, func, select
from tests.server.scene import CUSTOMERS, Sent, send_request, sign_in, stage_photo

from aldaba import clock
from aldaba.app import CAPABILITIES, create_app
from aldaba.events.models import event
from aldaba.links import Link
from aldaba.requests.models import request
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

JSON = {"accept": "application/json"}
NOBODYS = {"/desk/{tenant}/sign-in", "/desk/{tenant}/password/{token}"}


@pytest.fixture
async def theirs(deployment: Deployment) -> Sent:
    """Norte's request, which nobody at Horizonte may see."""
    return await send_request(deployment, "norte")


@pytest.fixture
def app(deployment: Deployment) -> Litestar:
    return create_app(deployment)


@pytest.fixture
async def visitor(app: Litestar):
    async with AsyncTestClient(app) as client:
        client.follow_redirects = False
        yield client


def desk_routes(app: Litestar) -> list[tuple[str, str]]:
    """(method, path format) of every route of the desk that wants a session."""
    found = [
        (method, re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path))
        for route in app.routes
        for method in sorted(getattr(route, "methods", set()) - {"OPTIONS"})
        if route.path.startswith("/desk/")
    ]
    wanted = [(method, path) for method, path in found if path not in NOBODYS]
    assert len(wanted) >= 10
    return wanted


def rows(db: Connection, tenant: str) -> tuple[Any, ...]:
    """What a trespass would have changed."""
    events = select(func.count()).where(event.c.tenant == tenant)
    state = select(request.c.status, request.c.version, request.c.responsible)
    return db.scalar(events), *db.execute(state.where(request.c.tenant == tenant)).one()


def filled(path: str, tenant: str, theirs: Sent) -> str:
    names = {
        "number": theirs.number,
        "photo": theirs.photo,
        "visit": "x",
        "technician": "x",
        "mail": "x",
        "comment": "1",
    }
    return path.format(tenant=tenant, **names)


async def test_staff_of_another_company_are_strangers_on_every_route_of_the_desk(
    visitor: AsyncTestClient[Any], app: Litestar, deployment: Deployment, theirs: Sent
) -> None:
    await sign_in(visitor, deployment, "horizonte")
    before = await deployment.store.read("norte", rows)
    held = visitor.cookies["aldaba_horizonte"]
    visitor.cookies = {"aldaba_horizonte": held, "aldaba_norte": held}
    for method, path in desk_routes(app):
        answer = await visitor.request(
            method, filled(path, "norte", theirs), headers=JSON, data={"a": "b"}
        )
        assert answer.status_code == 401, (method, path)
        assert theirs.number not in answer.text
    assert await deployment.store.read("norte", rows) == before


async def test_staff_find_no_request_of_another_company_under_their_own_address(
    visitor: AsyncTestClient[Any], app: Litestar, deployment: Deployment, theirs: Sent
) -> None:
    await sign_in(visitor, deployment, "horizonte")
    before = await deployment.store.read("norte", rows)
    desk = await visitor.get("/desk/horizonte")
    assert CUSTOMERS["norte"]["name"] not in desk.text
    csrf = re.search(r'name="_csrf" value="(\w+)"', desk.text)
    assert csrf
    form = {"_csrf": csrf[1], "version": "0", "text": "x", "reason": "x", "about": "papers"}
    for method, path in desk_routes(app):
        if "{number}" not in path:
            continue
        address = filled(path, "horizonte", theirs)
        answer = await visitor.request(
            method, address, headers=JSON, data=form | {"priority": "normal"}
        )
        assert answer.status_code == 404, (method, path, answer.status_code)
        assert "Elvira" not in answer.text
    assert await deployment.store.read("norte", rows) == before


async def test_a_link_of_one_company_opens_nothing_of_another(
    visitor: AsyncTestClient[Any], deployment: Deployment, theirs: Sent
) -> None:
    until = clock.now() + clock.DAY
    for page in (page for capability in CAPABILITIES for page in capability.links):
        token = deployment.signer.sign(
            Link(page.purpose, "horizonte", theirs.number, 0, until, "es")
        )
        for path in ("", f"/photos/{theirs.photo}", f"/photos/{theirs.photo}/thumbnail"):
            answer = await visitor.get(f"/l/{token}{path}")
            assert answer.status_code == 404, (page.purpose, path)
            assert "Elvira" not in answer.text


async def test_a_link_to_one_request_opens_no_photo_of_another(
    visitor: AsyncTestClient[Any], deployment: Deployment, theirs: Sent
) -> None:
    other = await send_request(deployment, "norte")
    until = clock.now() + clock.DAY
    token = deployment.signer.sign(Link("follow", "norte", theirs.number, 0, until, "es"))
    assert (await visitor.get(f"/l/{token}/photos/{theirs.photo}")).status_code == 200
    assert (await visitor.get(f"/l/{token}/photos/{other.photo}")).status_code == 404


async def test_a_customer_can_use_no_photo_staged_at_another_company(
    visitor: AsyncTestClient[Any], deployment: Deployment
) -> None:
    staged = await stage_photo(deployment, "norte")
    answer = await visitor.get(f"/p/horizonte/{staged.signed}/thumbnail")
    assert answer.status_code == 404
    said = CUSTOMERS["horizonte"] | {"photos": staged.signed, "_key": "k" * 20}
    sent = await visitor.post("/f/horizonte/pre-request", data=said, headers=JSON)
    assert sent.status_code == 422
    assert sent.json()["problems"]["photos"][0]["code"] == "photo_unknown"
