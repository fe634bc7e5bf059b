"""The planted demo holds what the samples say of each of their requests: who wrote it, to the
letter, about what and where, how it stands since when, and what was said and done on the way."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.server.demo.planted import Days, shown

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.demo.running import _newest_link
from aldaba.requests.models import request

pytestmark = pytest.mark.anyio

LATER = {
    "H-02": "a link to H-01, which has the same riser",
    "H-03": "the next action: tell the customer the date on D+1",
    "H-05": "a review as a state of its own; her message stands in the history",
    "H-07": "the owner's copy of what the renter is told",
    "H-08": "six flats that joined and see it too",
    "H-11": "seven items, each with a state of its own",
    "N-01": "how the customer was validated: by invoice and model",
    "N-05": "the quote itself: lines, two options, approval until D+5; its sum stands in a comment",
    "N-06": "the loan and the route as records",
    "N-08": "a review as a state of its own; his message stands in the history",
    "N-10": "several units in one request",
    "handover": "dates and results of the customer's inspections, and handovers to come",
}

# Part of what was written or told; everything else is held to the letter.
PART_OF = {"notes", "told", "question", "reason"}


def said_of(tenant: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name(f"said-{tenant}.toml").read_text("utf-8"))


def differs(said: Any, found: Any) -> bool:
    """Whether `found` lacks something of what was `said`; a day holds any of its hours."""
    match said:
        case dict():
            return any(differs(each, (found or {}).get(name)) for name, each in said.items())
        case list():
            return len(said) != len(found) or any(map(differs, said, found))
        case str():
            return not f"{found or ''} ".startswith(f"{said} ")
        case _:
            return bool(said != found)


def differences(said: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What was said and what was found, where they differ."""
    return {
        name: (each, found[name])
        for name, each in said.items()
        if (each not in (found[name] or "") if name in PART_OF else differs(each, found[name]))
    }


@pytest.mark.parametrize("tenant", ["horizonte", "norte"])
async def test_every_sample_request_is_as_the_samples_tell_it(planted, tenant: str) -> None:
    zone = planted.themes.get(tenant).tenant.timezone
    days = Days(zone, clock.local(clock.now(), zone).date())
    found = await planted.store.read(tenant, shown, days)
    said = said_of(tenant)
    assert len(said) == 12
    assert {each["text"] for each in said.values()} <= found.keys()
    wrong = {key: differences(each, found[each["text"]]) for key, each in said.items()}
    assert {key: each for key, each in wrong.items() if each} == {}


@pytest.mark.parametrize(("tenant", "waits"), [("horizonte", "H-04"), ("norte", "N-04")])
async def test_the_printed_link_to_decide_is_the_samples_one(
    planted, tenant: str, waits: str
) -> None:
    pages = [page for each in CAPABILITIES for page in each.links if page.purpose == "acceptance"]
    link = await planted.store.read(tenant, _newest_link, pages[0])
    about = await description(planted, tenant, request.c.number == link.subject)
    assert about == said_of(tenant)[waits]["text"]


@pytest.mark.parametrize("tenant", ["horizonte"])
async def test_the_reopened_one_is_first_and_the_oldest_waits_longest(planted, tenant: str) -> None:
    said = said_of(tenant)
    assert await description(planted, tenant, request.c.open) == said["H-07"]["text"]
    waits = request.c.status == "received"
    assert await description(planted, tenant, waits) == said["H-01"]["text"]


async def description(planted, tenant: str, which) -> str:
    """The text of the first request in the order of the queue."""
    first = select(request.c.description).where(request.c.tenant == tenant, which)
    first = first.order_by(request.c.turn, request.c.waiting_since).limit(1)
    return await planted.store.read(tenant, lambda db, _tenant: db.scalar(first))
