"""Whatever staff can do at the desk is named by a right, or stands in the list of what anybody of
the company may do. The routes are the application's own, so that a new one can't be forgotten."""

import re

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import send_request, sign_in

from aldaba.app import CAPABILITIES, create_app
from aldaba.people import staff

pytestmark = pytest.mark.anyio

OURS = "horizonte"
NAMES = re.compile(r"\{(\w+):\w+\}")

SIGNING = {"/sign-in", "/sign-out", "/password/{token}"}

# What anybody signed in may press. Moving a request on asks the company's own workflow.
ANYBODYS = {
    "/language",
    "/requests/{number}/comments",
    "/requests/{number}/comments/{comment}/take-back",
    "/requests/{number}/question",
    "/requests/{number}/status",
    "/requests/{number}/visits/{visit}/finish",
}


def presses() -> list[str]:
    """Every POST of the desk but signing in and out, below `/desk/{tenant}`."""
    handlers = [each for one in CAPABILITIES for each in one.desk]
    posts = [each for each in handlers if "POST" in each.http_methods]
    paths = {NAMES.sub(r"{\1}", path) for each in posts for path in each.paths} - SIGNING
    assert len(paths) > 15
    return sorted(paths)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_whoever_has_no_right_is_refused_every_press_that_wants_one(
    deployment, monkeypatch
) -> None:
    sent = await send_request(deployment, OURS)
    async with AsyncTestClient(create_app(deployment)) as visitor:
        await sign_in(visitor, deployment, OURS)
        page = (await visitor.get(f"/desk/{OURS}")).text
        csrf = re.search(r'name="_csrf" value="(\w+)"', page)
        assert csrf
        for right in staff.RIGHTS:
            monkeypatch.setitem(staff.RIGHTS, right, frozenset())
        refused = set()
        for path in presses():
            names = dict.fromkeys(re.findall(r"\{(\w+)\}", path), "7") | {"number": sent.number}
            answer = await visitor.post(
                f"/desk/{OURS}{path.format(**names)}",
                data={"_csrf": csrf[1]},
                headers={"accept": "application/json"},
            )
            if "/problems/not_allowed" in answer.text:
                refused.add(path)
        assert set(presses()) - refused == ANYBODYS
