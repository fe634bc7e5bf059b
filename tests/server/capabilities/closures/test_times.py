"""What becomes of a closing in time, by a clock that stands until the test moves it."""

import re
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select, update
from tests.server.capabilities.closures.conftest import Case, open_case, press

from aldaba import clock
from aldaba.app import CAPABILITIES, create_app
from aldaba.capabilities.closures.silence import close_silent
from aldaba.links import Link
from aldaba.outbox.attempt import attempt
from aldaba.outbox.models import outbox
from aldaba.outbox.transport import transport_of

pytestmark = pytest.mark.anyio

REASON = "Sigue goteando como antes."
EMAILS = {email.kind: email for one in CAPABILITIES for email in one.emails}


@pytest.fixture
async def case(frozen_clock, deployment) -> Case:
    """Horizonte's: 7 days to answer, a reminder 2 days before, then closed unanswered."""
    return await open_case(deployment, "horizonte")


@pytest.fixture
async def theirs(frozen_clock, deployment) -> Case:
    """Norte's, which waits for ever."""
    return await open_case(deployment, "norte")


@pytest.fixture
async def client(frozen_clock, deployment):
    """Before the application without its tasks: no mail goes unless the test sends it."""
    transport = ASGITransport(app=create_app(deployment))
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as visitor:
        yield visitor


async def mails(case: Case) -> list[str]:
    """The kinds of mail about closings that are due and wanted now; each is sent."""
    to = transport_of(f"folder:{case.deployment.settings.data}/mail")
    mine = (outbox.c.tenant == case.tenant, outbox.c.state == "due")
    wanted = (outbox.c.kind.like("closures/%"), outbox.c.due_at <= clock.now())
    sent = []
    rows = await case.deployment.store.read(
        case.tenant, lambda db, _: db.execute(select(outbox).where(*mine, *wanted)).all()
    )
    for row in rows:
        await attempt(case.deployment, EMAILS, to, row)
        sent.append((row.id, row.kind))
    states = await case.deployment.store.read(
        case.tenant, lambda db, _: dict(db.execute(select(outbox.c.id, outbox.c.state)).all())
    )
    assert "parked" not in states.values()
    return sorted(kind.removeprefix("closures/") for id_, kind in sent if states[id_] == "sent")


async def test_silence_closes_it_without_calling_it_accepted(case, frozen_clock, client) -> None:
    assert await mails(case) == ["closed"]
    frozen_clock.advance(7 * clock.DAY + 14 * clock.HOUR)  # the last day's evening in São Paulo
    assert await close_silent(case.deployment) == 0
    frozen_clock.advance(2 * clock.HOUR)
    assert await close_silent(case.deployment) == 1
    assert await close_silent(case.deployment) == 0
    assert (await case.status(), (await case.row()).state) == ("closed_unanswered", "unanswered")
    assert "unanswered" in await mails(case)
    page = (await client.get(await case.path("en"))).text
    assert "Closed without an answer" in page


async def test_a_company_may_wait_for_ever(theirs, frozen_clock) -> None:
    frozen_clock.advance(400 * clock.DAY)
    assert await close_silent(theirs.deployment) == 0
    assert await theirs.status() == "closed"


async def test_the_reminder_comes_once_before_the_deadline(case, frozen_clock) -> None:
    assert await mails(case) == ["closed"]
    frozen_clock.advance(4 * clock.DAY)
    assert await mails(case) == []
    frozen_clock.advance(clock.DAY)
    assert await mails(case) == ["reminder"]
    frozen_clock.advance(clock.DAY)
    assert await mails(case) == []


async def test_nobody_who_has_answered_is_reminded(case, frozen_clock, client) -> None:
    await mails(case)
    await press(client, await case.path(), choice="accept")
    assert await mails(case) == ["accepted", "decided"]
    frozen_clock.advance(6 * clock.DAY)
    assert await mails(case) == []
    assert await close_silent(case.deployment) == 0


async def test_who_could_not_check_is_asked_again_once(case, frozen_clock, client) -> None:
    await mails(case)
    await press(client, await case.path(), choice="later")
    again = await press(client, await case.path(), choice="later")
    assert 'value="later"' not in again.text
    assert (await case.kinds()).count("ClosurePostponed") == 1
    frozen_clock.advance(6 * clock.DAY)
    assert await mails(case) == []  # the usual reminder would have come yesterday
    frozen_clock.advance(clock.DAY)
    assert await mails(case) == ["reminder"]


async def test_a_decision_is_undone_in_time_and_not_after(case, frozen_clock, client) -> None:
    answer = await press(client, await case.path(), choice="accept")
    undo = re.search(r'action="(/l/undo\.[^"]+)"', answer.text)
    assert undo
    assert (await client.post(undo[1], data={"a": "b"})).status_code == 422  # nothing ticked
    assert await case.status() == "accepted"
    assert (await client.post(undo[1], data={"choice": "undo"})).status_code == 200
    assert (await case.status(), (await case.row()).state) == ("closed", "waiting")

    answer = await press(client, await case.path(), choice="reopen", reason=REASON)
    late = re.search(r'action="(/l/undo\.[^"]+)"', answer.text)
    assert late
    frozen_clock.advance(31 * clock.MINUTE)
    await client.post(late[1], data={"choice": "undo"})
    await client.post(undo[1], data={"choice": "undo"})
    assert await case.status() == "reopened"


async def test_reopening_is_possible_after_acceptance_for_its_days(
    case, frozen_clock, client
) -> None:
    path = await case.path()
    await press(client, path, choice="accept")
    frozen_clock.advance(20 * clock.DAY)
    answer = await press(client, path, choice="reopen", reason=REASON)
    assert (answer.status_code, await case.status()) == (200, "reopened")


async def test_after_its_time_a_linked_request_is_opened_instead(
    case, frozen_clock, client
) -> None:
    path = await case.path()
    await press(client, path, choice="accept")
    frozen_clock.advance(31 * clock.DAY)
    late = await press(client, path, choice="reopen", reason=REASON)
    assert await case.status() == "accepted"
    assert "ClosureAttempted" in await case.kinds()
    answer = await press(client, path, choice="other", reason=REASON)
    assert (late.status_code, answer.status_code) == (200, 200)
    assert (await case.kinds())[-1] == "RequestContinued"


async def test_an_expired_link_sends_another_to_the_address_on_file(
    case, frozen_clock, client
) -> None:
    await mails(case)
    path = await case.path("en")
    frozen_clock.advance(181 * clock.DAY)
    await close_silent(case.deployment)
    await mails(case)
    page = await client.get(path)
    assert (page.status_code, "This link has expired" in page.text) == (410, True)
    assert (await client.post(path, data={"a": "b"})).status_code == 410
    assert await mails(case) == []
    for _ in range(5):
        assert (await client.post(path, data={"choice": "renew"})).status_code == 200
    assert await mails(case) == ["link", "link"]  # the others were too many
    assert (await client.get(await case.path("en"))).status_code == 200


async def test_a_link_is_superseded_by_the_next_closing(case, client) -> None:
    path = await case.path("en")
    await press(client, path, choice="reopen", reason=REASON)
    assert await case.close() is True
    for answer in (await client.get(path), await client.post(path, data={"choice": "accept"})):
        assert (answer.status_code, "There is a newer link" in answer.text) == (410, True)
    assert await case.status() == "closed"
    found = await press(client, await case.path("en"), choice="accept")
    assert found.status_code == 200


def set_revision(db, tenant: str, number: str) -> None:
    from aldaba.capabilities.closures.models import closure  # noqa: PLC0415

    db.execute(update(closure).where(closure.c.number == number).values(revision=1))


async def test_a_revoked_link_says_so(case, client) -> None:
    path = await case.path("en")
    await case.deployment.store.write(case.tenant, set_revision, case.number)
    answer = await client.get(path)
    assert (answer.status_code, "withdrew this link" in answer.text) == (410, True)


async def test_previews_see_the_company_and_nobodys_data(case, client) -> None:
    path = await case.path()
    for agent in ("WhatsApp/2.24", "TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0"):
        page = (await client.get(path, headers={"user-agent": agent})).text
        assert '<meta property="og:title" content="Horizonte">' in page
        assert case.number[:3] not in re.sub(r"/c/\S+", "", page)
        assert len(page) < 1000


async def test_a_mail_leads_to_the_companys_own_page(
    deployment, case, tmp_path: Path, signer
) -> None:
    from msgspec.structs import replace  # noqa: PLC0415

    from aldaba.outbox.message import address_of  # noqa: PLC0415

    theme = deployment.themes.get("horizonte")
    own = {"acceptance": "https://www.horizonte.example/aceite"}
    theirs = replace(theme, tenant=replace(theme.tenant, links=own))
    link = Link("acceptance", "horizonte", case.number, 1000, clock.now(), "pt-BR")
    address = address_of(link, theirs, signer, "https://care.example")
    assert address == f"https://www.horizonte.example/aceite#aldaba={signer.sign(link)}"
    assert address_of(link, theme, signer, "https://care.example").startswith("https://care.exam")
