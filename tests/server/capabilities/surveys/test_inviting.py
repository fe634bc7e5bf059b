"""Who is asked and when, with a clock that stands still: delay, reminders, deadline, counted."""

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, update
from tests.server.capabilities.surveys.conftest import Case
from tests.server.scene import send_request

from aldaba import clock
from aldaba.capabilities.surveys import letters, service
from aldaba.capabilities.surveys.inviting import invite_due
from aldaba.requests.models import request
from aldaba.themes import Theme

pytestmark = pytest.mark.anyio
HOUR, DAY = clock.HOUR, clock.DAY


async def test_nobody_is_asked_before_the_closing_is_accepted(case: Case, frozen_clock) -> None:
    await case.close()
    frozen_clock.advance(6 * DAY)
    assert (await case.look()).state == "planned"
    assert (await case.look()).due_at is None
    await case.accept()
    assert (await case.look()).state == "planned"
    frozen_clock.advance(2 * HOUR - 1)
    assert (await case.look()).state == "planned"
    assert await case.mails() == []
    frozen_clock.advance(1)
    asked = await case.look()
    assert asked.state == "invited"
    assert [row.kind for row in await case.mails()] == ["surveys/invitation", "surveys/reminder"]


async def test_norte_asks_a_day_after_the_closing_and_reminds_twice(
    nortes: Case, frozen_clock
) -> None:
    await nortes.close()
    frozen_clock.advance(DAY - 1)
    assert (await nortes.look()).state == "planned"
    frozen_clock.advance(1)
    assert (await nortes.look()).state == "invited"
    sent = clock.now()
    due = [(row.kind, row.due_at - sent) for row in await nortes.mails()]
    assert due == [
        ("surveys/invitation", 0),
        ("surveys/reminder", 4 * DAY),
        ("surveys/reminder", 8 * DAY),
    ]


async def test_the_deadline_ends_with_the_companys_day(nortes: Case, frozen_clock) -> None:
    await nortes.close()
    frozen_clock.advance(DAY)
    deadline = (await nortes.look()).deadline
    last = clock.local(deadline, "America/Argentina/Buenos_Aires")
    assert (last.hour, last.minute, last.day) == (23, 59, 7)


async def test_looking_twice_asks_once(nortes: Case, frozen_clock) -> None:
    await nortes.close()
    frozen_clock.advance(DAY)
    await nortes.look()
    frozen_clock.advance(DAY)
    await nortes.look()
    assert len(await nortes.mails("surveys/invitation")) == 1


async def test_a_request_reopened_meanwhile_is_not_asked_about(nortes: Case, frozen_clock) -> None:
    await nortes.close()
    frozen_clock.advance(DAY - HOUR)
    await nortes.reopen()
    frozen_clock.advance(2 * DAY)
    assert (await nortes.look()).state == "planned"
    assert await nortes.mails() == []


async def test_the_next_closing_is_asked_about_instead(nortes: Case, frozen_clock) -> None:
    await nortes.close()
    await nortes.reopen()
    await nortes.close(2)
    frozen_clock.advance(DAY)
    assert (await nortes.look()).round == 2
    assert (await nortes.row(1)).why == "superseded"
    assert (await nortes.row(2)).state == "invited"
    assert len(await nortes.mails("surveys/invitation")) == 1


async def test_who_takes_an_acceptance_back_is_not_asked_yet(case: Case, frozen_clock) -> None:
    await case.close()
    await case.accept()
    await case.undo()
    frozen_clock.advance(3 * HOUR)
    assert (await case.look()).state == "planned"
    await case.accept()
    frozen_clock.advance(2 * HOUR)
    assert (await case.look()).state == "invited"


async def test_nobody_is_asked_twice_within_the_companys_days(
    nortes: Case, deployment, frozen_clock
) -> None:
    await nortes.close()
    frozen_clock.advance(DAY)
    await nortes.look()
    other = Case(deployment, "norte", (await send_request(deployment, "norte")).number)
    await other.close()
    frozen_clock.advance(DAY)
    assert ((await other.look()).state, (await other.row()).why) == ("dropped", "recent")
    frozen_clock.advance(30 * DAY)
    third = Case(deployment, "norte", (await send_request(deployment, "norte")).number)
    await third.close()
    frozen_clock.advance(DAY)
    assert (await third.look()).state == "invited"


async def test_the_same_person_is_a_stranger_at_the_other_company(
    case: Case, nortes: Case, frozen_clock
) -> None:
    await nortes.close()
    await case.close()
    await case.accept()
    frozen_clock.advance(DAY)
    await invite_due(case.deployment)
    assert (await case.row()).contact != (await nortes.row()).contact


async def test_staff_choose_not_to_send_and_change_their_mind(nortes: Case, frozen_clock) -> None:
    await nortes.close()
    write = nortes.deployment.store.write
    assert await write("norte", service.choose, nortes.number, False, clock.now(), "silvia")
    frozen_clock.advance(DAY)
    assert (await nortes.look()).why == "withheld"
    assert await write("norte", service.choose, nortes.number, True, clock.now(), "silvia")
    assert (await nortes.look()).state == "invited"


async def test_where_only_marked_requests_are_asked_about_the_mark_sends(
    nortes: Case, frozen_clock, monkeypatch
) -> None:
    theme = nortes.deployment.themes.get("norte")
    marked = with_rules(theme, invite="marked")
    monkeypatch.setattr(nortes.deployment.themes, "get", lambda _tenant: marked)
    await nortes.close()
    frozen_clock.advance(3 * DAY)
    assert (await nortes.look()).state == "planned"
    write = nortes.deployment.store.write
    await write("norte", service.choose, nortes.number, True, clock.now(), "silvia")
    assert (await nortes.look()).state == "invited"


def with_rules(theme: Theme, **rules: object) -> Theme:
    surveys = replace(theme.tenant.surveys, **rules)
    return replace(theme, tenant=replace(theme.tenant, surveys=surveys))


@pytest.mark.parametrize("kind", ["surveys/invitation", "surveys/reminder"])
async def test_a_mail_stops_at_the_answer_the_deadline_and_a_reopening(
    nortes: Case, frozen_clock, kind: str
) -> None:
    read = nortes.deployment.store.read
    await nortes.close()
    frozen_clock.advance(DAY)
    asked = await nortes.look()
    mail = (await nortes.mails(kind))[0]
    assert await read("norte", letters.asking, mail)
    await nortes.reopen()
    assert await read("norte", letters.asking, mail) is None
    await nortes.undo(1, "reopened")
    assert await read("norte", letters.asking, mail)
    write = nortes.deployment.store.write
    frozen_clock.advance(asked.deadline - clock.now() + 1)
    assert await read("norte", letters.asking, mail) is None
    frozen_clock.advance(-2)
    assert await read("norte", letters.asking, mail)
    await write("norte", service.decline, nortes.number, 1, b"c" * 32, clock.now())
    assert await read("norte", letters.asking, mail) is None


async def test_a_cancelled_request_is_not_asked_about(nortes: Case, frozen_clock) -> None:
    def cancel(db: Connection, tenant: str) -> None:
        mine = (request.c.tenant == tenant, request.c.number == nortes.number)
        db.execute(update(request).where(*mine).values(status="cancelled"))

    await nortes.close()
    await nortes.deployment.store.write("norte", cancel)
    frozen_clock.advance(2 * DAY)
    assert (await nortes.look()).state == "planned"
    assert await nortes.mails() == []
