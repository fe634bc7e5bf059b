"""Norte takes a claim on at once where its product is on record; anything else waits for staff."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from sqlalchemy import select
from tests.server.scene import CUSTOMERS

from aldaba.app import create_app
from aldaba.events import history
from aldaba.outbox.models import outbox
from aldaba.places import registry
from aldaba.requests import service as requests
from aldaba.themes import Themes
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

NORTE = "norte"
SAID = CUSTOMERS[NORTE] | {"conditions": "yes", "privacy": "yes", "_key": "k" * 20}
SOLD = {"model": "FR-340", "serial_number": "NR25-004213", "name": "Heladera", "invoice": ""}
SOLD |= {"customer": None, "sold_at": None, "registered_at": None}


async def claim(deployment: Deployment, **said: str) -> Any:
    """The row that became of a claim."""
    async with AsyncTestClient(create_app(deployment)) as client:
        sent = await client.post(
            "/f/norte/pre-request", data=SAID | said, headers={"accept": "application/json"}
        )
    number = sent.json()["number"].replace("-", "")
    return await deployment.store.read(NORTE, requests.find, number)


def kinds(db: Any, tenant: str) -> set[str]:
    return set(db.scalars(select(outbox.c.kind).where(outbox.c.tenant == tenant)))


async def test_what_is_on_record_is_taken_on_at_once(deployment):
    await deployment.store.write(NORTE, registry.keep, "product", [SOLD])
    row = await claim(deployment, serial_number="nr25-004213", subject="danger")
    assert (row.stage, row.status, row.open) == ("service_request", "approved", True)
    assert (row.team, row.priority) == ("A domicilio", "urgent")
    story = await deployment.store.read(NORTE, history, requests.stream_of(row.number))
    told = [(each.kind, each.role) for each in story]
    assert told == [("RequestOpened", "customer"), ("RequestApproved", "system")]
    assert {"intake/received", "intake/approved", "intake/new"} <= await deployment.store.read(
        NORTE, kinds
    )


@pytest.mark.parametrize("said", [{}, {"serial_number": "NR25-004214"}, {"model": "FR-280"}])
async def test_anything_else_waits_for_staff(deployment, said):
    await deployment.store.write(NORTE, registry.keep, "product", [SOLD])
    row = await claim(deployment, **said)
    assert (row.stage, row.status) == ("pre_request", "received")


async def test_a_company_that_decides_on_each_keeps_it_waiting(deployment, monkeypatch):
    await deployment.store.write(NORTE, registry.keep, "product", [SOLD])
    theme = deployment.themes.get(NORTE)
    by_hand = replace(theme, tenant=replace(theme.tenant, switches={}))
    monkeypatch.setattr(Themes, "get", lambda *_: by_hand)
    row = await claim(deployment, serial_number="NR25-004213")
    assert row.status == "received"
