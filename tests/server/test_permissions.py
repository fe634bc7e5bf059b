"""Every route of the desk, tried by each role: who has its right may, and nobody else.

The routes are the application's own list: one that is not in the table below fails.
"""

import re
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from tests.server.scene import Sent, send_request, sign_in
from tests.server.test_isolation import JSON, desk_routes, filled

from aldaba.app import create_app
from aldaba.people.staff import RIGHTS, ROLES
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

OURS = "horizonte"
HOME = "/desk/{tenant}"
ONE = f"{HOME}/requests/{{number}}"
EVERYBODY = ""

# The right that each route wants, EVERYBODY where all staff of the company may.
WANTED: dict[tuple[str, str], str] = {
    ("POST", f"{HOME}/sign-out"): EVERYBODY,
    ("POST", f"{HOME}/language"): EVERYBODY,
    ("GET", f"{HOME}/my-mail"): EVERYBODY,
    ("POST", f"{HOME}/my-mail"): EVERYBODY,
    ("GET", HOME): EVERYBODY,
    ("GET", f"{HOME}/requests.xlsx"): EVERYBODY,
    ("GET", f"{HOME}/requests.csv"): EVERYBODY,
    ("GET", f"{HOME}/requests.tsv"): EVERYBODY,
    ("GET", f"{HOME}/print"): EVERYBODY,
    ("POST", f"{HOME}/bulk"): "decide",  # that of the action, which is to approve here
    ("GET", f"{HOME}/workflow"): EVERYBODY,
    ("GET", f"{HOME}/requests/new"): "enter",
    ("POST", f"{HOME}/requests/new"): "enter",
    ("GET", ONE): EVERYBODY,
    ("GET", f"{ONE}/sheet"): EVERYBODY,
    ("GET", f"{ONE}/entered"): EVERYBODY,
    ("GET", f"{ONE}/photos/{{photo}}"): EVERYBODY,
    ("GET", f"{ONE}/photos/{{photo}}/thumbnail"): EVERYBODY,
    ("POST", f"{ONE}/here"): EVERYBODY,
    ("POST", f"{ONE}/visibility"): "decide",
    ("POST", f"{ONE}/comments"): EVERYBODY,
    ("POST", f"{ONE}/comments/{{comment}}/take-back"): EVERYBODY,
    ("POST", f"{ONE}/question"): EVERYBODY,
    ("POST", f"{ONE}/status"): EVERYBODY,  # the company's workflow says who may, move by move
    ("POST", f"{ONE}/approve"): "decide",
    ("POST", f"{ONE}/reject"): "decide",
    ("POST", f"{ONE}/cancel"): "decide",
    ("POST", f"{ONE}/charge"): "decide",
    ("POST", f"{ONE}/contact"): "decide",
    ("POST", f"{ONE}/close"): "close",
    ("POST", f"{ONE}/revoke"): "close",
    ("GET", f"{ONE}/certificate"): EVERYBODY,
    ("POST", f"{ONE}/survey"): "decide",
    ("POST", f"{ONE}/survey/handled"): "decide",
    ("GET", f"{HOME}/visits"): EVERYBODY,
    ("POST", f"{ONE}/visits"): "plan",
    ("POST", f"{ONE}/visits/{{visit}}/move"): "plan",
    ("POST", f"{ONE}/visits/{{visit}}/cancel"): "plan",
    ("POST", f"{ONE}/visits/{{visit}}/finish"): EVERYBODY,
    ("GET", f"{HOME}/visits/technicians"): "plan",
    ("POST", f"{HOME}/visits/technicians"): "plan",
    ("GET", f"{HOME}/visits/technicians/{{technician}}/photo"): EVERYBODY,
    ("GET", f"{HOME}/surveys"): EVERYBODY,
    ("GET", f"{HOME}/surveys/answers.csv"): EVERYBODY,
    ("GET", f"{HOME}/surveys/answers.xlsx"): EVERYBODY,
    ("GET", f"{HOME}/places"): "registry",
    ("POST", f"{HOME}/places"): "registry",
    ("POST", f"{HOME}/places/narrowed"): "enter",
    ("GET", f"{HOME}/places/products.csv"): "registry",
    ("GET", f"{HOME}/places/units.csv"): "registry",
    ("GET", f"{HOME}/theme"): "theme",
    ("POST", f"{HOME}/theme/publish"): "theme",
    ("GET", f"{HOME}/outbox"): EVERYBODY,
    ("POST", f"{HOME}/outbox/{{mail}}/again"): "send_again",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights are the same over either database."""
    return sqlite_url


@pytest.fixture
def app(deployment: Deployment) -> Litestar:
    return create_app(deployment)


def test_every_route_says_who_may(app: Litestar) -> None:
    routes = {route for route in desk_routes(app) if route[0] != "HEAD"}  # which asks as GET does
    assert routes == WANTED.keys()
    assert {*WANTED.values()} - {EVERYBODY} == RIGHTS.keys()


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_does_what_it_may_and_nothing_else(
    app: Litestar, deployment: Deployment, role: str
) -> None:
    async with AsyncTestClient(app) as visitor:
        visitor.follow_redirects = False
        await sign_in(visitor, deployment, OURS, role)
        mine = await send_request(deployment, OURS)
        refused = {route for route in WANTED if await _refused(visitor, mine, route)}
    assert refused == {
        route for route, right in WANTED.items() if right and role not in RIGHTS[right]
    }


async def _refused(visitor: AsyncTestClient[Any], mine: Sent, route: tuple[str, str]) -> bool:
    """Whether the route is refused to whoever is signed in."""
    method, path = route
    if path.endswith("/sign-out"):  # the session is needed for the others
        return False
    page = (await visitor.get(f"/desk/{OURS}/requests/{mine.number}")).text
    csrf = re.search(r'name="_csrf" value="(\w+)"', page)
    assert csrf
    form = {"_csrf": csrf[1], "version": "1", "about": "papers", "priority": "normal"}
    form |= {"action": "approve", "text": "x", "language": "pt-BR"}
    answer = await visitor.request(
        method, filled(path, OURS, mine), headers=JSON, data=form if method == "POST" else None
    )
    assert answer.status_code < 500, route
    if answer.status_code != 403:
        return False
    assert answer.json()["type"] == "/problems/not_allowed", route
    return True
