"""An accepted closing leads on to the survey at once, where the company's rules ask at all."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace
from tests.server.capabilities.closures.conftest import hidden, open_case, press

from aldaba import clock
from aldaba.capabilities.surveys import wishes
from aldaba.capabilities.surveys.inviting import invite_due
from aldaba.outbox.models import outbox
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

OURS = "horizonte"
GOOD = {"overall": "5", "recommend": "10", "solved": "first"}
QUESTIONS = 'id="survey-title"'


def rule(deployment: Deployment, monkeypatch: pytest.MonkeyPatch, **said: Any) -> None:
    """Horizonte's rules of asking are these."""
    theme = deployment.themes.get(OURS)
    assert theme
    tenant = replace(theme.tenant, surveys=replace(theme.tenant.surveys, **said))
    changed = replace(theme, tenant=tenant)
    monkeypatch.setattr(deployment.themes, "get", lambda _: changed)
    monkeypatch.setattr(deployment.themes, "in_service", lambda _: changed)


async def accepted(client: Any, deployment: Deployment) -> tuple[Any, str]:
    """A case that its customer accepted, and the page that they read then."""
    case = await open_case(deployment, OURS)
    return case, (await press(client, await case.path("en"), choice="accept")).text


def survey_form(page: str) -> tuple[str, dict[str, str]]:
    """Where the survey below the decision goes, and what it brings back by itself."""
    part = page[page.index(QUESTIONS) :]
    action = re.search(r'action="(/l/survey\.[^"]+)"', part)
    assert action
    return action[1], hidden(part[: part.index("</form>")])


async def mailed(deployment: Deployment) -> Iterable[str]:
    read = deployment.store.read
    kinds = await read(OURS, lambda db, _: [row.kind for row in db.execute(outbox.select())])
    return {kind for kind in kinds if kind.startswith("surveys/")}


async def test_who_accepts_answers_the_survey_below_and_gets_no_mail_for_it(
    client, deployment, frozen_clock
) -> None:
    case, page = await accepted(client, deployment)
    assert page.index("Accepted: ") < page.index(QUESTIONS)
    address, fields = survey_form(page)
    refused = await client.post(address, data=fields)
    assert refused.status_code == 422
    answer = await client.post(address, data=fields | GOOD)
    assert answer.status_code == 303
    assert "We have your answers" in (await client.get(answer.headers["location"])).text
    assert QUESTIONS not in (await client.get(await case.path("en"))).text
    frozen_clock.advance(3 * clock.HOUR)
    await invite_due(deployment)
    assert await mailed(deployment) == set()
    another, page = await accepted(client, deployment)
    assert QUESTIONS not in page  # the same person, asked a moment ago
    assert await another.status() == "accepted"


async def test_who_leaves_it_for_later_finds_it_again_and_gets_the_mail(
    client, deployment, frozen_clock
) -> None:
    case, _ = await accepted(client, deployment)
    assert QUESTIONS in (await client.get(await case.path("en"))).text
    frozen_clock.advance(2 * clock.HOUR)
    await invite_due(deployment)
    assert "surveys/invitation" in await mailed(deployment)
    assert QUESTIONS in (await client.get(await case.path("en"))).text


async def test_who_reopens_or_has_not_decided_is_asked_nothing(client, deployment) -> None:
    case = await open_case(deployment, OURS)
    assert QUESTIONS not in (await client.get(await case.path("en"))).text
    said = {"choice": "reopen", "reason": "The tap still drips, day and night."}
    page = (await press(client, await case.path("en"), **said)).text
    assert "Reopened: " in page
    assert QUESTIONS not in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ({}, True),
        ({"invite": "never"}, False),
        ({"invite": "marked"}, False),
        ({"after": "closing"}, False),
    ],
)
async def test_the_companys_rules_say_whether(
    client, deployment, monkeypatch, rules, asked
) -> None:
    rule(deployment, monkeypatch, **rules)
    case, page = await accepted(client, deployment)
    assert (QUESTIONS in page) == asked
    await deployment.store.write(OURS, wishes.choose, case.number, False, clock.now(), "staff:1")
    assert QUESTIONS not in (await client.get(await case.path("en"))).text
    await deployment.store.write(OURS, wishes.choose, case.number, True, clock.now(), "staff:1")
    wanted = rules.get("invite") != "never" and "after" not in rules
    assert (QUESTIONS in (await client.get(await case.path("en"))).text) == wanted
