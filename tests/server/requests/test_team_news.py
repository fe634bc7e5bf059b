"""Who of the team is told of what, and how: as the company and each of the staff chose."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from aldaba import clock
from aldaba.outbox.message import Letter, addressees
from aldaba.outbox.models import outbox
from aldaba.people import news
from aldaba.people import service as people
from aldaba.people.models import staff
from aldaba.requests import digest, service
from aldaba.requests.colleagues import set_colleagues
from aldaba.requests.team_news import tell_given, tell_of_new, tell_team
from aldaba.themes.tenant import Mail

from .conftest import NOON

pytestmark = pytest.mark.anyio

OURS, NUMBER = "horizonte", "ABC123DE9"
STREAM = service.stream_of(NUMBER)
ZONE = "America/Sao_Paulo"
EIGHT = clock.moment(clock.local(NOON + clock.DAY, ZONE).replace(hour=8)) + digest.SETTLED


@pytest.fixture
async def desk(store, written):
    """Vera looks after the request with Téo beside her; Otávio after nothing."""
    await written(NUMBER, responsible="vera")
    for id_, language in (("vera", "pt-BR"), ("teo", "es"), ("otavio", "en")):
        said = {"name": id_, "role": "coordinator", "language": language, "at": NOON}
        await store.write(OURS, people.put, f"{id_}@horizonte.example", id_=id_, **said)
    await store.write(OURS, set_colleagues, NUMBER, ["teo"])
    return store


async def told(store, kind):
    """(recipient, language) of the mails of `kind`."""

    def rows(db, tenant):
        mine = select(outbox).where(outbox.c.tenant == tenant, outbox.c.kind == kind)
        return db.execute(mine.order_by(outbox.c.recipient)).all()

    return await store.read(OURS, rows)


def who(rows):
    return [(row.recipient, row.language) for row in rows]


async def choose(store, id_, **chosen):
    await store.write(OURS, news.choose, id_, chosen, ZONE)


async def test_whoever_looks_after_it_is_told_at_once_in_their_language(desk):
    await desk.write(OURS, tell_team, "questions/answered", STREAM, 1, NOON)
    rows = await told(desk, "questions/answered")
    assert who(rows) == [("staff:teo", "es"), ("staff:vera", "pt-BR"), ("team", "")]
    assert {row.due_at for row in rows} == {NOON}


async def test_each_switches_each_kind_off(desk):
    await choose(desk, "vera", answered="never")
    for kind in ("questions/answered", "closures/decided"):
        await desk.write(OURS, tell_team, kind, STREAM, 1, NOON)
    assert who(await told(desk, "questions/answered")) == [("staff:teo", "es"), ("team", "")]
    assert ("staff:vera", "pt-BR") in who(await told(desk, "closures/decided"))


async def test_a_new_request_is_told_to_whoever_wants_any(desk):
    await desk.write(OURS, tell_of_new, "intake/new", STREAM, 1, NOON)
    assert who(await told(desk, "intake/new")) == [("team", "")]
    await choose(desk, "otavio", new="at_once")
    await desk.write(OURS, tell_of_new, "intake/new", STREAM, 2, NOON)
    assert ("staff:otavio", "en") in who(await told(desk, "intake/new"))


async def test_a_day_makes_one_mail_after_its_hour(desk, frozen_clock):
    await choose(desk, "vera", answered="daily", given="daily")
    for sequence, at in ((1, NOON), (2, NOON + clock.HOUR), (3, NOON + clock.DAY)):
        await desk.write(OURS, tell_team, "questions/answered", STREAM, sequence, at)
        await desk.write(OURS, tell_given, STREAM, sequence, ["vera"], at)
    first, second = sorted(await told(desk, "requests/digest"), key=lambda row: row.due_at)
    assert (first.due_at, second.due_at) == (EIGHT, EIGHT + clock.DAY)
    assert ("staff:vera", "pt-BR") not in who(await told(desk, "questions/answered"))


async def test_who_left_is_told_nothing(desk):
    def leave(db, tenant):
        mine = (staff.c.tenant == tenant) & (staff.c.id == "vera")
        db.execute(update(staff).where(mine).values(active=False))

    await desk.write(OURS, leave)
    await desk.write(OURS, tell_team, "questions/answered", STREAM, 1, NOON)
    assert who(await told(desk, "questions/answered")) == [("staff:teo", "es"), ("team", "")]


async def test_nobody_has_it_twice(desk):
    box = Mail(
        sender="a@b.example", reply_to="a@b.example", team=("vera@h.example", "box@h.example")
    )
    for_team = SimpleNamespace(kind="questions/answered", recipient="team")
    for_vera = SimpleNamespace(kind="questions/answered", recipient="staff:vera")
    silent = Letter((), {}, apart=())
    mine = Letter(("vera@h.example",), {}, apart=())
    assert addressees(for_team, silent, box) == box.team
    assert addressees(for_vera, mine, box) == ()
    chosen = ("vera@h.example",)
    assert addressees(for_team, Letter((), {}, apart=chosen), box) == ("box@h.example",)
    assert addressees(for_vera, Letter(mine.to, {}, apart=chosen), box) == mine.to
    left_out = Mail(
        sender="a@b.example", reply_to="a@b.example", team=box.team, not_told=("answered",)
    )
    assert addressees(for_team, silent, left_out) == ()
    assert addressees(for_vera, mine, left_out) == mine.to
    given = SimpleNamespace(kind="requests/given", recipient="staff:vera")
    assert addressees(given, Letter(mine.to, {}), box) == mine.to


async def test_the_digest_names_each_request_and_none_that_is_gone(desk):
    await choose(desk, "vera", answered="daily")
    await desk.write(OURS, tell_team, "questions/answered", STREAM, 1, NOON)
    [row] = await told(desk, "requests/digest")
    assert await desk.read(OURS, digest.letter, row) is None
