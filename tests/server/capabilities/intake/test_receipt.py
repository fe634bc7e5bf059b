"""The receipt: what to keep, and nothing about the person that a stranger could use."""

import re

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import CUSTOMERS, write_form

from aldaba import clock
from aldaba.app import create_app
from aldaba.capabilities.intake import service
from aldaba.capabilities.intake.receipt import masked
from aldaba.links import Link
from aldaba.requests import number as numbers

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A page reads alike from either database."""
    return sqlite_url


@pytest.fixture
def receipt(deployment):
    """The number of Horizonte's request, and the page of its receipt in a language."""

    async def show(language: str = "pt-BR", **said: object):
        sent = await write_form(deployment, "horizonte", **said)
        number = (await deployment.store.write("horizonte", service.submit, sent)).number
        link = Link("receipt", "horizonte", number, 0, clock.now() + clock.DAY, language)
        async with AsyncTestClient(create_app(deployment)) as client:
            return number, await client.get(f"/l/{deployment.signer.sign(link)}")

    return show


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("benedita@cliente.example", "b•••@cliente.example"),
        ("benedita.amostra+casa@cliente.example", "b•••@cliente.example"),
        ("", ""),
    ],
)
def test_a_masked_address_is_known_to_its_owner_only(email: str, shown: str) -> None:
    assert masked(email) == shown


def test_a_masked_address_never_shows_a_name_of_one_letter() -> None:
    assert masked("b@cliente.example") == "•••@cliente.example"


async def test_it_shows_the_number_the_deadline_and_the_masked_address(receipt):
    number, page = await receipt()
    assert page.status_code == 200
    assert numbers.shown(number) in page.text
    assert "b•••@cliente.example" in page.text
    assert re.search(r"responde até .*\d{2}:\d{2}|até .*18:00|18h", page.text)


async def test_it_shows_nothing_of_the_person(receipt):
    _, page = await receipt()
    for name in ("name", "email", "phone", "document", "description"):
        assert CUSTOMERS["horizonte"][name] not in page.text
    assert "Benedita" not in page.text


async def test_its_links_follow_the_request_and_share_that(receipt, deployment):
    number, page = await receipt()
    [address] = re.findall(r'class="button" href="([^"]+)"', page.text)
    followed = deployment.signer.read(address.rpartition("/")[2])
    assert (followed.purpose, followed.subject, followed.language) == ("follow", number, "pt-BR")
    assert "https://wa.me/?text=" in page.text


@pytest.mark.parametrize(("language", "thanks"), [("es", "Recibimos"), ("en", "We have")])
async def test_it_speaks_the_language_of_its_link(receipt, language: str, thanks: str):
    _, page = await receipt(language)
    assert f'<html lang="{language}"' in page.text
    assert thanks in page.text


async def test_it_is_kept_by_no_cache_and_no_other_site(receipt):
    _, page = await receipt()
    assert page.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_a_receipt_of_no_request_is_an_unknown_link(deployment):
    link = Link("receipt", "horizonte", "000000000", 0, clock.now() + clock.DAY, "es")
    async with AsyncTestClient(create_app(deployment)) as client:
        answer = await client.get(f"/l/{deployment.signer.sign(link)}")
    assert (answer.status_code, "/problems" in answer.text) == (404, False)
