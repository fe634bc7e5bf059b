"""Change status: where the workflow and the role allow, said to the customer in their words."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import send_request, sign_in

from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.models import outbox
from aldaba.requests import service
from aldaba.requests.drawing import drawing
from aldaba.themes.workflow import CODES, product

pytestmark = pytest.mark.anyio

TENANT = "norte"
SERVICE = {"stage": "service_request"}


class Desk:
    """Somebody at Norte's desk, before one request."""

    def __init__(self, client: AsyncTestClient[Any], deployment: Any, number: str) -> None:
        self.client, self.deployment, self.number = client, deployment, number
        self.path = f"/desk/{TENANT}/requests/{number}"

    async def row(self) -> Any:
        return await self.deployment.store.read(TENANT, service.find, self.number)

    async def change(self, **columns: Any) -> None:
        version = (await self.row()).version
        changed = (self.number, version)
        await self.deployment.store.write(TENANT, service.change, *changed, **SERVICE | columns)

    async def page(self) -> str:
        return (await self.client.get(self.path)).text

    async def move(self, status: str, **said: str) -> Any:
        page = await self.page()
        hidden = {name: _hidden(page, name) for name in ("_csrf", "version", "seen")}
        form = hidden | {"status": status, "note": ""} | said
        return await self.client.post(f"{self.path}/status", data=form)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    return found[1] if found else ""


def offered(page: str) -> list[str]:
    return re.findall(r'name="status" value="(\w+)"', page)


def mails(db, tenant):
    kinds = select(outbox.c.kind).where(outbox.c.tenant == tenant)
    return [kind for kind in db.scalars(kinds) if kind == "requests/status"]


@pytest.fixture
async def desk(frozen_clock, request, deployment):
    role = getattr(request, "param", "coordinator")
    sent = await send_request(deployment, TENANT)
    async with AsyncTestClient(create_app(deployment)) as client:
        client.follow_redirects = False
        await sign_in(client, deployment, TENANT, role)
        yield Desk(client, deployment, sent.number)


async def test_a_date_that_the_sentence_needs_is_asked_for_and_then_told(desk):
    await desk.change(status="in_progress")
    assert offered(await desk.page()) == ["waiting_parts", "waiting_quote", "workshop_pending"]
    refused = await desk.move("waiting_parts", note="Es el sensor")
    assert refused.status_code == 422
    assert 'id="date-waiting_parts-message"' in refused.text
    assert "Es el sensor" in refused.text
    moved = {"date-waiting_parts": "2026-12-03", "note": "Es el sensor"}
    assert (await desk.move("waiting_parts", **moved)).status_code == 303
    row = await desk.row()
    assert (row.status, row.particulars) == ("waiting_parts", '{"date":"2026-12-03"}')
    stream = service.stream_of(desk.number)
    [*_, last] = await desk.deployment.store.read(TENANT, history, stream)
    assert last.event.told() == (
        "Falta un repuesto. Fecha prevista: jueves 3 de diciembre. Si se atrasa, le avisamos"
        " antes.\nEs el sensor"
    )
    assert await desk.deployment.store.read(TENANT, mails) == ["requests/status"]


@pytest.mark.parametrize("status", ["closed", "approved", "workshop_delivered", "exploded", ""])
async def test_a_move_that_the_workflow_does_not_offer_is_refused(desk, status):
    await desk.change(status="in_progress")
    assert (await desk.move(status)).status_code == 422
    assert (await desk.row()).status == "in_progress"


async def test_a_pre_request_is_decided_before_it_moves(desk):
    assert offered(await desk.page()) == []
    assert (await desk.move("in_progress")).status_code == 422


async def test_whoever_comes_second_overwrites_nothing(desk):
    await desk.change(status="in_progress")
    late = await desk.move("waiting_quote", version="0", seen="1", note="Lo llamo")
    assert late.status_code == 409
    assert "Lo llamo" in late.text
    assert (await desk.row()).status == "in_progress"


async def test_the_whole_way_through_the_workshop(desk):
    await desk.change(status="in_progress")
    for status, said in (
        ("workshop_pending", {"date-workshop_pending": "2026-12-01"}),
        ("workshop_finished", {}),
        ("workshop_ready", {}),
        (
            "workshop_on_route",
            {"window-workshop_on_route": "15 a 17 h", "technician-workshop_on_route": "Paula"},
        ),
        ("workshop_delivered", {"date-workshop_delivered": "2026-12-05"}),
    ):
        assert (await desk.move(status, **said)).status_code == 303, status
    assert (await desk.row()).open


async def test_the_workflow_is_drawn_and_told(desk):
    page = (await desk.client.get(f"/desk/{TENANT}/workflow")).text
    assert "<svg" in page
    assert page.count("<rect") >= 15
    assert "Recibimos su reclamo." in page


def test_a_drawing_holds_no_markup_of_a_label():
    labels = {code: f"<b>{code}</b>" for code in CODES}
    drawn = drawing(product(), labels, '"><b>')
    assert "<b>" not in drawn
    assert drawn.count("<rect") == len(product())
