"""Several requests at once: each changes by itself, and what can't be is told."""

import re

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import send_request, sign_in

from aldaba.app import create_app
from aldaba.people import service as people
from aldaba.requests import service as requests

pytestmark = pytest.mark.anyio

OURS = "horizonte"
DESK = f"/desk/{OURS}"


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        await sign_in(visitor, deployment, OURS)
        yield visitor


@pytest.fixture
def act(client):
    """Does `action` to the marked rows of the queue, which is as it was `before`."""

    async def post(action: str, before: str, *numbers: str, **said: str):
        marks = re.findall(r'name="marked" value="([0-9A-Z]{9})\.(\d+)"', before)
        csrf = re.search(r'name="_csrf" value="(\w+)"', before)
        assert csrf
        marked = [f"{number}.{version}" for number, version in marks if number in numbers]
        form = {"_csrf": csrf[1], "action": action, "marked": marked, **said}
        return await client.post(f"{DESK}/bulk", data=form)

    return post


async def queue(client) -> str:
    return str((await client.get(DESK)).text)


async def sent(deployment, count: int, tenant: str = OURS) -> list[str]:
    return [(await send_request(deployment, tenant)).number for _ in range(count)]


async def row(deployment, number: str):
    return await deployment.store.read(OURS, requests.find, number)


async def test_what_is_marked_is_approved_and_handed_over(client, act, deployment) -> None:
    one, two, three = await sent(deployment, 3)
    answer = await act("approve", await queue(client), one, two)
    assert (answer.status_code, "Feitas: 2" in answer.text) == (200, True)
    assert [(await row(deployment, each)).status for each in (one, two, three)] == [
        "approved",
        "approved",
        "received",
    ]
    (vera,) = await deployment.store.read(OURS, people.names)
    before = await queue(client)
    await act("hand", before, one, three, responsible=vera, team="same")
    assert [(await row(deployment, each)).responsible for each in (one, two, three)] == [
        vera,
        "",
        vera,
    ]
    again = await act("hand", await queue(client), one, responsible="same", team="same")
    assert "Nada mudou." in again.text


async def test_what_somebody_else_changed_is_left_and_told(client, act, deployment) -> None:
    one, two = await sent(deployment, 2)
    before = await queue(client)
    await act("approve", before, one)
    late = await act("approve", before, one, two)
    assert "Sem mudança: 1" in late.text
    assert "Outra pessoa mudou isto" in late.text
    assert "Feitas: 1" in late.text
    decided = await act("approve", await queue(client), one)
    assert "Já tinha uma decisão." in decided.text


async def test_a_status_changes_where_the_workflow_leads_there(client, act, deployment) -> None:
    one, two = await sent(deployment, 2)
    await act("approve", await queue(client), one)
    moved = await act("move", await queue(client), one, two, status="in_progress")
    assert "Feitas: 1" in moved.text
    assert "O fluxo de trabalho não leva para lá" in moved.text
    assert (await row(deployment, one)).status == "in_progress"
    assert (await row(deployment, two)).status == "received"


@pytest.mark.parametrize(
    ("action", "said", "status"),
    [
        ("approve", {}, 422),
        ("burn", {}, 400),
        ("hand", {"responsible": "nobody-here", "team": "same"}, 400),
        ("hand", {"responsible": "same", "team": "Of elsewhere"}, 400),
        ("move", {"status": "paid"}, 200),
    ],
)
async def test_what_no_page_sends_changes_nothing(client, act, deployment, action, said, status):
    (one,) = await sent(deployment, 1)
    before = await row(deployment, one)
    marked = [one] if said else []
    answer = await act(action, await queue(client), *marked, **said)
    assert answer.status_code == status
    assert await row(deployment, one) == before


async def test_another_company_s_request_is_nobody_s_here(client, act, deployment) -> None:
    (theirs,) = await sent(deployment, 1, "norte")
    answer = await act("approve", f"{await queue(client)} {mark(theirs)}", theirs)
    assert "Feitas" not in answer.text
    found = await deployment.store.read("norte", requests.find, theirs)
    assert found.status == "received"


async def test_a_technician_approves_and_hands_over_nothing(client, act, deployment) -> None:
    (one,) = await sent(deployment, 1)
    client.cookies.clear()
    await sign_in(client, deployment, OURS, role="technician")
    page = await queue(client)
    assert 'value="move"' in page
    assert 'value="approve"' not in page
    for action in ("approve", "hand"):
        answer = await act(action, page, one, responsible="same", team="same")
        assert answer.status_code == 403


def mark(number: str) -> str:
    """The box that would mark it, as the queue writes it."""
    return f'name="marked" value="{number}.1"'
