"""Who is asked and when, with a clock that stands still: delay, reminders, deadline, counted."""

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, update
from tests.server.capabilities.surveys.conftest import LOW, Case
from tests.server.capabilities.surveys.test_customer import send
from tests.server.scene import send_request, stage_photo, write_form

from aldaba import clock
from aldaba.capabilities.intake import service as intake
from aldaba.capabilities.surveys import letters, service, wishes
from aldaba.capabilities.surveys.inviting import invite_due
from aldaba.requests.models import request

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
    assert await write("norte", wishes.choose, nortes.number, False, clock.now(), "silvia")
    frozen_clock.advance(DAY)
    assert (await nortes.look()).why == "withheld"
    assert await write("norte", wishes.choose, nortes.number, True, clock.now(), "silvia")
    assert (await nortes.look()).state == "invited"


async def test_where_only_marked_requests_are_asked_about_the_mark_sends(
    nortes: Case, frozen_clock, monkeypatch
) -> None:
    rule(nortes, monkeypatch, invite="marked")
    await nortes.close()
    frozen_clock.advance(3 * DAY)
    assert (await nortes.look()).state == "planned"
    write = nortes.deployment.store.write
    await write("norte", wishes.choose, nortes.number, True, clock.now(), "silvia")
    assert (await nortes.look()).state == "invited"


def rule(case: Case, monkeypatch: pytest.MonkeyPatch, **rules: object) -> None:
    """The company of `case` has other `rules` for surveys, or another `link_days`."""
    themes = case.deployment.themes
    theme, get = themes.get(case.tenant), themes.get
    days = {"link_days": rules.pop("link_days")} if "link_days" in rules else {}
    tenant = replace(theme.tenant, surveys=replace(theme.tenant.surveys, **rules), **days)
    changed = replace(theme, tenant=tenant)
    monkeypatch.setattr(themes, "get", lambda name: changed if name == case.tenant else get(name))


async def test_mails_go_out_until_the_answer_and_no_longer(
    client, nortes: Case, frozen_clock
) -> None:
    await nortes.close()
    await nortes.post()
    frozen_clock.advance(DAY)
    await nortes.look()
    asked = [each for each in await nortes.post() if "¿Cómo" in each or "opinión" in each]
    assert len(asked) == 1
    frozen_clock.advance(4 * DAY)
    assert [each for each in await nortes.post() if "opinión" in each] != []
    said = {"aspects.brand": "4", "aspects.agent": "4", "aspects.contact": "none"}
    await send(client, await nortes.token(), said | {"solved": "first"})
    before = await nortes.post()
    frozen_clock.advance(4 * DAY)
    await nortes.look()
    assert await nortes.post() == before
    assert [row.state for row in await nortes.mails()] == ["sent", "sent", "dropped"]


async def test_a_link_holds_as_long_as_the_company_says_and_to_the_deadline(
    client, nortes: Case, frozen_clock, monkeypatch
) -> None:
    rule(nortes, monkeypatch, link_days={"survey": 30})
    await nortes.close()
    frozen_clock.advance(DAY)
    await nortes.look()
    token = await nortes.token()
    frozen_clock.advance(30 * DAY)
    assert (await client.get(f"/l/{token}")).status_code == 200
    frozen_clock.advance(HOUR)
    assert (await client.get(f"/l/{token}")).status_code == 410
    rule(nortes, monkeypatch, link_days={"survey": 1})
    await nortes.reopen()
    await nortes.close(2)
    frozen_clock.advance(DAY)
    asked = await nortes.look()
    assert asked.link_until == asked.deadline


async def test_where_the_team_wants_no_mail_of_low_scores_it_gets_none(
    client, case: Case, frozen_clock, monkeypatch
) -> None:
    rule(case, monkeypatch, tell_low=False)
    await case.close()
    await case.accept()
    frozen_clock.advance(2 * HOUR)
    await case.look()
    await send(client, await case.token(), LOW)
    assert (await case.row()).low
    assert await case.mails("surveys/low") == []


async def test_the_subject_chooses_the_survey(client, deployment, frozen_clock) -> None:
    staged = await stage_photo(deployment, "horizonte")
    about = {"subject": "handover", "block": "Sabiá", "unit": "302"}
    sent = await write_form(deployment, "horizonte", [staged.id], **about)
    kept = await deployment.store.write("horizonte", intake.submit, sent)
    keys = Case(deployment, "horizonte", kept.number)
    await keys.close()
    await keys.accept()
    frozen_clock.advance(2 * HOUR)
    assert (await keys.look()).survey == "survey-handover"
    token = await keys.token()
    assert "Entrega das chaves" in (await client.get(f"/l/{token}")).text
    said = {"explanation": "5", "state": "4", "recommend": "9"}
    assert (await send(client, token, said)).status_code == 303
    assert (await keys.row()).survey == "survey-handover"


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
