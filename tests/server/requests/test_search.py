"""A request is found by whatever somebody says on the phone."""

import pytest
from sqlalchemy import select

from aldaba.forms.characters import fold
from aldaba.requests import queue, search, service
from aldaba.requests.models import request_word
from aldaba.requests.queue import Asked, Watch
from aldaba.requests.search import searchable, sought

from .conftest import NOON

pytestmark = pytest.mark.anyio

OURS = "horizonte"
BENEDITA = {
    "name": "Benedita Amostra",
    "phone": "+5511900000101",
    "email": "benedita@cliente.example",
    "development": "Residencial Ipê-Anil",
    "block": "Sabiá",
    "unit": "1203",
    "document_index": bytes(range(32)),
}
CAIO = {
    "name": "Caio Maquete",
    "phone": "+5511900000102",
    "email": "caio_50%@cliente.example",
    "development": "Residencial Ipê-Anil",
    "block": "Sabiá",
    "unit": "1103",
    "document_index": bytes(32),
}


@pytest.fixture
async def record(written):
    """Two neighbours, and somebody alike at another company."""
    await written("0BENED1T8", **BENEDITA)
    await written("0CA100001", **CAIO)
    await written("0THE1RS01", tenant="norte", **BENEDITA)


async def found(store, text: str, document: bytes = b"") -> list[str]:
    wanted = sought(text, document)
    page = await store.read(OURS, queue.listed, Asked(sought=wanted), Watch("", (), NOON, NOON))
    return sorted(row.number for row in page.rows)


BOTH = ["0BENED1T8", "0CA100001"]


@pytest.mark.parametrize("common", [2000, 0], ids=["by its rarest word", "along the queue"])
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ap 1203 da Sabiá", ["0BENED1T8"]),
        ("APTO. 1203, TORRE SABIA", ["0BENED1T8"]),
        ("1203", ["0BENED1T8"]),
        ("sabia", BOTH),
        ("sab", BOTH),
        ("ipe anil", BOTH),
        ("Residencial Ipê-Anil", BOTH),
        ("amostra benedita", ["0BENED1T8"]),
        ("benedita maquete", []),
        ("caio_50%@cliente.example", ["0CA100001"]),
        ("caio_", ["0CA100001"]),
        ("%", BOTH),
        ("abia", []),
    ],
)
async def test_words_are_found_by_their_beginning_in_any_order_with_or_without_accents(
    store, record, monkeypatch, common, text, numbers
):
    monkeypatch.setattr(search, "COMMON", common)
    assert await found(store, text) == numbers


@pytest.mark.parametrize(
    "text",
    ["+55 11 90000-0101", "(11) 90000-0101", "011 90000 0101", "90000-0101", "11900000101"],
)
async def test_a_telephone_is_found_as_people_dial_it(store, record, text):
    assert await found(store, text) == ["0BENED1T8"]


async def test_a_document_is_found_by_its_keyed_index_alone(store, record):
    assert await found(store, "000.000.101-54", bytes(range(32))) == ["0BENED1T8"]
    assert await found(store, "000.000.101-54", bytes([9] * 32)) == []


async def test_a_name_that_could_be_a_passport_is_still_a_name(store, record):
    assert await found(store, "benedita", bytes([9] * 32)) == ["0BENED1T8"]


@pytest.mark.parametrize("text", ["0BE-NED", "obe-ned-1", "0be-ned-it8"])
async def test_the_beginning_of_a_number_is_enough(store, record, text):
    assert await found(store, text) == ["0BENED1T8"]


def test_nothing_typed_looks_for_nothing():
    assert sought("") is None
    assert sought(" - ") is None


def test_what_stands_around_a_place_counts_where_nothing_else_is_said():
    assert sought("apartamento").words == ("apartamento",)
    assert sought("quadra B casa 7").words == ("b", "7")


@pytest.mark.parametrize(
    ("text", "folded"), [("SABIÁ", "sabia"), ("Ñandú", "nandu"), ("3.º B", "3.o b"), ("ﬁ", "fi")]
)
def test_accents_and_capitals_make_no_difference(text, folded):
    assert fold(text) == folded


def test_each_word_is_kept_once_and_not_without_end():
    words = searchable({"name": "ana " * 3 + " ".join(map(str, range(90)))}).split()
    assert words[:2] == ["ana", "0"]
    assert len(words) == search.MOST_WORDS
    assert len(searchable({"name": "x" * 200}).strip()) == search.LONGEST


async def test_no_document_is_among_the_words(store, record):
    words = await store.read(OURS, lambda db, _: set(db.scalars(select(request_word.c.word))))
    assert not {word for word in words if word.endswith("10154")}


async def test_words_that_are_forgotten_find_nothing(store, record):
    row = await store.read(OURS, service.find, "0BENED1T8")
    await store.write(OURS, search.forget, "0BENED1T8", row.search)
    assert await found(store, "1203") == []
    assert await found(store, "1103") == ["0CA100001"]
