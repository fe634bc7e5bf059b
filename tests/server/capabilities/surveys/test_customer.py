"""The survey's page: looked at, answered, answered otherwise, refused, too late."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from sqlalchemy import func, select
from tests.server.capabilities.surveys.conftest import GOOD, LOW, Case
from tests.server.scene import send_request

from aldaba import clock
from aldaba.capabilities.surveys.models import response
from aldaba.capabilities.surveys.page import PURPOSE, Screen
from aldaba.events import history
from aldaba.links import Link
from aldaba.requests.letters import follow_link
from aldaba.requests.service import stream_of

pytestmark = pytest.mark.anyio
JSON = {"accept": "application/json"}


def hidden(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: value for name, value in found if name.startswith("_")}


async def send(client: AsyncTestClient[Any], token: str, said: dict[str, Any], **more: Any) -> Any:
    page = await client.get(f"/l/{token}")
    return await client.post(f"/l/{token}?send", data=hidden(page.text) | said, **more)


async def kinds(case: Case) -> list[str]:
    story = await case.deployment.store.read(case.tenant, history, stream_of(case.number))
    return [each.kind for each in story if each.kind.startswith(("Survey", "Low"))]


async def versions(case: Case) -> int:
    def job(db: Any, tenant: str) -> int:
        return db.scalar(select(func.count()).where(response.c.tenant == tenant)) or 0

    return await case.deployment.store.read(case.tenant, job)


@pytest.fixture
async def token(case: Case, frozen_clock: Any) -> str:
    await case.close()
    await case.accept()
    frozen_clock.advance(2 * clock.HOUR)
    assert (await case.look()).state == "invited"
    return await case.token()


async def test_the_page_says_how_many_questions_and_until_when(client, token: str) -> None:
    page = (await client.get(f"/l/{token}")).text
    assert "6 perguntas, cerca de 1 minuto." in page
    assert "Você pode responder até" in page
    assert "Muito ruim" in page
    spanish = (await client.get(f"/l/{token}?lang=es")).text
    assert "6 preguntas, alrededor de 1 minuto." in spanish


async def test_answers_are_kept_and_thanked_for(
    client, case: Case, token: str, frozen_clock
) -> None:
    answer = await send(client, token, GOOD)
    assert answer.status_code == 303
    assert await kinds(case) == ["SurveyInvited", "SurveyAnswered"]
    row = await case.row()
    assert (row.state, row.version, row.low) == ("answered", 1, False)
    page = (await client.get(answer.headers["location"])).text
    assert "Recebemos suas respostas" in page
    promised = re.search(r"alguém da equipe responde até [^<]+", page)
    assert promised
    frozen_clock.advance(3 * clock.DAY)
    assert promised[0] in (await client.get(f"/l/{token}")).text
    assert len(await case.mails("surveys/low")) == 0


async def test_the_same_again_changes_nothing(client, case: Case, token: str) -> None:
    await send(client, token, GOOD)
    await send(client, token, GOOD)
    assert await kinds(case) == ["SurveyInvited", "SurveyAnswered"]
    assert await versions(case) == 1


async def test_answers_can_be_changed_and_the_old_ones_stay(client, case: Case, token: str) -> None:
    await send(client, token, GOOD)
    page = (await client.get(f"/l/{token}")).text
    assert re.search(r'name="overall" value="5" checked', page)
    await send(client, token, GOOD | {"overall": "4"})
    assert await kinds(case) == ["SurveyInvited", "SurveyAnswered", "SurveyAnswersChanged"]
    assert await versions(case) == 2
    assert (await case.row()).version == 2


async def test_a_low_score_is_told_to_the_team_once(client, case: Case, token: str) -> None:
    await send(client, token, LOW)
    await send(client, token, LOW | {"more": "Still."})
    assert (await case.row()).low
    assert [row.recipient for row in await case.mails("surveys/low")] == ["team"]


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"overall": "6"}, "overall", "unknown_option"),
        ({"overall": "0"}, "overall", "unknown_option"),
        ({"recommend": "11"}, "recommend", "unknown_option"),
        ({"solved": "maybe"}, "solved", "unknown_option"),
        ({"overall": ""}, "overall", "missing_choice"),
        ({"more": "x" * 4001}, "more", "too_long"),
        ({"favourite_colour": "red"}, "favourite_colour", "unknown_question"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    client, case: Case, token: str, said: dict[str, str], field: str, code: str
) -> None:
    answer = await send(client, token, GOOD | said)
    assert answer.status_code == 422
    assert "data-summary autofocus" in answer.text
    assert await kinds(case) == ["SurveyInvited"]
    assert await versions(case) == 0
    in_place = await send(client, token, GOOD | said, headers=JSON)
    assert in_place.status_code == 422
    assert "view" in in_place.json()


async def test_a_press_with_nothing_chosen_changes_nothing(client, case: Case, token: str) -> None:
    assert (await send(client, token, {})).status_code == 422
    assert await versions(case) == 0


async def test_an_answer_without_the_pages_nonce_changes_nothing(
    client, case: Case, token: str
) -> None:
    other = case.deployment.signer.nonce(clock.now(), "another page")
    for nonce in ({}, {"_nonce": "x"}, {"_nonce": other}):
        answer = await client.post(f"/l/{token}", data=GOOD | nonce)
        assert answer.status_code == 409
    assert await versions(case) == 0


async def test_after_the_deadline_the_page_says_so(
    client, case: Case, token: str, frozen_clock
) -> None:
    page = await client.get(f"/l/{token}")
    frozen_clock.advance((await case.row()).deadline - clock.now() + 1)
    late = await client.post(f"/l/{token}", data=hidden(page.text) | GOOD)
    assert late.status_code == 200
    assert "Esta pesquisa terminou" in late.text
    assert await versions(case) == 0
    assert "Esta pesquisa terminou" in (await client.get(f"/l/{token}")).text


async def test_a_link_of_another_purpose_or_company_opens_nothing(
    client, case: Case, token: str
) -> None:
    signer, until = case.deployment.signer, clock.now() + clock.DAY
    norte = signer.sign(Link(PURPOSE, "norte", case.number, 1, until, "es"))
    receipt = signer.sign(Link("receipt", "horizonte", case.number, 1, until, "es"))
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    swapped = receipt.replace("receipt.", "survey.", 1)
    for wrong, statuses in (
        (norte, {404}),
        (changed, {404}),
        (swapped, {404}),
        (receipt, {405}),
    ):
        assert (await client.post(f"/l/{wrong}", data=GOOD)).status_code in statuses
    assert await versions(case) == 0


async def test_who_wants_no_more_surveys_gets_none(
    client, case: Case, token: str, deployment, frozen_clock
) -> None:
    assert (await send(client, token, {"not_again": "yes"})).status_code == 303
    assert "Não vamos mais perguntar" in (await client.get(f"/l/{token}")).text
    assert (await case.row()).state == "declined"
    frozen_clock.advance(60 * clock.DAY)
    other = Case(deployment, "horizonte", (await send_request(deployment, "horizonte")).number)
    await other.close()
    await other.accept()
    frozen_clock.advance(clock.DAY)
    assert (await other.look()).why == "refused"


async def test_a_press_of_every_button_with_defaults_declines_nothing(
    client, case: Case, token: str
) -> None:
    await send(client, token, {})
    await send(client, token, {})
    assert (await case.row()).state == "invited"


async def test_the_survey_can_be_answered_at_once_before_any_mail(
    client, case: Case, frozen_clock
) -> None:
    await case.close()
    await case.accept()
    assert (await send(client, await case.token(), GOOD)).status_code == 303
    frozen_clock.advance(clock.DAY)
    assert (await case.look()).state == "answered"
    assert await case.mails() == []


async def test_a_survey_that_waits_stands_on_the_follow_page_until_it_is_answered(
    client, case: Case, token: str
) -> None:
    follow = follow_link("horizonte", case.number, "pt-BR", clock.now())
    address = f"/l/{case.deployment.signer.sign(follow)}"
    page = (await client.get(address)).text
    (there,) = set(re.findall(r"/l/survey\.[^\"]+", page))
    assert (await client.get(there)).status_code == 200
    await send(client, there.removeprefix("/l/"), GOOD)
    assert "/l/survey." not in (await client.get(address)).text


async def test_nortes_matrix_is_read_and_prefilled(client, nortes: Case, frozen_clock) -> None:
    await nortes.close()
    frozen_clock.advance(clock.DAY)
    await nortes.look()
    token = await nortes.token()
    said = {"aspects.brand": "4", "aspects.agent": "2", "aspects.contact": "none"}
    assert (await send(client, token, said | {"solved": "no"})).status_code == 303
    page = (await client.get(f"/l/{token}?lang=es")).text
    assert 'name="aspects.contact" value="none" checked' in page
    assert (await nortes.row()).low


async def test_where_every_question_is_optional_an_empty_press_changes_nothing(
    client, case: Case, token: str, monkeypatch
) -> None:
    theme = case.deployment.themes.get("horizonte")
    form = case.deployment.themes.form(theme, "survey", "pt-BR")
    optional = tuple(replace(field, required=False) for field in form.fields)
    section = replace(form.sections[0], fields=optional)
    changed = replace(form, sections=(section,))
    monkeypatch.setattr(Screen, "form", lambda _screen: changed)
    assert (await send(client, token, {})).status_code == 422
    assert await versions(case) == 0
