"""Asking and answering: who waits for whom, what comes back on top, what is kept once."""

from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from tests.server.scene import stage_photo

from aldaba import clock
from aldaba.capabilities.intake import verdicts
from aldaba.capabilities.questions import service
from aldaba.capabilities.questions.service import Kept, PhotosGone, TooMany, Written
from aldaba.events import history
from aldaba.events.intake import RequestRejected
from aldaba.outbox.models import outbox
from aldaba.requests import queue
from aldaba.requests import service as requests
from aldaba.requests.queue import Asked, Watch

pytestmark = pytest.mark.anyio

OURS = "horizonte"
QUESTION = "A mancha está úmida?"


def answer(text: str = "Está molhada", **changed: Any) -> Written:
    at = clock.now()
    written = Written(
        key="k" * 20, content=bytes(32), text=text, photos=(), answer_by=at + clock.DAY, at=at
    )
    return replace(written, **changed)


@pytest.fixture
def write(deployment):
    async def run(job, *args, **columns):
        return await deployment.store.write(OURS, job, *args, **columns)

    return run


@pytest.fixture
def found(deployment, sent):
    async def read():
        return await deployment.store.read(OURS, requests.find, sent.number)

    return read


@pytest.fixture
async def asked(write, sent):
    """The question, asked by Vera; its sequence."""
    assert await write(service.ask, sent.number, 0, QUESTION, clock.now(), "vera")
    return 2


async def kinds(deployment, sent) -> list[str]:
    stream = requests.stream_of(sent.number)
    return [told.kind for told in await deployment.store.read(OURS, history, stream)]


def mails(db, tenant):
    chosen = select(outbox.c.kind, outbox.c.recipient).where(outbox.c.tenant == tenant)
    return sorted(tuple(row) for row in db.execute(chosen) if row.kind.startswith("questions/"))


async def test_a_question_makes_the_request_wait_for_its_customer(deployment, sent, asked, found):
    row = await found()
    assert (row.status, row.version, row.open) == ("waiting_customer", 1, True)
    assert await kinds(deployment, sent) == ["RequestOpened", "QuestionAsked"]
    assert await deployment.store.read(OURS, mails) == [("questions/asked", "customer")]


async def test_an_answer_brings_it_back_to_what_it_was_on_top_of_the_queue(
    frozen_clock, deployment, sent, asked, found, write
):
    other = await deployment.store.read(OURS, requests.find, sent.number)
    frozen_clock.advance(clock.HOUR)
    assert await write(service.write, sent.number, asked, answer()) == Kept()
    row = await found()
    assert (row.status, row.answer_by) == ("received", clock.now() + clock.DAY)
    assert row.waiting_since > other.waiting_since
    watch = Watch("", (), clock.now(), clock.now())
    listed = await deployment.store.read(OURS, queue.listed, Asked(), watch)
    assert listed.rows[0].turn < 2
    assert await kinds(deployment, sent) == ["RequestOpened", "QuestionAsked", "QuestionAnswered"]
    told = [("questions/answered", "team"), ("questions/asked", "customer")]
    assert await deployment.store.read(OURS, mails) == told


async def test_a_pre_request_that_waits_for_its_customer_can_still_be_decided(
    sent, asked, found, write
):
    rejected = RequestRejected(reason_code="R2", reason="Não")
    assert await write(verdicts.reject, sent.number, 1, rejected, clock.now(), "vera")
    assert (await found()).status == "rejected"


async def test_a_repair_goes_on_where_it_was(deployment, sent, found, write):
    visit = {"status": "visit_scheduled", "particulars": '{"technician":"Téo"}'}
    await write(requests.change, sent.number, 0, **visit)
    await write(service.ask, sent.number, 1, QUESTION, clock.now(), "vera")
    await write(service.ask, sent.number, 2, "E de longe?", clock.now(), "vera")
    await write(service.write, sent.number, 3, answer())
    row = await found()
    assert {"status": row.status, "particulars": row.particulars} == visit


async def test_the_second_of_two_who_ask_overwrites_nothing(deployment, sent, asked, found, write):
    again = (sent.number, 0, "Outra pergunta", clock.now(), "teo")
    assert not await write(service.ask, *again)
    assert await kinds(deployment, sent) == ["RequestOpened", "QuestionAsked"]


async def test_nobody_is_asked_about_a_closed_request(sent, write):
    await write(requests.change, sent.number, 0, open=False)
    assert not await write(service.ask, sent.number, 1, QUESTION, clock.now(), "vera")


async def test_an_answer_sent_twice_is_kept_once_and_a_changed_one_beside_it(
    deployment, sent, asked, write
):
    for _ in range(2):
        assert await write(service.write, sent.number, asked, answer()) == Kept()
    changed = answer("Secou", content=bytes([1] * 32))
    assert await write(service.write, sent.number, asked, changed) == Kept()
    assert (await kinds(deployment, sent))[2:] == ["QuestionAnswered", "CustomerWrote"]


async def test_what_is_added_to_a_closed_request_reaches_the_team_and_opens_nothing(
    deployment, sent, found, write
):
    await write(requests.change, sent.number, 0, status="rejected", open=False)
    assert await write(service.write, sent.number, 0, answer()) == Kept()
    assert ((await found()).status, (await found()).open) == ("rejected", False)
    assert await deployment.store.read(OURS, mails) == [("questions/answered", "team")]


async def test_photos_come_with_the_answer_and_gone_ones_are_told(deployment, sent, asked, write):
    staged = await stage_photo(deployment, OURS)
    gone = answer(photos=("nobody",))
    assert await write(service.write, sent.number, asked, gone) == PhotosGone(("nobody",))
    assert await write(service.write, sent.number, asked, answer(photos=(staged.id,))) == Kept()
    stream = requests.stream_of(sent.number)
    last = (await deployment.store.read(OURS, history, stream))[-1]
    assert last.event.shown_photos() == (staged.id,)


async def test_a_link_in_many_hands_can_not_flood_a_request(sent, asked, write):
    for n in range(service.PER_REQUEST.burst):
        each = answer(str(n), content=bytes([n] * 32))
        assert await write(service.write, sent.number, asked, each) == Kept()
    more = answer("more", content=bytes([99] * 32))
    assert await write(service.write, sent.number, asked, more) == TooMany()


async def test_a_question_is_shown_with_its_answer(deployment, sent, asked, write):
    open_one = await deployment.store.read(OURS, service.question, sent.number, asked)
    assert (open_one.text, open_one.answered_at) == (QUESTION, 0)
    await write(service.write, sent.number, asked, answer())
    shown = await deployment.store.read(OURS, service.question, sent.number, asked)
    assert (shown.text, shown.answer) == (QUESTION, "Está molhada")


async def test_a_request_that_is_not_there_keeps_nothing(write):
    assert await write(service.write, "NOBODY000", 0, answer()) is None
    assert not await write(service.ask, "NOBODY000", 0, QUESTION, 1, "vera")
