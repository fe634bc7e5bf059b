"""Whatever is sent to a survey's link: a clear page or problem, no change, no 5xx; and a hundred
presses at once are as good as one."""

import asyncio
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Connection, Row, select
from tests.server.capabilities.surveys.conftest import GOOD, LOW, Case
from tests.server.capabilities.surveys.test_customer import hidden, kinds

from aldaba import clock
from aldaba.app import create_app
from aldaba.capabilities.surveys.models import response
from aldaba.links import Link

pytestmark = pytest.mark.anyio

RATED = {"aspects.brand": "4", "aspects.agent": "5", "aspects.contact": "none", "solved": "first"}

SENT_BY_NO_PAGE: list[dict[str, Any]] = [
    RATED | {"aspects.brand": "6"},
    RATED | {"aspects.brand": "0"},
    RATED | {"aspects.brand": "-1"},
    RATED | {"aspects.brand": "４"},
    RATED | {"aspects.brand": ""},
    RATED | {"aspects.brand": ["4", "5"]},
    RATED | {"aspects.colour": "5"},
    RATED | {"solved": "maybe"},
    RATED | {"solved": ["first", "no"]},
    RATED | {"informed": "perhaps"},
    RATED | {"recommend": "10.0"},
    RATED | {"recommend": "11"},
    RATED | {"more": "x" * 4001},
    RATED | {"more": "\x00"},
    RATED | {"favourite": "red"},
    RATED | {"_nonce": ""},
    RATED | {"_nonce": "forged"},
    RATED | {"_form": "0" * 64},
    {"_nonce": ""},
]


@pytest.fixture
async def client(deployment):
    transport = ASGITransport(app=create_app(deployment), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as visitor:
        yield visitor


@pytest.fixture
async def path(nortes: Case, frozen_clock) -> str:
    """Where norte's survey, which has a table, is answered."""
    await nortes.close()
    frozen_clock.advance(clock.DAY)
    await nortes.look()
    return f"/l/{await nortes.token()}"


async def versions(case: Case) -> list[Row[Any]]:
    def job(db: Connection, tenant: str) -> list[Row[Any]]:
        mine = (response.c.tenant == tenant, response.c.number == case.number)
        return list(db.execute(select(response).where(*mine).order_by(response.c.version)))

    return await case.deployment.store.read(case.tenant, job)


async def unchanged(case: Case) -> bool:
    return ((await case.row()).state, await versions(case)) == ("invited", [])


async def test_what_no_page_sends_changes_nothing(client, nortes: Case, path: str) -> None:
    shown = hidden((await client.get(path)).text)
    for said in SENT_BY_NO_PAGE:
        for headers in ({}, {"accept": "application/json"}):
            answer = await client.post(path, data=shown | said, headers=headers)
            assert 400 <= answer.status_code < 500, said
            assert answer.text, said
        assert await unchanged(nortes), said


async def test_other_kinds_of_bodies_change_nothing(client, nortes: Case, path: str) -> None:
    for body, kind in (
        (b"", ""),
        (b"[" * 5000, "application/json"),
        (b"\xff\xfe=\xff", "application/x-www-form-urlencoded"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=y"),
        (b"{}", "text/plain"),
    ):
        answer = await client.post(path, content=body, headers={"content-type": kind})
        assert 400 <= answer.status_code < 500, (body[:9], kind)
    assert await unchanged(nortes)


async def test_a_link_to_what_is_not_there_says_so(client, nortes: Case, path: str) -> None:
    whole = hidden((await client.get(path)).text) | RATED
    until = clock.now() + clock.DAY
    for number, round_ in (("ZZZZZZZZZ", 1), (nortes.number, 7), ("x' OR 1=1 --", 1), ("", 0)):
        link = Link("survey", "norte", number, round_, until, "es")
        there = f"/l/{nortes.deployment.signer.sign(link)}"
        for answer in (await client.get(there), await client.post(there, data=whole)):
            assert answer.status_code == 404
            assert 'lang="es"' in answer.text
    assert await unchanged(nortes)


async def test_of_a_hundred_presses_at_once_one_is_kept(client, nortes: Case, path: str) -> None:
    whole = hidden((await client.get(path)).text) | RATED
    answers = await asyncio.gather(*(client.post(path, data=whole) for _ in range(100)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(await versions(nortes)) == 1
    assert await kinds(nortes) == ["SurveyInvited", "SurveyAnswered"]


async def test_presses_at_once_that_differ_are_kept_in_turn(
    client, nortes: Case, path: str
) -> None:
    whole = hidden((await client.get(path)).text) | RATED
    presses = [{"recommend": str(each % 2 * 9), "more": "Sigue goteando."} for each in range(40)]
    answers = await asyncio.gather(*(client.post(path, data=whole | each) for each in presses))
    assert {answer.status_code for answer in answers} == {303}
    kept = [msgspec.json.decode(each.answers)["recommend"] for each in await versions(nortes)]
    assert set(kept) == {0, 9}
    assert all(one != next_ for one, next_ in pairwise(kept))
    told = await kinds(nortes)
    assert told == ["SurveyInvited", "SurveyAnswered", *["SurveyAnswersChanged"] * (len(kept) - 1)]
    assert (await nortes.row()).version == len(kept)


async def test_an_answer_left_behind_by_a_changed_mind_is_not_kept(
    client, case: Case, frozen_clock, monkeypatch
) -> None:
    by_subject = case.deployment.themes.get("horizonte").tenant.surveys.by_subject
    monkeypatch.setitem(by_subject, "papers", "survey-handover")
    await case.close()
    await case.accept()
    frozen_clock.advance(2 * clock.HOUR)
    await case.look()
    path = f"/l/{await case.token()}"
    whole = hidden((await client.get(path)).text)
    said = {"explanation": "5", "state": "4", "manual": "yes", "recommend": "9"}
    answer = await client.post(path, data=whole | said | {"manual_unclear": "O registro"})
    assert answer.status_code == 303
    (kept,) = await versions(case)
    assert "manual_unclear" not in msgspec.json.decode(kept.answers)


async def test_after_the_deadline_nothing_is_changed_any_more(
    client, nortes: Case, path: str, frozen_clock
) -> None:
    whole = hidden((await client.get(path)).text) | RATED
    await client.post(path, data=whole)
    frozen_clock.advance((await nortes.row()).deadline - clock.now())
    whole = hidden((await client.get(path)).text) | RATED
    assert (await client.post(path, data=whole | {"solved": "later"})).status_code == 303
    frozen_clock.advance(1)
    page = await client.get(path)
    assert "<form" not in page.text
    late = await client.post(path, data=whole | {"solved": "no"})
    assert (late.status_code, "<form" in late.text) == (200, False)
    late = await client.post(path, data=whole | {"not_again": "yes"})
    assert late.status_code == 200
    assert len(await versions(nortes)) == 2


async def test_a_low_score_is_told_at_once_and_told_again_when_it_was_better_between(
    client, case: Case, frozen_clock
) -> None:
    await case.close()
    await case.accept()
    frozen_clock.advance(2 * clock.HOUR)
    await case.look()
    path, first = f"/l/{await case.token()}", clock.now()
    for said, mails in ((LOW, [0]), (LOW | {"more": "Still."}, [0]), (GOOD, [0]), (LOW, [0, 3])):
        whole = hidden((await client.get(path)).text)
        assert (await client.post(path, data=whole | said)).status_code == 303
        frozen_clock.advance(clock.HOUR)
        told = await case.mails("surveys/low")
        assert [row.due_at for row in told] == [first + hour * clock.HOUR for hour in mails]
        assert {row.recipient for row in told} == {"team"}
