"""The worker: each mail in the end, once, and none at the cost of another."""

import asyncio
import logging
from collections.abc import Callable
from email import message_from_bytes
from email.policy import SMTP
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from psycopg import connect
from sqlalchemy import Connection, create_engine

from aldaba import clock
from aldaba.outbox import attempt, rows, sending, transport
from aldaba.outbox.attempt import WAITS
from aldaba.outbox.transport import Outgoing, deliver
from aldaba.problems import Problem

from .scene import ANA, NOON, Service, letter, theme
from .smtp_server import Mailbox, dripping_server, smtp_server

if TYPE_CHECKING:
    from tests.conftest import FrozenClock

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("frozen_clock")]

TEAM = ["um@equipe.example", "dois@equipe.example"]


async def test_a_mail_is_delivered_once_in_both_forms(service: Service):
    mailbox = Mailbox()
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        await service.add("a1")
        bell.set()
        row = await service.until("a1", "sent")
        bell.set()
        await asyncio.sleep(0.05)
    (delivered,) = mailbox.delivered
    assert (delivered.mail_from, delivered.rcpt_tos) == ("assistencia@horizonte.example", [ANA])
    message = message_from_bytes(delivered.content, policy=SMTP)
    assert message["Reply-To"] == "equipe@horizonte.example"
    assert message["Message-ID"] == row.message_id == "<a1.horizonte@care.example>"
    kinds = [part.get_content_type() for part in message.walk()]
    assert {"text/plain", "text/html", "image/png"} < set(kinds)


async def test_what_was_sent_is_not_kept(service: Service):
    await service.add("a1")
    async with service.at_work():
        row = await service.until("a1", "sent")
    assert (row.message, row.undelivered, row.last_error) == (None, None, None)
    assert row.sent_at == NOON


async def test_a_folder_gets_a_file_named_by_when_the_row_was_made(
    service: Service, mails: Callable[[], list[Path]]
):
    await service.add("a1")
    async with service.at_work():
        await service.until("a1", "sent")
    assert [file.name for file in mails()] == ["20261126T120000.000000-a1.eml"]


async def test_mail_is_found_without_a_bell(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "POLL", 0.02)
    async with service.at_work():
        await asyncio.sleep(0.05)
        await service.add("a1")
        await service.until("a1", "sent")


async def test_the_team_is_whoever_the_company_named(service: Service):
    service.letters["a1"] = replace(letter(), to=())
    mailbox = Mailbox()
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        await service.add("a1", recipient="team")
        bell.set()
        await service.until("a1", "sent")
    assert [one.rcpt_tos for one in mailbox.delivered] == [TEAM]


async def test_a_mail_with_nobody_to_write_to_is_dropped(service: Service):
    service.letters |= {"a1": None, "a2": replace(letter(), to=())}
    await service.add("a1")
    await service.add("a2")
    async with service.at_work():
        await service.until("a1", "dropped")
        await service.until("a2", "dropped")


async def test_a_mail_waits_for_its_time(service: Service, frozen_clock: "FrozenClock"):
    await service.add("a1", due_at=NOON + clock.DAY)
    async with service.at_work() as bell:
        await asyncio.sleep(0.05)
        assert (await service.row("a1")).state == "due"
        frozen_clock.advance(clock.DAY)
        bell.set()
        await service.until("a1", "sent")


async def test_a_mail_refused_for_now_goes_again_unchanged(
    service: Service, frozen_clock: "FrozenClock"
):
    mailbox = Mailbox()
    mailbox.refusals[ANA] = "450 4.2.0 greylisted"
    await service.add("a1")
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        refused = await service.until("a1", "due", attempts=1)
        assert refused.last_error == "refused: 450"
        assert NOON + clock.MINUTE <= refused.due_at <= NOON + 1.25 * clock.MINUTE
        mailbox.refusals.clear()
        service.themes.known["horizonte"] = theme(company="Outro Nome")
        service.letters["a1"] = letter(name="Eva")
        frozen_clock.advance(2 * clock.MINUTE)
        bell.set()
        sent = await service.until("a1", "sent")
    assert [one.content for one in mailbox.delivered] == [refused.message]
    assert sent.message_id == refused.message_id


async def test_a_mail_refused_for_good_is_parked_at_once(service: Service):
    mailbox = Mailbox()
    mailbox.refusals[ANA] = "550 5.1.1 no such person: ana@cliente.example"
    await service.add("a1")
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work():
        row = await service.until("a1", "parked")
    assert (row.attempts, row.last_error, row.undelivered) == (1, "refused: 550", ANA)
    assert row.message is not None


async def test_only_those_who_have_not_got_it_are_tried_again(
    service: Service, frozen_clock: "FrozenClock"
):
    mailbox = Mailbox()
    mailbox.refusals |= {TEAM[0]: "451 later", "x@equipe.example": "550 never"}
    service.letters["a1"] = letter(*TEAM, "x@equipe.example")
    await service.add("a1")
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        await service.until("a1", "due", attempts=1)
        del mailbox.refusals[TEAM[0]]
        frozen_clock.advance(2 * clock.MINUTE)
        bell.set()
        row = await service.until("a1", "parked")
    assert [one.rcpt_tos for one in mailbox.delivered] == [[TEAM[1]], [TEAM[0]]]
    assert row.undelivered == "x@equipe.example"


async def test_a_server_that_drips_bytes_costs_one_try(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(transport, "DEADLINE", 0.1)
    await service.add("a1")
    async with dripping_server() as service.settings.mail_url, service.at_work():
        row = await service.until("a1", "due", attempts=1)
    assert row.last_error == "TimeoutError"


def test_tries_go_on_for_76_hours():
    assert sum(WAITS) == 76 * clock.HOUR


async def test_after_the_last_try_a_mail_is_parked(service: Service, frozen_clock: "FrozenClock"):
    service.settings.mail_url = "smtp://127.0.0.1:1"
    await service.add("a1")
    async with service.at_work() as bell:
        for tries in range(1, len(WAITS) + 1):
            row = await service.until("a1", "due", attempts=tries)
            frozen_clock.moment = row.due_at
            bell.set()
        row = await service.until("a1", "parked")
    assert frozen_clock.moment - NOON >= 76 * clock.HOUR
    assert row.attempts == len(WAITS) + 1


async def test_a_crash_between_freezing_and_sending_loses_nothing(
    service: Service, frozen_clock: "FrozenClock", monkeypatch: pytest.MonkeyPatch
):
    died = asyncio.Event()

    async def die(*_: object) -> dict[str, int]:
        died.set()
        raise asyncio.CancelledError

    await service.add("a1")
    with monkeypatch.context() as crash:
        crash.setattr(attempt, "deliver", die)
        async with service.at_work():
            await died.wait()
    frozen = (await service.row("a1")).message
    service.letters["a1"] = letter(name="Eva")
    mailbox = Mailbox()
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        await asyncio.sleep(0.05)
        assert mailbox.delivered == []
        frozen_clock.advance(sending.LEASE)
        bell.set()
        await service.until("a1", "sent")
    assert [one.content for one in mailbox.delivered] == [frozen]


async def test_a_crash_after_sending_sends_the_same_message_again(
    service: Service,
    frozen_clock: "FrozenClock",
    monkeypatch: pytest.MonkeyPatch,
    mails: Callable[[], list[Path]],
):
    died = asyncio.Event()

    async def deliver_and_die(to: Any, mail: Outgoing) -> dict[str, int]:
        await deliver(to, mail)
        died.set()
        raise asyncio.CancelledError

    await service.add("a1")
    with monkeypatch.context() as crash:
        crash.setattr(attempt, "deliver", deliver_and_die)
        async with service.at_work():
            await died.wait()
    before = [file.read_bytes() for file in mails()]
    frozen_clock.advance(sending.LEASE)
    async with service.at_work():
        await service.until("a1", "sent")
    assert [file.read_bytes() for file in mails()] == before


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"kind": "example/broken"}, "UndefinedError at emails/broken/subject.txt:1"),
        ({"kind": "example/nowhere"}, "KeyError"),
        ({"language": "xx"}, "FileNotFoundError"),
    ],
)
async def test_a_mail_that_can_t_be_written_is_parked_and_the_next_one_goes(
    service: Service, row: dict[str, Any], fault: str
):
    await service.add("a1", **row)
    await service.add("a2")
    async with service.at_work():
        assert fault in (await service.until("a1", "parked")).last_error
        await service.until("a2", "sent")


async def test_a_fault_tells_no_personal_data(service: Service, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, "aldaba")
    service.letters |= {"a1": ValueError("Ana, ana@cliente.example"), "a2": letter("Ana\r\nBcc: x")}
    mailbox = Mailbox()
    mailbox.refusals[ANA] = "550 5.1.1 ana@cliente.example"
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        for key in ("a1", "a2", "a3"):
            await service.add(key)
        bell.set()
        told = [(await service.until(key, "parked")).last_error for key in ("a1", "a2", "a3")]
    assert all("a" + number in caplog.text for number in "123")
    for text in (*told, caplog.text):
        assert "cliente.example" not in text
        assert "Ana" not in text
        assert "/l/" not in text


async def test_a_database_in_trouble_costs_a_try_and_no_mail(
    service: Service, frozen_clock: "FrozenClock"
):
    service.letters["a1"] = Problem("storage_unavailable")
    await service.add("a1")
    async with service.at_work() as bell:
        await service.until("a1", "due", attempts=1)
        del service.letters["a1"]
        frozen_clock.advance(2 * clock.MINUTE)
        bell.set()
        await service.until("a1", "sent")


async def test_the_worker_outlives_a_database_that_doesn_t_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    async def refuse(*_: object) -> None:
        raise Problem("storage_unavailable")

    async with service.at_work() as bell:
        with monkeypatch.context() as trouble:
            trouble.setattr(service.store, "read", refuse)
            bell.set()
            await asyncio.sleep(0.05)
        await service.add("a1")
        bell.set()
        await service.until("a1", "sent")


async def test_mail_of_a_company_whose_folder_is_gone_waits(
    service: Service, frozen_clock: "FrozenClock"
):
    folder = service.themes.known.pop("norte")
    await service.add("a1", "norte")
    async with service.at_work() as bell:
        await service.until("a1", "due", attempts=1)
        service.themes.known["norte"] = folder
        frozen_clock.advance(2 * clock.MINUTE)
        bell.set()
        await service.until("a1", "sent")


async def test_one_company_s_slow_mail_holds_up_nobody_else_s(service: Service):
    mailbox = Mailbox()
    mailbox.slow[ANA] = asyncio.Event()
    for number in range(3 * sending.PER_TENANT):
        await service.add(f"slow{number}")
    async with smtp_server(mailbox) as service.settings.mail_url, service.at_work() as bell:
        for _ in range(sending.PER_TENANT):
            await mailbox.waiting.get()
        service.letters["quick"] = letter("eva@cliente.example")
        await service.add("quick", "norte")
        bell.set()
        await service.until("quick", "sent")
        assert mailbox.waiting.empty()
        mailbox.slow[ANA].set()
        for number in range(3 * sending.PER_TENANT):
            await service.until(f"slow{number}", "sent")
    assert len(mailbox.delivered) == 3 * sending.PER_TENANT + 1


async def test_stopping_lets_a_mail_under_way_arrive(service: Service):
    mailbox = Mailbox()
    mailbox.slow[ANA] = asyncio.Event()
    await service.add("a1")
    async with smtp_server(mailbox) as service.settings.mail_url:
        async with service.at_work():
            await mailbox.waiting.get()
            asyncio.get_running_loop().call_later(0.1, mailbox.slow[ANA].set)
        assert (await service.row("a1")).state == "sent"
    assert len(mailbox.delivered) == 1


async def test_stopping_gives_back_the_lease_of_a_mail_that_takes_too_long(
    service: Service, frozen_clock: "FrozenClock", monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "FAREWELL", 0.05)
    mailbox = Mailbox()
    mailbox.slow[ANA] = asyncio.Event()
    await service.add("a1")
    async with smtp_server(mailbox) as service.settings.mail_url:
        async with service.at_work():
            await mailbox.waiting.get()
            leased = await service.row("a1")
        given_back = await service.row("a1")
        mailbox.slow[ANA].set()
    assert leased.due_at == NOON + sending.LEASE
    assert (given_back.state, given_back.due_at, given_back.attempts) == ("due", NOON, 0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_processes_claim_different_mails_without_waiting_for_each_other(
    service: Service, database_url: str
):
    for key in ("a1", "a2"):
        await service.add(key)
    claimed: list[str] = []

    def claim_both(db: Connection, tenant: str) -> None:
        until = NOON + clock.MINUTE
        claimed.extend(row.id for row in rows.lease(db, tenant, ["a1"], NOON, until))
        with create_engine(
            "postgresql+psycopg://", creator=partial(connect, database_url)
        ).begin() as other:
            other.exec_driver_sql("SET LOCAL aldaba.tenant = 'horizonte'")
            other.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            claimed.extend(row.id for row in rows.lease(other, tenant, ["a1", "a2"], NOON, until))

    await service.store.write("horizonte", claim_both)
    assert claimed == ["a1", "a2"]
