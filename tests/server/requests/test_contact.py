"""Staff correct who asks and how to reach them; it is found by the new words and no longer by the
old."""

import re

import msgspec
import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import send_request, sign_in

from aldaba.app import create_app
from aldaba.requests import service as requests

pytestmark = pytest.mark.anyio

OURS = "horizonte"
RIGHT = {"name": "Benedita Amostra", "phone": "11 90000-0102", "email": "bene@cliente.example"}


@pytest.fixture
async def client(deployment):
    async with AsyncTestClient(create_app(deployment)) as visitor:
        await sign_in(visitor, deployment, OURS)
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
async def number(deployment) -> str:
    return (await send_request(deployment, OURS)).number


async def correct(client, number: str, **said: str):
    address = f"/desk/{OURS}/requests/{number}"
    page = (await client.get(address)).text
    fields = dict(re.findall(r'name="(_csrf|version|seen)" value="(\w+)"', page))
    return await client.post(f"{address}/contact", data=fields | RIGHT | said)


async def row(deployment, number: str):
    return await deployment.store.read(OURS, requests.find, number)


async def test_it_is_reached_and_found_by_what_is_right(client, deployment, number) -> None:
    assert (await correct(client, number)).status_code == 303
    found = await row(deployment, number)
    assert (found.phone, found.email) == ("+5511900000102", "bene@cliente.example")
    assert msgspec.json.decode(found.answers)["email"] == "bene@cliente.example"
    page = (await client.get(f"/desk/{OURS}/requests/{number}")).text
    assert "E-mail: bene@cliente.example" in page
    assert "mailto:bene@cliente.example" in page
    for sought, there in (("bene@cliente.example", True), ("benedita@cliente.example", False)):
        listed = (await client.get(f"/desk/{OURS}", params={"q": sought})).text
        assert (found.name in listed) is there, sought


@pytest.mark.parametrize(
    "said",
    [
        {"name": ""},
        {"email": "bene@"},
        {"email": "bene@gmial.com"},
        {"phone": "12"},
        {"phone": "", "email": ""},
    ],
)
async def test_what_cannot_be_is_told_and_nothing_is_lost(client, deployment, number, said) -> None:
    before = await row(deployment, number)
    answer = await correct(client, number, **said)
    assert answer.status_code == 422
    assert 'class="field field--refused"' in answer.text
    for value in (RIGHT | said).values():
        assert f'value="{value}"' in answer.text
    assert await row(deployment, number) == before


async def test_an_address_that_looks_misspelt_is_taken_once_confirmed(
    client, deployment, number
) -> None:
    said = {"email": "bene@gmial.com", "email_confirmed": "bene@gmial.com"}
    assert (await correct(client, number, **said)).status_code == 303
    assert (await row(deployment, number)).email == "bene@gmial.com"


async def test_the_second_save_overwrites_nothing(client, deployment, number) -> None:
    assert (await correct(client, number)).status_code == 303
    late = await correct(client, number, version="0", name="Outra")
    assert late.status_code == 409
    assert 'value="Outra"' in late.text
    assert (await row(deployment, number)).name == RIGHT["name"]


async def test_who_corrects_nothing_writes_nothing(client, deployment, number) -> None:
    before = await row(deployment, number)
    same = {"phone": before.phone, "email": before.email, "name": before.name}
    answer = await correct(client, number, **same)
    assert answer.headers["location"].endswith("?done=as_before")
    assert await row(deployment, number) == before
