"""Handing over: who looks after a request, said to the team and never to the customer."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import send_request, sign_in

from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.models import outbox
from aldaba.people import service as people
from aldaba.requests import service
from aldaba.requests.colleagues import responsible

pytestmark = pytest.mark.anyio

TENANT = "horizonte"
ON_DUTY = {"stage": "service_request", "status": "approved"}


class Desk:
    """Somebody at the desk before one request, whose team is the company's first."""

    def __init__(self, client: AsyncTestClient[Any], deployment: Any, number: str) -> None:
        self.client, self.deployment, self.number = client, deployment, number
        self.path = f"/desk/{TENANT}/requests/{number}"
        self.team = deployment.themes.get(TENANT).tenant.teams[0]

    async def row(self) -> Any:
        return await self.deployment.store.read(TENANT, service.find, self.number)

    async def me(self) -> str:
        [me] = await self.deployment.store.read(TENANT, people.names)
        return me

    async def form(self) -> dict[str, str]:
        page = (await self.client.get(self.path)).text
        return {name: _hidden(page, name) for name in ("_csrf", "version", "seen")}

    async def hand(self, form: dict[str, str] | None = None, **said: Any) -> Any:
        usual = {"about": "papers", "responsible": "", "team": "", "priority": "normal"}
        data = (form or await self.form()) | usual | said
        return await self.client.post(f"{self.path}/charge", data=data)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    return found[1] if found else ""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def desk(request, deployment):
    sent = await send_request(deployment, TENANT)
    await deployment.store.write(TENANT, service.change, sent.number, 0, **ON_DUTY)
    async with AsyncTestClient(create_app(deployment)) as client:
        client.follow_redirects = False
        await sign_in(client, deployment, TENANT, getattr(request, "param", "coordinator"))
        yield Desk(client, deployment, sent.number)


async def test_what_is_handed_over_is_in_its_views_and_in_the_teams_history_only(desk):
    me = await desk.me()
    answer = await desk.hand(responsible=me, team=desk.team, priority="high")
    assert answer.headers["location"].endswith("done=handed_over")
    row = await desk.row()
    assert (row.responsible, row.team, row.priority, row.version) == (me, desk.team, "high", 2)
    mine = await desk.client.get(f"/desk/{TENANT}", params={"show": "mine"})
    assert desk.number in mine.text
    nobodys = await desk.client.get(f"/desk/{TENANT}", params={"show": "nobody"})
    assert desk.number not in nobodys.text
    stream = service.stream_of(desk.number)
    [*_, last] = await desk.deployment.store.read(TENANT, history, stream)
    assert last.event.told() == f"Responsável: Ana Amostra\nEquipe: {desk.team}\nPrioridade: Alta"
    assert not last.seen_by_customer()
    page = (await desk.client.get(desk.path)).text
    assert "Prioridade: Alta" in page
    assert f"<dt>Equipe</dt><dd>{desk.team}</dd>" in page


async def test_several_people_look_after_it_and_each_is_told(desk, deployment):
    me, write = await desk.me(), deployment.store.write
    for id_ in ("otavio", "teo"):
        said = {"name": id_.title(), "role": "technician", "language": "es", "at": 0}
        await write(TENANT, people.put, f"{id_}@horizonte.example", id_=id_, **said)
    await desk.hand(responsible="otavio", colleagues=[me, "teo", "otavio"])
    assert await deployment.store.read(TENANT, responsible, desk.number) == (
        "otavio",
        *sorted([me, "teo"]),
    )
    told = await deployment.store.read(TENANT, given_to)
    assert told == [("staff:otavio", "es"), ("staff:teo", "es")]  # and not who did it
    mine = await desk.client.get(f"/desk/{TENANT}", params={"show": "mine"})
    assert desk.number in mine.text
    page = (await desk.client.get(desk.path)).text
    assert "<dd>Otavio, " in page
    assert f'value="{me}" checked' in page
    await desk.hand(responsible="otavio", colleagues=["teo"])
    assert await deployment.store.read(TENANT, given_to) == told
    mine = await desk.client.get(f"/desk/{TENANT}", params={"show": "mine"})
    assert desk.number not in mine.text


def given_to(db, tenant):
    mine = select(outbox.c.recipient, outbox.c.language).where(outbox.c.kind == "requests/given")
    return sorted(tuple(row) for row in db.execute(mine.where(outbox.c.tenant == tenant)))


async def test_the_second_who_hands_over_is_shown_the_first_and_keeps_the_choice(desk):
    early = await desk.form()
    await desk.hand(team=desk.team)
    late = await desk.hand(early, priority="urgent")
    assert late.status_code == 409
    assert f"Equipe: {desk.team}" in late.text
    assert '<option value="urgent" selected>' in late.text
    assert (await desk.row()).priority == "normal"


async def test_what_changes_nothing_leaves_no_line(desk):
    answer = await desk.hand()
    assert answer.headers["location"].endswith("done=as_before")
    assert (await desk.row()).version == 1


@pytest.mark.parametrize(
    "said",
    [
        {"team": "Polícia"},
        {"responsible": "x"},
        {"colleagues": "x"},
        {"priority": "now"},
        {"about": "roof/moon"},
    ],
)
async def test_only_what_the_company_has_can_be_chosen(desk, said):
    assert (await desk.hand(**said)).status_code == 400
    assert (await desk.row()).version == 1


async def test_a_subject_and_a_team_that_the_company_gave_up_may_stay(desk):
    given_up = {"subject": "roof", "team": "Telhados"}
    await desk.deployment.store.write(TENANT, service.change, desk.number, 1, **given_up)
    page = (await desk.client.get(desk.path)).text
    assert '<option value="roof" selected>roof</option>' in page
    assert "<option selected>Telhados</option>" in page
    await desk.hand(about="roof", team="Telhados", priority="low")
    row = await desk.row()
    assert (row.subject, row.team, row.priority) == ("roof", "Telhados", "low")


@pytest.mark.parametrize("desk", ["technician"], indirect=True)
async def test_a_technician_hands_nothing_over(desk):
    assert (await desk.hand(priority="high")).status_code == 403
    assert (await desk.row()).priority == "normal"
