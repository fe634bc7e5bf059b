"""The record: what is found, changed and written on a request."""

import pytest
from sqlalchemy import select

from aldaba.events import history
from aldaba.events.requests import CommentAdded
from aldaba.outbox.models import outbox
from aldaba.requests import service

from .conftest import NOON

pytestmark = pytest.mark.anyio

OURS = "horizonte"


def mails(db, tenant):
    columns = (outbox.c.kind, outbox.c.recipient, outbox.c.language)
    return [tuple(row) for row in db.execute(select(*columns).where(outbox.c.tenant == tenant))]


async def test_a_request_of_another_company_is_not_found(store, written):
    await written("OPEN00001", tenant="norte")
    assert await store.read(OURS, service.find, "OPEN00001") is None


async def test_a_change_needs_the_version_that_was_seen(store, written):
    await written("OPEN00001")
    changed = await store.write(OURS, service.change, "OPEN00001", 0, priority="high")
    behind = await store.write(OURS, service.change, "OPEN00001", 0, priority="low")
    assert (changed, behind) == (True, False)
    row = await store.read(OURS, service.find, "OPEN00001")
    assert (row.version, row.priority) == (1, "high")


async def test_a_comment_for_the_team_is_kept_and_mailed_to_nobody(store, written):
    await written("OPEN00001")
    said = ("OPEN00001", "Falar com o fornecedor", False, NOON, "vera")
    assert await store.write(OURS, service.comment, *said)
    [recorded] = await store.read(OURS, history, "request:OPEN00001")
    assert recorded.event == CommentAdded(text="Falar com o fornecedor", to_customer=False)
    assert (recorded.role, recorded.actor) == ("staff", "vera")
    assert await store.read(OURS, mails) == []


async def test_a_comment_for_the_customer_is_mailed_once_in_their_language(store, written):
    await written("OPEN00001", language="es")
    said = ("OPEN00001", "Vamos el jueves", True, NOON, "vera")
    assert await store.write(OURS, service.comment, *said)
    assert await store.read(OURS, mails) == [("requests/comment", "customer", "es")]
    about = ("requests/comment", "request:OPEN00001", 1, "customer", "es", NOON)
    await store.write(OURS, service.tell, *about)
    assert len(await store.read(OURS, mails)) == 1


async def test_nobody_comments_on_what_is_not_there(store):
    said = ("OPEN00001", "Alguém aí?", True, NOON, "vera")
    assert not await store.write(OURS, service.comment, *said)
    assert await store.read(OURS, history, "request:OPEN00001") == []


async def test_a_place_and_a_product_stand_on_one_line(store, written):
    await written("PLACE0001", development="Garoa Mansa", block="B", unit="52")
    await written("PRODUCT01", product="fridge", model="FR-340")
    place = await store.read(OURS, service.find, "PLACE0001")
    product = await store.read(OURS, service.find, "PRODUCT01")
    assert service.place_of(place, None) == "Garoa Mansa · B · 52"
    assert service.place_of(product, None) == "fridge · FR-340"
    assert service.subject_of(place, None) == "papers"
