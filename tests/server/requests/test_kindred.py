"""Beside a request stands what else is open of the same unit, product or person."""

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import send_request, sign_in

from aldaba.app import create_app
from aldaba.requests.kindred import MOST, kindred

pytestmark = pytest.mark.anyio

OURS = "horizonte"
UNIT = {"development": "Residencial Ipê-Anil", "block": "Sabiá", "unit": "1203"}
STRANGER = {"name": "Caio Maquete", "phone": "+5511900000102", "email": "caio@cliente.example"}
PHONE, EMAIL = {"phone": "+5511900000101"}, {"email": "benedita@cliente.example"}
DOCUMENT = {"document_index": bytes(range(32))}


async def like(store, number: str, tenant: str = OURS) -> dict[str, tuple[str, ...]]:
    found = await store.read(tenant, kindred, number)
    return {kin.request.number: kin.same for kin in found.shown} if found else {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (UNIT, UNIT, ("unit",)),
        (UNIT, {**UNIT, "block": ""}, ("unit",)),
        ({**UNIT, "block": ""}, UNIT, ("unit",)),
        (UNIT, {**UNIT, "block": "Tuim"}, None),
        (UNIT, {**UNIT, "unit": "1204"}, None),
        (UNIT, {**UNIT, "development": "Residencial Jacarandá"}, None),
        ({"development": "Ipê"}, {"development": "Ipê"}, None),
        ({"serial_number": "NR-340/0007"}, {"serial_number": "NR-340/0007"}, ("product",)),
        ({"serial_number": "NR-340/0007"}, {"serial_number": "NR-340/0008"}, None),
        ({"model": "FR-340"}, {"model": "FR-340"}, None),
        (PHONE, PHONE, ("person",)),
        (EMAIL, {"email": "Benedita@cliente.example"}, ("person",)),
        (DOCUMENT, DOCUMENT, ("person",)),
        (DOCUMENT, {"document_index": bytes(32)}, None),
        ({**UNIT, **PHONE}, {**UNIT, **PHONE}, ("unit", "person")),
        ({}, {}, None),
    ],
)
async def test_what_two_open_requests_have_in_common(store, written, one, other, same) -> None:
    apart = {"name": "", "phone": "", "email": ""}
    await written("0NE000001", **{**apart, **one})
    await written("0THER0001", **{**apart, **other})

    assert await like(store, "0NE000001") == ({"0THER0001": same} if same else {})
    assert await like(store, "0THER0001") == ({"0NE000001": same} if same else {})


async def test_closed_requests_and_other_companies_stay_out(store, written) -> None:
    await written("0NE000001", **UNIT)
    await written("0C10SED01", **UNIT, open=False)
    await written("0THE1RS01", tenant="norte", **UNIT)

    assert await like(store, "0NE000001") == {}
    assert await like(store, "0C10SED01") == {}
    assert await like(store, "0THE1RS01", "norte") == {}


async def test_of_many_the_latest_are_shown_and_that_there_are_more(store, written) -> None:
    for at in range(MOST + 2):
        await written(f"0NE00000{at}", opened_at=at)

    found = await store.read(OURS, kindred, "0NE000000")

    assert [kin.request.opened_at for kin in found.shown] == [6, 5, 4, 3, 2]
    assert found.more


@pytest.mark.parametrize("language", ["es", "pt-BR", "en"])
async def test_staff_read_it_on_the_page_of_the_request(deployment, language) -> None:
    first, second = [await send_request(deployment, OURS) for _ in range(2)]

    async with AsyncTestClient(create_app(deployment)) as client:
        await sign_in(client, deployment, OURS)
        page = await client.get(f"/desk/{OURS}/requests/{second.number}?lang={language}")

    assert "kindred-title" in page.text
    assert f'href="/desk/{OURS}/requests/{first.number}"' in page.text


async def test_a_number_that_two_companies_have_is_only_ones_own(store, written) -> None:
    await written("0NE000001", **STRANGER)
    await written("0THER0001", **STRANGER)
    await written("0THER0001", tenant="norte", name="Elvira Borrador")

    found = await store.read(OURS, kindred, "0NE000001")

    assert [kin.request.name for kin in found.shown] == [STRANGER["name"]]
