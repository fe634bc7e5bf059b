"""What a job may not make by itself is made before it: hashes, seals, numbers, deadlines."""

import msgspec
import pytest
from tests.server.scene import CUSTOMERS, write_form

from aldaba.capabilities.intake.service import Submission
from aldaba.requests import number
from aldaba.requests.deadlines import after_hours, answer_by

pytestmark = pytest.mark.anyio

OURS = "horizonte"
PERSON = ("Benedita", "benedita@cliente.example", "11900000101", "00000010154", "000.000.101-54")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here is in the database yet."""
    return sqlite_url


def said_in_clear(sent: Submission) -> str:
    return str((sent.contacts, sent.network, sent.content, sent.record["document_sealed"]))


async def test_the_document_is_sealed_and_can_be_found_again(deployment, vault):
    sent = await write_form(deployment, OURS)
    sealed = sent.record["document_sealed"]
    assert isinstance(sealed, bytes)
    assert vault.unseal(OURS, sealed) == "00000010154"
    assert sent.record["document_index"] == vault.index(OURS, "00000010154")
    assert sent.record["document_kind"] == "cpf"


async def test_the_document_stands_nowhere_in_clear(deployment):
    sent = await write_form(deployment, OURS)
    kept = str(sent.record) + msgspec.json.encode(sent.event).decode()
    assert "00000010154" not in kept
    assert "000.000.101-54" not in kept


async def test_who_has_no_document_leaves_none(deployment):
    sent = await write_form(deployment, OURS, document="", document_none="yes")
    assert "document_sealed" not in sent.record


async def test_limits_are_counted_without_knowing_whose(deployment):
    sent = await write_form(deployment, OURS)
    assert len(set(sent.contacts)) == 2
    for secret in (*PERSON, "192.0.2"):
        assert secret not in said_in_clear(sent)
    assert all(len(bucket) <= 80 for bucket in (*sent.contacts, sent.network))


async def test_the_same_person_is_counted_together_however_they_write_it(deployment):
    one = await write_form(deployment, OURS, phone="(11) 90000-0101")
    other = await write_form(deployment, OURS, phone="+55 11 900000101")
    assert one.contacts == other.contacts


async def test_the_same_person_is_another_bucket_at_another_company(deployment):
    mine = await write_form(deployment, OURS, email="ana@cliente.example")
    theirs = await write_form(deployment, "norte", email="ana@cliente.example")
    assert not set(mine.contacts) & set(theirs.contacts)
    assert mine.network != theirs.network


async def test_content_is_what_was_said_and_shown_and_not_under_which_ids(deployment, waiting):
    first = await write_form(deployment, OURS, [await waiting("a1")])
    same = await write_form(deployment, OURS, [await waiting("b2")])
    other = await write_form(deployment, OURS, [await waiting("c3", "e" * 64)])
    without = await write_form(deployment, OURS)
    reworded = await write_form(deployment, OURS, [await waiting("d4")], description="Outra coisa")
    renamed = await write_form(deployment, OURS, [await waiting("e5")], document="000.000.102-35")
    assert first.content == same.content
    differing = {first.content, *(one.content for one in (other, without, reworded, renamed))}
    assert len(differing) == 5


async def test_the_row_says_what_the_form_asked_and_when_the_company_answers(deployment):
    sent = await write_form(deployment, OURS, unit="12")
    theme = deployment.themes.get(OURS)
    assert sent.record["emergency"] is False
    assert sent.record["unit"] == "12"
    assert sent.record["answer_by"] == answer_by(theme.tenant, sent.at)
    answers = msgspec.json.decode(str(sent.record["answers"]))
    assert answers["description"] == CUSTOMERS[OURS]["description"]
    assert not {"document", "photos", "conditions", "privacy"} & answers.keys()


async def test_a_subject_says_who_looks_after_it_and_how_fast(deployment):
    sent = await write_form(deployment, OURS, subject="water", sub_subject="water.burst", unit="12")
    tenant = deployment.themes.get(OURS).tenant
    assert sent.record["emergency"] is True
    looked_after = (sent.record["team"], sent.record["priority"])
    assert looked_after == ("Água e acabamentos", "urgent")
    assert sent.record["answer_by"] == after_hours(tenant, sent.at, 1)


async def test_its_numbers_are_drawn_and_its_terms_are_those_shown(deployment):
    sent = await write_form(deployment, OURS)
    assert len({number.read(drawn) for drawn in sent.numbers} - {None}) == 4
    assert {(terms.name, terms.language) for terms in sent.terms} == {
        ("conditions", "pt-BR"),
        ("privacy", "pt-BR"),
    }
