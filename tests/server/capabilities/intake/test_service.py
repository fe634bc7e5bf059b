"""A pre-request is kept once, whole or not at all, and decided once."""

import asyncio
import hashlib
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Row, Table, func, select
from tests.server.scene import write_form

from aldaba import clock
from aldaba.capabilities.intake import service, verdicts
from aldaba.capabilities.intake.service import (
    AlreadyReceived,
    PhotosGone,
    Received,
    Submission,
    TooMany,
)
from aldaba.events import history, verify
from aldaba.events.intake import RequestAmended, RequestApproved, RequestOpened, RequestRejected
from aldaba.events.models import event
from aldaba.forms.fields import LongText, Text
from aldaba.forms.models import idempotency
from aldaba.forms.versions import load_form, load_terms
from aldaba.outbox.models import outbox
from aldaba.people import service as people
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.requests.models import request
from aldaba.storage.statement import Statement
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

OURS = "horizonte"
APPROVED = RequestApproved(
    subject="papers", sub_subject="", responsible="vera", team="", priority="high"
)
REJECTED = RequestRejected(reason_code="R1", reason="O prazo terminou em maio.")


def counted(db: Connection, tenant: str) -> dict[str, int]:
    """How many rows there are of what a submission keeps."""

    def count(table: Table) -> int:
        return db.scalar(select(func.count()).where(table.c.tenant == tenant)) or 0

    return {table.name: count(table) for table in (request, event, outbox, idempotency)}


def mail_due(db: Connection, tenant: str) -> list[tuple[Any, ...]]:
    columns = (outbox.c.kind, outbox.c.recipient, outbox.c.state)
    return [tuple(row) for row in db.execute(select(*columns).where(outbox.c.tenant == tenant))]


async def submit(deployment: Deployment, sent: Submission) -> service.Outcome:
    return await deployment.store.write(OURS, service.submit, sent)


async def sent_in(deployment: Deployment, *ids: str, **said: object) -> str:
    """The number of a pre-request that was just kept."""
    outcome = await submit(deployment, await write_form(deployment, OURS, ids, **said))
    assert isinstance(outcome, Received)
    return outcome.number


async def row_of(deployment: Deployment, number: str) -> Row[Any]:
    found = await deployment.store.read(OURS, requests.find, number)
    assert found is not None
    return found


async def approve(deployment: Deployment, number: str, version: int = 0) -> bool:
    verdict = (number, version, APPROVED, clock.now(), "vera", clock.now() + clock.DAY)
    return await deployment.store.write(OURS, verdicts.approve, *verdict)


async def reject(deployment: Deployment, number: str, version: int = 0) -> bool:
    verdict = (number, version, REJECTED, clock.now(), "vera")
    return await deployment.store.write(OURS, verdicts.reject, *verdict)


async def test_a_submission_keeps_a_row_an_event_its_photos_and_two_mails(deployment, waiting):
    number = await sent_in(deployment, await waiting("a1"), await waiting("b2"))
    row = await row_of(deployment, number)
    assert (row.stage, row.status, row.open, row.version) == ("pre_request", "received", True, 0)
    assert (row.name, row.email) == ("Benedita Amostra", "benedita@cliente.example")
    [opened] = await deployment.store.read(OURS, history, f"request:{number}")
    assert isinstance(opened.event, RequestOpened)
    assert (opened.role, opened.event.told()) == ("customer", "Onde fica o manual?")
    attached = await deployment.store.read(OURS, photos.of_stream, f"request:{number}")
    assert {(photo.id, photo.sequence) for photo in attached} == {("a1", 1), ("b2", 1)}
    assert sorted(await deployment.store.read(OURS, mail_due)) == [
        ("intake/new", "team", "due"),
        ("intake/received", "customer", "due"),
    ]
    assert await deployment.store.read(OURS, verify) == []


async def test_the_same_key_and_content_get_the_same_number_however_often(deployment, waiting):
    sent = await write_form(deployment, OURS, [await waiting("a1")])
    first = await submit(deployment, sent)
    again = await submit(deployment, replace(sent, numbers=("ZZZZZZZZZ",)))
    assert isinstance(first, Received)
    assert again == Received(first.number, again=True)
    kept = {"request": 1, "event": 1, "outbox": 2, "idempotency": 1}
    assert await deployment.store.read(OURS, counted) == kept


async def test_the_same_photo_sent_anew_is_the_same_content(deployment, waiting):
    key = "k" * 20
    first = await submit(deployment, await write_form(deployment, OURS, [await waiting("a1")], key))
    retry = await submit(deployment, await write_form(deployment, OURS, [await waiting("b2")], key))
    assert isinstance(first, Received)
    assert retry == Received(first.number, again=True)


async def test_other_content_under_the_same_key_is_not_kept(deployment):
    key = "k" * 20
    first = await submit(deployment, await write_form(deployment, OURS, key=key))
    before = await deployment.store.read(OURS, counted)
    other = await write_form(deployment, OURS, key=key, description="E a chave do portão?")
    assert isinstance(first, Received)
    assert await submit(deployment, other) == AlreadyReceived(first.number)
    assert await deployment.store.read(OURS, counted) == before


async def test_a_double_click_keeps_one_request(deployment):
    sent = await write_form(deployment, OURS)
    twins = [replace(sent, numbers=(f"{n}" * 9,)) for n in range(6)]
    outcomes = await asyncio.gather(*(submit(deployment, twin) for twin in twins))
    assert len({outcome.number for outcome in outcomes}) == 1
    assert [outcome.again for outcome in outcomes].count(False) == 1
    assert (await deployment.store.read(OURS, counted))["request"] == 1


async def test_a_number_that_is_taken_is_given_to_nobody_else(deployment):
    number = await sent_in(deployment)
    sent = await write_form(deployment, OURS, description="E a garantia?")
    outcome = await submit(deployment, replace(sent, numbers=(number, "ZZZZZZZZZ")))
    assert outcome == Received("ZZZZZZZZZ")


async def test_an_addition_is_an_event_with_its_new_photos_once(deployment, waiting):
    key = "k" * 20
    first = await submit(deployment, await write_form(deployment, OURS, [await waiting("a1")], key))
    assert isinstance(first, Received)
    both = ["a1", await waiting("b2", "e" * 64)]
    more = await write_form(deployment, OURS, both, key, description="E a chave?")
    outcome = await deployment.store.write(OURS, service.amend, first.number, more)
    again = await deployment.store.write(OURS, service.amend, first.number, more)
    assert (outcome, again) == (Received(first.number), Received(first.number, again=True))
    stream = requests.stream_of(first.number)
    opened, added = await deployment.store.read(OURS, history, stream)
    assert isinstance(added.event, RequestAmended)
    assert (added.event.told(), added.event.shown_photos()) == ("E a chave?", ("a1", "b2"))
    attached = await deployment.store.read(OURS, photos.of_stream, stream)
    assert [(photo.id, photo.sequence) for photo in attached] == [("a1", 1), ("b2", 2)]
    assert (await row_of(deployment, first.number)).description == opened.event.told()


async def test_nobody_adds_to_a_request_that_their_key_did_not_make(deployment):
    theirs = await sent_in(deployment)
    stranger = await write_form(deployment, OURS, description="De outra pessoa")
    outcome = await deployment.store.write(OURS, service.amend, theirs, stranger)
    assert isinstance(outcome, Received)
    assert outcome.number != theirs
    assert len(await deployment.store.read(OURS, history, requests.stream_of(theirs))) == 1


async def test_photos_that_are_gone_are_named_and_nothing_is_kept(deployment, waiting):
    late = await waiting("b2", at=clock.now() - 2 * clock.DAY)
    sent = await write_form(deployment, OURS, [await waiting("a1"), late, "c3"])
    assert await submit(deployment, sent) == PhotosGone(("b2", "c3"))
    assert set((await deployment.store.read(OURS, counted)).values()) == {0}


async def test_a_photo_of_another_request_is_gone_for_this_one(deployment, waiting):
    await sent_in(deployment, await waiting("a1"))
    other = await write_form(deployment, OURS, ["a1"])
    assert await submit(deployment, other) == PhotosGone(("a1",))


async def test_a_seventh_request_of_one_contact_within_the_hour_is_too_many(
    deployment, frozen_clock
):
    for n in range(6):
        await sent_in(deployment, description=f"Pergunta {n}")
    before = await deployment.store.read(OURS, counted)
    seventh = await write_form(deployment, OURS, description="E mais uma")
    assert await submit(deployment, seventh) == TooMany()
    assert await deployment.store.read(OURS, counted) == before
    frozen_clock.advance(10 * clock.MINUTE)
    await sent_in(deployment, description="E mais uma")


async def test_the_phone_alone_makes_a_contact_too(deployment, frozen_clock):
    for n in range(6):
        await sent_in(deployment, email=f"b{n}@cliente.example")
    other = await write_form(deployment, OURS, email="b6@cliente.example")
    assert await submit(deployment, other) == TooMany()


async def test_a_crowded_network_is_marked_and_never_refused(deployment, frozen_clock, monkeypatch):
    monkeypatch.setattr(service, "PER_NETWORK", service.throttle.Rate(burst=1, per_hour=1))
    numbers = [await sent_in(deployment, description=f"Pergunta {n}") for n in range(2)]
    rows = [await row_of(deployment, number) for number in numbers]
    assert [row.crowded_network for row in rows] == [False, True]


async def test_who_shares_a_network_waits_for_no_more_than_a_commit(deployment, monkeypatch):
    """On PostgreSQL a bucket is locked from its change to the commit, and others wait."""
    asked: list[Statement] = []

    def listening(ask: Any) -> Any:
        def heard(statement: Statement, *given: Any) -> Any:
            asked.append(statement)
            return ask(statement, *given)

        return heard

    for name in ("run", "many"):
        monkeypatch.setattr(Statement, name, listening(getattr(Statement, name)))
    await sent_in(deployment)
    assert asked[-1] is service.throttle.TAKE
    assert len(asked) > 10


async def test_what_was_shown_is_kept_and_its_hash_proves_it(deployment):
    sent = await write_form(deployment, OURS)
    outcome = await submit(deployment, sent)
    row = await row_of(deployment, outcome.number)
    form = await deployment.store.read(OURS, load_form, row.form_version)
    assert form == sent.form
    assert form.version == row.form_version
    for version, name in ((row.conditions_version, "conditions"), (row.privacy_version, "privacy")):
        terms = await deployment.store.read(OURS, load_terms, version)
        assert (terms.name, terms.language) == (name, "pt-BR")
        assert hashlib.sha256(terms.source.encode()).hexdigest() == version
        assert form.terms_version(name) == version


async def test_an_approved_one_becomes_a_service_request_and_the_customer_is_told(deployment):
    number = await sent_in(deployment)
    assert await approve(deployment, number)
    row = await row_of(deployment, number)
    assert (row.stage, row.status, row.open) == ("service_request", "approved", True)
    assert (row.version, row.responsible, row.priority) == (1, "vera", "high")
    assert row.answer_by > row.opened_at
    assert ("intake/approved", "customer", "due") in await deployment.store.read(OURS, mail_due)


async def test_a_rejected_one_is_closed_with_the_reason_and_the_customer_is_told(deployment):
    number = await sent_in(deployment)
    assert await reject(deployment, number)
    row = await row_of(deployment, number)
    assert (row.stage, row.status, row.open) == ("pre_request", "rejected", False)
    assert (row.version, row.reason) == (1, "O prazo terminou em maio.")
    assert ("intake/rejected", "customer", "due") in await deployment.store.read(OURS, mail_due)


async def test_the_first_decision_stands(deployment):
    number = await sent_in(deployment)
    assert await approve(deployment, number)
    before = await deployment.store.read(OURS, counted), await row_of(deployment, number)
    assert not await reject(deployment, number)
    assert not await reject(deployment, number, version=1)
    assert not await approve(deployment, number, version=1)
    assert (await deployment.store.read(OURS, counted), await row_of(deployment, number)) == before


async def test_a_page_that_is_behind_decides_nothing(deployment):
    number = await sent_in(deployment)
    assert not await approve(deployment, number, version=1)
    assert not await approve(deployment, "000000000")
    assert (await row_of(deployment, number)).status == "received"


async def test_of_two_who_decide_at_once_one_is_first(deployment):
    number = await sent_in(deployment)
    taken = await asyncio.gather(
        *(each(deployment, number) for each in (approve, reject, approve, reject))
    )
    assert sum(taken) == 1
    assert (await row_of(deployment, number)).version == 1
    assert len(await deployment.store.read(OURS, history, requests.stream_of(number))) == 2
    assert await deployment.store.read(OURS, verify) == []


async def test_the_longest_answers_that_the_forms_take_have_room(deployment):
    for tenant in ("horizonte", "norte"):
        theme = deployment.themes.get(tenant)
        form = deployment.themes.form(theme, "pre-request", theme.tenant.languages[0])
        longest = {
            field.name: "x" * field.max
            for field in form.fields
            if isinstance(field, Text | LongText)
        }
        longest["email"] = f"{'x' * 60}@{'x' * 60}.{'x' * 60}.{'x' * 60}.example"
        sent = await write_form(deployment, tenant, **longest)
        assert isinstance(await deployment.store.write(tenant, service.submit, sent), Received)


async def test_who_looks_after_a_subject_is_told(deployment: Deployment) -> None:
    said = {"name": "Téo", "role": "technician", "language": "es", "at": 0}
    await deployment.store.write(OURS, people.put, "teo@horizonte.example", id_="teo", **said)
    sent = replace(await write_form(deployment, OURS), responsible="teo@horizonte.example")
    kept = await submit(deployment, sent)
    assert isinstance(kept, Received)
    row = await deployment.store.read(OURS, requests.find, kept.number)
    assert row.responsible == "teo"
    told = await deployment.store.read(OURS, mail_due)
    assert ("requests/given", "staff:teo", "due") in told
