"""The job sheet: what who does the work needs, and nothing that the team keeps to itself."""

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import send_request, sign_in

from aldaba import clock
from aldaba.app import create_app
from aldaba.requests import service

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def test_it_has_place_access_photos_and_no_word_of_the_team(deployment):
    sent = await send_request(deployment, "horizonte")
    write, number = deployment.store.write, sent.number
    await write("horizonte", service.comment, number, "só entre nós", False, clock.now(), "ana")
    await write("horizonte", service.comment, number, "Amanhã de manhã", True, clock.now(), "ana")
    async with AsyncTestClient(create_app(deployment)) as desk:
        await sign_in(desk, deployment, "horizonte")
        page = await desk.get(f"/desk/horizonte/requests/{number}")
        address = f"/desk/horizonte/requests/{number}/sheet"
        assert f'href="{address}"' in page.text
        sheet = (await desk.get(address)).text
        assert (await desk.get("/desk/horizonte/requests/AAAAAAAAA/sheet")).status_code == 404
    for told in ("Residencial Ipê-Anil", "Benedita Amostra", "(11) 90000-0101"):
        assert told in sheet
    assert sheet.count("Onde fica o manual?") == 1
    assert "Amanhã de manhã" in sheet
    assert f"/photos/{sent.photo}/thumbnail" in sheet
    assert "só entre nós" not in sheet
    assert "benedita@cliente.example" not in sheet
