"""Tables of places and products at the desk: what is good is kept, what is wrong told by line."""

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select
from tests.server.scene import sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.places import registry
from aldaba.places.models import development, unit

pytestmark = pytest.mark.anyio

OURS = "horizonte"
PAGE = f"/desk/{OURS}/places"
UNITS = (
    "Empreendimento;Torre;Apartamento;Entrega das chaves;Corretor\r\n"
    "Residencial Ipê-Anil;Sabiá;1203;15/03/2025;Fulano\r\n"
    "residencial ipe anil;Sabiá;1103;;\r\n"
    ";Sabiá;1104;;\r\n"
    "Residencial Ipê-Anil;Sabiá;1104;31/02/2025;\r\n"
    "Residencial Ipê-Anil;Sabiá;1203;;\r\n"
)


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        yield visitor


@pytest.fixture
async def send(client: AsyncTestClient[Any], deployment):
    """Sends a table as a manager."""
    await sign_in(client, deployment, OURS, role="manager")
    csrf = re.search(r'name="_csrf" value="(\w+)"', (await client.get(PAGE)).text)
    assert csrf

    async def post(content: bytes, **said: str):
        files = {"table": ("unidades.csv", content, "text/csv")}
        return await client.post(PAGE, data={"_csrf": csrf[1], **said}, files=files)

    return post


async def units(deployment) -> set[tuple[str, str]]:
    mine = select(unit.c.block, unit.c.unit).where(unit.c.tenant == OURS)
    rows = await deployment.store.read(OURS, lambda db, _: db.execute(mine).all())
    return {(row.block, row.unit) for row in rows}


def told(page: str) -> str:
    """The report, as one reads it."""
    (report,) = re.findall(r'aria-labelledby="report-title".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", report).split())


async def test_a_check_keeps_nothing_and_tells_each_line_that_is_wrong(send, deployment):
    answer = await send(UNITS.encode("cp1252"))
    said = told(answer.text)
    assert answer.status_code == 200
    assert "nada foi salvo ainda 2 linhas novas" in said
    assert "não são usadas: Corretor." in said
    assert "Linha 4. Empreendimento: falta." in said
    assert "Linha 5. Entrega das chaves: escreva a data assim" in said
    assert "Linha 6. é a mesma que a linha 2." in said
    assert await units(deployment) == set()


async def test_good_lines_are_kept_beside_broken_ones_and_once(send, deployment):
    await send(UNITS.encode("utf-8-sig"), keep="yes")
    assert await units(deployment) == {("Sabiá", "1203"), ("Sabiá", "1103")}
    shouted = UNITS.replace("Sabiá", "SABIA").encode("utf-16")
    again = told((await send(shouted, keep="yes")).text)
    assert "0 linhas novas" in again
    assert "2 linhas que já estavam assim" in again
    names = select(development.c.name).where(development.c.tenant == OURS)
    assert await deployment.store.read(OURS, lambda db, _: db.scalars(names).all()) == [
        "Residencial Ipê-Anil"
    ]
    assert len(await units(deployment)) == 2


async def test_an_empty_cell_changes_nothing(send, deployment):
    await send(UNITS.encode(), keep="yes")
    await send("empreendimento,bloco,unidade\nResidencial Ipê-Anil,Sabiá,1203".encode(), keep="yes")
    (shown,) = (await deployment.store.read(OURS, registry.known, clock.now())).developments
    assert (shown.units, shown.handed_over) == (2, 1)


async def test_what_is_downloaded_can_be_sent_back(send, client):
    table = b"model\tserial number\tsold\n=1+1\tNR25-1\t2025-11-26\n"
    await send(table, keep="yes")
    saved = await client.get(f"{PAGE}/products.csv")
    assert "'=1+1,NR25-1,,,2025-11-26," in saved.text
    assert "1 linha que já estava assim" in told((await send(saved.content)).text)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x00\x00",
        b"",
        b"\x81\x8d",
        b"uma;frase\n1;2",
        b"bloco;unidade\nA;1",
        b'"' * 200_001,
    ],
)
async def test_what_is_no_table_is_told_so(send, content):
    answer = await send(content, keep="yes")
    assert answer.status_code == 422
    assert "Nenhuma linha" in answer.text


async def test_a_coordinator_sends_no_tables(client, deployment):
    await sign_in(client, deployment, OURS)
    for address in (PAGE, f"{PAGE}/units.csv"):
        assert (await client.get(address)).status_code == 403
