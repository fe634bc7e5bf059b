"""Whom a mail about a request goes to, and what it is about."""

import pytest
from sqlalchemy import Connection, delete, select

from aldaba.events import record
from aldaba.events.models import event_content
from aldaba.events.requests import CommentAdded
from aldaba.outbox.models import outbox
from aldaba.requests import letters, service

from .conftest import NOON

pytestmark = pytest.mark.anyio

OURS = "horizonte"
NUMBER = "012345678"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The queries are tested beside the service, on both databases."""
    return sqlite_url


def due(db: Connection, tenant: str):
    return db.execute(select(outbox).where(outbox.c.tenant == tenant)).one()


def erase(db: Connection, _tenant: str) -> None:
    db.execute(delete(event_content))


@pytest.fixture
def letter(store, written):
    """The letter about a comment on a request with these columns."""

    async def write(load=letters.to_customer, erased: bool = False, **columns):
        await written(NUMBER, **columns)
        await store.write(OURS, service.comment, NUMBER, "Vamos na quinta", True, NOON, "vera")
        if erased:
            await store.write(OURS, erase)
        return await store.read(OURS, load, await store.read(OURS, due))

    return write


async def test_a_customers_letter_goes_to_the_address_of_the_request_with_a_link(letter):
    mail = await letter(language="es")
    assert mail.to == ("benedita@cliente.example",)
    follow = mail.links["follow"]
    assert (follow.purpose, follow.tenant, follow.subject) == ("follow", OURS, NUMBER)
    assert (follow.language, follow.expires) == ("es", NOON + letters.FOLLOW_FOR)


async def test_a_person_is_greeted_by_the_first_name(letter):
    assert (await letter()).context["name"] == "Benedita"


@pytest.mark.parametrize("kind", ["cnpj", "cuit"])
async def test_a_company_is_greeted_by_its_whole_name(letter, kind: str):
    mail = await letter(name="Padaria Amostra Ltda.", document_kind=kind)
    assert mail.context["name"] == "Padaria Amostra Ltda."


async def test_whoever_gave_no_name_is_written_to_all_the_same(letter):
    assert (await letter(name="")).context["name"] == ""


async def test_nobody_is_written_to_who_left_no_address(letter):
    assert await letter(email="") is None


async def test_the_team_hears_of_it_without_an_address_of_its_own(letter):
    mail = await letter(load=letters.to_team, email="")
    assert (mail.to, mail.links) == ((), {})
    assert mail.context["told"] == "Vamos na quinta"


async def test_what_was_erased_is_told_no_more(letter):
    mail = await letter(erased=True)
    assert (mail.context["told"], mail.context["photos"]) == ("", "")


async def test_a_letter_is_about_its_own_event_and_not_the_latest(store, letter):
    await letter()
    later = CommentAdded(text="Sexta, não quinta", to_customer=False)
    await store.write(OURS, record, service.stream_of(NUMBER), later, at=NOON, role="staff")
    mail = await store.read(OURS, letters.to_customer, await store.read(OURS, due))
    assert mail.context["told"] == "Vamos na quinta"


async def test_of_a_request_that_is_gone_there_is_nothing_to_write(store, letter):
    await letter()
    row = await store.read(OURS, due)
    assert await store.read("norte", letters.to_customer, row) is None
    assert await store.read("norte", letters.to_team, row) is None
