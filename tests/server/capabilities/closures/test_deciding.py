"""The customer decides, once and for a reason, and the request follows."""

import pytest
from tests.server.capabilities.closures.conftest import Case, hidden, press

from aldaba.requests.service import find

pytestmark = pytest.mark.anyio

REASON = "Continua pingando embaixo da pia."


async def test_looking_decides_nothing(case: Case, client) -> None:
    path = await case.path()
    before = await case.kinds()
    for method in ("GET", "HEAD"):
        answer = await client.request(method, path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert (await case.kinds(), await case.status()) == (before, "closed")


async def test_nothing_is_chosen_beforehand(case: Case, client) -> None:
    page = (await client.get(await case.path())).text
    assert "checked" not in page
    assert page.count('type="radio"') == 4


async def test_accepting_closes_the_request(case: Case, client) -> None:
    answer = await press(client, await case.path(), choice="accept", name="Ana", role="renter")
    assert answer.status_code == 200, answer.text
    assert "/l/undo." in answer.text
    assert (await case.status(), (await case.row()).state) == ("accepted", "accepted")
    assert (await case.kinds())[-1] == "ClosureAccepted"


async def test_reopening_says_why_and_keeps_the_number(case: Case, client) -> None:
    answer = await press(client, await case.path(), choice="reopen", reason=REASON)
    assert (answer.status_code, REASON in answer.text) == (200, True)
    assert await case.status() == "reopened"
    found = await case.deployment.store.read(case.tenant, find, case.number)
    assert (found.open, found.reopenings) == (True, 1)


async def test_a_press_without_a_choice_is_asked_for_one(case: Case, client) -> None:
    answer = await press(client, await case.path())
    assert (answer.status_code, 'id="choice-message"' in answer.text) == (422, True)
    assert await case.status() == "closed"


async def test_a_reason_is_long_enough_to_be_one(case: Case, client) -> None:
    answer = await press(client, await case.path(), choice="reopen", reason="nada")
    assert (answer.status_code, ">nada<" in answer.text) == (422, True)
    assert await case.status() == "closed"


async def test_a_post_without_the_pages_nonce_changes_nothing(case: Case, client) -> None:
    path = await case.path()
    whole = hidden((await client.get(path)).text)
    for changed in ({"_nonce": ""}, {"_nonce": "x"}, {"_seen": "accepted"}, {"_terms": "f" * 64}):
        answer = await client.post(path, data=whole | {"choice": "accept"} | changed)
        assert answer.status_code == 409, changed
    assert await case.status() == "closed"


async def test_the_first_decision_stands_and_staff_see_the_second(case: Case, client) -> None:
    path = await case.path()
    whole = hidden((await client.get(path)).text)
    first = await client.post(path, data=whole | {"choice": "accept"})
    again = await client.post(path, data=whole | {"choice": "accept"})
    other = await client.post(path, data=whole | {"choice": "reopen", "reason": REASON})
    assert [each.status_code for each in (first, again, other)] == [200, 200, 200]
    assert "/l/undo." not in again.text + other.text
    assert await case.status() == "accepted"
    assert (await case.kinds())[-3:] == ["ClosureAccepted", "ClosureAttempted", "ClosureAttempted"]
