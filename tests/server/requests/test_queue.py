"""The queue: the order of work, the views with their counts, and pages that lose nothing."""

from typing import Any

import pytest
from msgspec.structs import replace

from aldaba import clock
from aldaba.people import service as people
from aldaba.requests import queue, service
from aldaba.requests.queue import VIEWS, Asked, Listed, Watch
from aldaba.requests.search import sought

from .conftest import NOON

pytestmark = pytest.mark.anyio

OURS = "horizonte"
WATCH = Watch("vera", (), NOON, NOON + 12 * clock.HOUR)
AT_WORK = {"status": "in_progress", "stage": "service_request"}


async def listed(store, **asked: Any) -> Listed:
    return await store.read(OURS, queue.listed, Asked(**asked), WATCH)


async def numbers(store, **asked: Any) -> list[str]:
    return [row.number for row in (await listed(store, **asked)).rows]


async def test_what_waits_for_us_comes_first_emergencies_before_the_rest_oldest_on_top(
    store, written
):
    await written("APPROVED1", waiting_since=NOON - 9 * clock.DAY, **AT_WORK)
    await written("EMERGENCY", waiting_since=NOON, emergency=True)
    await written("WAITING01", waiting_since=NOON - 9 * clock.DAY, status="waiting_customer")
    await written("LATE00001", waiting_since=NOON - clock.HOUR)
    await written("OLDEST001", waiting_since=NOON - clock.DAY)
    await written("REOPENED1", waiting_since=NOON, status="reopened")
    await written("EMERGENC2", waiting_since=NOON - clock.HOUR, emergency=True)
    await written("APPROVED2", waiting_since=NOON, emergency=True, **AT_WORK)
    assert await numbers(store) == [
        "REOPENED1",
        "EMERGENC2",
        "EMERGENCY",
        "OLDEST001",
        "LATE00001",
        "APPROVED2",
        "APPROVED1",
        "WAITING01",
    ]


async def test_a_changed_status_changes_the_turn(store, written):
    await written("EMERGENCY", emergency=True)
    await written("OLDEST001", waiting_since=NOON - clock.DAY)
    await store.write(OURS, service.change, "EMERGENCY", 0, status="waiting_customer")
    assert await numbers(store) == ["OLDEST001", "EMERGENCY"]
    await store.write(OURS, service.change, "EMERGENCY", 1, status="reopened")
    assert await numbers(store) == ["EMERGENCY", "OLDEST001"]


async def test_closed_ones_stand_apart_the_latest_on_top(store, written):
    await written("OPEN00001")
    for day in (2, 1, 3):
        closed = {"status": "rejected", "open": False, "waiting_since": NOON - day * clock.DAY}
        await written(f"CLOSED00{day}", **closed)
    await written("TRIED0001", test=True, open=False)
    assert await numbers(store) == ["OPEN00001"]
    assert await numbers(store, view="closed") == ["CLOSED001", "CLOSED002", "CLOSED003"]


async def test_each_view_shows_what_it_says_and_counts_it(store, written):
    await store.write(OURS, people.set_teams, "vera", ("Elétrica", "Água"))
    await written("NOBODYS01")
    await written("MINE00001", responsible="vera", **AT_WORK)
    await written("TEAMS0001", responsible="teo", team="Água", **AT_WORK)
    await written("OTHERS001", responsible="teo", team="Garantia", **AT_WORK)
    await written("OVERDUE01", responsible="teo", answer_by=NOON - 1, **AT_WORK)
    await written("TODAY0001", responsible="teo", answer_by=NOON + clock.HOUR, **AT_WORK)
    await written("REOPENED1", responsible="teo", status="reopened")
    asked = {"status": "waiting_customer", "answer_by": NOON - clock.DAY}
    await written("WAITING01", responsible="teo", **asked)
    await written("CLOSED001", responsible="vera", status="rejected", open=False)
    await written("THEIRS001", tenant="norte", responsible="vera")
    shown = {view: await numbers(store, view=view) for view in VIEWS}
    assert len(shown.pop("open")) == 8
    assert shown == {
        "mine": ["MINE00001"],
        "team": ["TEAMS0001"],
        "nobody": ["NOBODYS01"],
        "today": ["TODAY0001"],
        "overdue": ["OVERDUE01"],
        "reopened": ["REOPENED1"],
        "waiting": ["WAITING01"],
    }
    counts = {"open": 8} | dict.fromkeys(shown, 1)
    assert (await listed(store)).counts == counts


async def test_counts_that_are_too_many_to_count_say_so(store, written, monkeypatch):
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    await written("OPEN00001")
    await written("OPEN00002")
    assert not (await listed(store)).more_open
    await written("OPEN00003")
    page = await listed(store)
    assert (page.counts["open"], page.more_open) == (2, True)


async def test_an_empty_record_is_an_empty_queue(store):
    page = await listed(store)
    assert (list(page.rows), set(page.counts.values()), page.next) == ([], {0}, ())


@pytest.mark.parametrize("view", ["open", "closed"])
@pytest.mark.parametrize("since", [None, 0])
async def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    store, written, monkeypatch, view, since
):
    monkeypatch.setattr(queue, "PAGE", 2)
    closed = {"status": "rejected", "open": False} if view == "closed" else {}
    for n in range(7):  # several of the same moment and turn
        await written(f"NUMBER00{n}", waiting_since=NOON + n // 3, opened_at=NOON, **closed)
    seen: list[str] = []
    asked = Asked(view=view, since=since)
    for _ in range(4):
        page = await store.read(OURS, queue.listed, asked, WATCH)
        seen += [row.number for row in page.rows]
        asked = replace(asked, after=page.next)
    assert page.next == ()
    assert len(seen) == 7
    assert sorted(seen) == [f"NUMBER00{n}" for n in range(7)]


async def test_a_page_holds_although_what_it_began_after_has_gone(store, written, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for n in range(4):
        await written(f"NUMBER00{n}", waiting_since=NOON + n)
    after = (await listed(store)).next
    await store.write(OURS, service.change, "NUMBER001", 0, status="waiting_customer")
    assert await numbers(store, after=after) == ["NUMBER002", "NUMBER003"]


async def test_a_period_and_a_status_narrow_the_list(store, written):
    for day in range(4):
        status = "approved" if day % 2 else "received"
        await written(f"NUMBER00{day}", opened_at=NOON + day * clock.DAY, status=status)
        closed = {"open": False, "opened_at": NOON + day * clock.DAY}
        await written(f"CLOSED00{day}", status="accepted" if day % 2 else "rejected", **closed)
    period = {"since": NOON + clock.DAY, "until": NOON + 3 * clock.DAY}
    assert await numbers(store, **period) == ["NUMBER002", "NUMBER001"]
    assert await numbers(store, **period, status="approved") == ["NUMBER001"]
    assert await numbers(store, view="closed", **period) == ["CLOSED002", "CLOSED001"]
    assert await numbers(store, view="closed", status="accepted") == ["CLOSED003", "CLOSED001"]


async def test_how_many_were_found_is_counted_within_the_view(store, written, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 1)
    await written("NUMBER001", unit="1203")
    await written("NUMBER002", unit="1203")
    await written("NUMBER003", unit="1203", status="rejected", open=False)
    wanted = sought("1203")
    assert (await listed(store, sought=wanted)).found == 2
    assert (await listed(store, sought=wanted, view="closed")).found == 1
    assert (await listed(store)).found is None
