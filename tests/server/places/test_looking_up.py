"""What staff see of the registry: beside a request, and while they enter one."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import sign_in, write_form

from aldaba import clock
from aldaba.app import create_app
from aldaba.capabilities.intake import service as intake
from aldaba.places import registry

pytestmark = pytest.mark.anyio

OURS = "horizonte"
SABIA = {"development": "residencial-ipe-anil", "block": "Torre Sabiá", "unit": "1203"}
HOME = {
    "id": "residencial-ipe-anil",
    "name": "Residencial Ipê-Anil",
    "place": "Campinas",
    "block_word": "Torre",
    "unit_word": "Apartamento",
}
DAY = 1_741_964_400 * clock.SECOND  # 2025-03-14, 12:00 in São Paulo


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        await sign_in(visitor, deployment, OURS)
        yield visitor


async def keep(deployment, tenant: str, table: str, *rows: dict[str, Any]) -> None:
    await deployment.store.write(tenant, registry.keep, table, rows)


async def page_of_request(deployment, client, tenant: str = OURS, **said: str) -> str:
    sent = await write_form(deployment, tenant, **said)
    kept = await deployment.store.write(tenant, intake.submit, sent)
    return str((await client.get(f"/desk/{tenant}/requests/{kept.number}")).text)


@pytest.mark.parametrize(
    ("block", "development"),
    [
        ("Torre Sabiá", "Residencial Ipê-Anil"),
        ("torre sabia", "RESIDENCIAL IPE ANIL"),
        ("", "Residencial Ipê-Anil"),
    ],
)
async def test_a_request_stands_beside_what_is_known_of_its_unit(
    client, deployment, block, development
):
    await keep(deployment, OURS, "development", HOME)
    await keep(deployment, OURS, "unit", SABIA | {"handed_over_at": DAY})
    page = await page_of_request(
        deployment, client, development=development, block=block, unit="1203"
    )
    assert "No cadastro" in page
    assert "Entrega das chaves</dt><dd>sexta, 14 de março de 2025" in page


async def test_two_units_of_that_number_are_no_one_s(client, deployment):
    await keep(deployment, OURS, "development", HOME)
    other = SABIA | {"block": "Torre Bem-te-vi"}
    rows = [each | {"handed_over_at": DAY} for each in (SABIA, other)]
    await keep(deployment, OURS, "unit", *rows)
    page = await page_of_request(deployment, client, development=HOME["name"], unit="1203")
    assert "Campinas" in page
    assert "Entrega das chaves" not in page


async def test_what_nobody_has_on_record_is_taken_and_shows_no_panel(client, deployment):
    await keep(deployment, "norte", "development", HOME)  # another company's
    page = await page_of_request(deployment, client, development=HOME["name"], unit="1203")
    assert HOME["name"] in page
    assert "No cadastro" not in page


async def test_who_enters_a_request_is_offered_what_the_company_has(client, deployment):
    await keep(deployment, OURS, "development", HOME | {"id": "novo", "name": "Jardim Novo"})
    await keep(deployment, "norte", "development", HOME | {"id": "b", "name": "De otros"})
    page = (await client.get(f"/desk/{OURS}/requests/new")).text
    assert '<option value="Jardim Novo">' in page
    assert '<option value="Condomínio Garoa Mansa">' in page
    assert "De otros" not in page
    assert "Jardim Novo" not in (await client.get(f"/f/{OURS}/pre-request")).text


PRODUCT = {"model": "FR-340", "name": "", "invoice": "", "customer": None}
PRODUCT |= {"sold_at": None, "registered_at": None}


async def test_what_a_caller_names_narrows_the_rest(client, deployment):
    await keep(deployment, OURS, "development", HOME, HOME | {"id": "outro", "name": "Outro"})
    rows = [SABIA, SABIA | {"block": "Bem-te-vi", "unit": "402"}, SABIA | {"development": "outro"}]
    await keep(deployment, OURS, "unit", *({"handed_over_at": None} | row for row in rows))
    await keep(deployment, OURS, "product", PRODUCT | {"serial_number": "NR25-1"})
    await keep(deployment, "norte", "product", PRODUCT | {"serial_number": "NR25-2"})

    async def narrowed(**named: str) -> Any:
        page = (await client.get(f"/desk/{OURS}/requests/new")).text
        csrf = page.partition('name="_csrf" value="')[2].partition('"')[0]
        answer = await client.post(f"/desk/{OURS}/places/narrowed", data=named | {"_csrf": csrf})
        return answer.json()

    at_home = await narrowed(development="residencial ipe-anil")
    assert at_home["names"] == {"block": ["Bem-te-vi", "Torre Sabiá"], "unit": ["1203", "402"]}
    assert at_home["words"] == {"block": "Torre", "unit": "Apartamento"}
    in_block = await narrowed(development=HOME["name"], block="Torre Sabiá")
    assert in_block["names"]["unit"] == ["1203"]
    assert await narrowed(model="fr-340") == {"names": {"serial_number": ["NR25-1"]}, "words": {}}
    assert await narrowed(development="Nenhum") == {"names": {}, "words": {}}
