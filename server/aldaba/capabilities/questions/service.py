"""The verbs of questions: ask the customer, take in what they write.

Plain functions of a connection; each runs in one transaction (`storage.Store.write`).
"""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba.events import history, record
from aldaba.events.questions import CustomerWrote, QuestionAnswered, QuestionAsked
from aldaba.forms import idempotency
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.requests.sentences import particulars
from aldaba.requests.status import FIRST, turn_in
from aldaba.web import throttle

WAITING = "waiting_customer"
BEFORE = "before"  # of a request's particulars: the status that the answer leads back to

# Whoever holds a link may write; more within the hour is no person's pace.
PER_REQUEST = throttle.Rate(burst=12, per_hour=12)


class Written(Struct, frozen=True, kw_only=True):
    """What a customer wrote, with all that a job may not make by itself: an idempotency `key`, a
    keyed hash of the `content`, and until when the company answers (UTC microseconds)."""

    key: str
    content: bytes
    text: str
    photos: tuple[str, ...]
    answer_by: int
    at: int


class Kept(Struct, frozen=True):
    """It is part of the request's history."""


class PhotosGone(Struct, frozen=True):
    """These staged photos can't be had any more."""

    ids: tuple[str, ...]


class TooMany(Struct, frozen=True):
    """This request was written to too often within the hour."""


Outcome = Kept | PhotosGone | TooMany | None


class Question(Struct, frozen=True):
    """A question where it stands in the story, and its answer, "" while there is none."""

    sequence: int
    text: str
    at: int
    answer: str = ""
    answered_at: int = 0


def ask(
    db: Connection, tenant: str, number: str, version: int, question: str, at: int, by: str
) -> bool:
    """Ask the customer, for whose answer the request waits from now on. False when it is no longer
    as the page showed it, or closed."""
    found = requests.find(db, tenant, number)
    if found is None or not found.open:
        return False
    said = msgspec.json.decode(found.particulars, type=dict[str, str])
    before = said.get(BEFORE, "") if found.status == WAITING else found.status
    waits = particulars(said | {BEFORE: before})
    columns = {"status": WAITING, "particulars": waits, "waiting_since": at}
    if not requests.change(db, tenant, number, version, **columns):
        return False
    event = QuestionAsked(question=question)
    record(db, tenant, requests.stream_of(number), event, at=at, role="staff", actor=by)
    return True


def write(db: Connection, tenant: str, number: str, asked: int, written: Written) -> Outcome:
    """Keep what the customer wrote, once: as the answer to the question `asked` while the request
    waits for one, else as an addition. An open request goes back to the top of the queue. None
    when there is no such request."""
    found = requests.find(db, tenant, number)
    if found is None:
        return None
    key = f"{written.key[:40]}+{written.content.hex()[:32]}"
    if idempotency.find(db, tenant, key, written.content) is not None:
        return Kept()
    stream = requests.stream_of(number)
    if gone := photos.unavailable(db, tenant, written.photos, written.at, stream):
        return PhotosGone(gone)
    if not throttle.take(db, tenant, f"answer:{number}", PER_REQUEST, written.at):
        return TooMany()
    if idempotency.claim(db, tenant, key, written.content, number, written.at) is not None:
        return Kept()
    event: QuestionAnswered | CustomerWrote = CustomerWrote(written.text, written.photos)
    waiting = question(db, tenant, number, asked) if found.status == WAITING else None
    if waiting:
        event = QuestionAnswered(waiting.sequence, written.text, written.photos)
    sequence = record(db, tenant, stream, event, at=written.at, role="customer")
    photos.attach(db, tenant, written.photos, stream=stream, sequence=sequence, at=written.at)
    if found.open:
        _back_on_top(db, tenant, found, written)
    return Kept()


def _back_on_top(db: Connection, tenant: str, found: Row[Any], written: Written) -> None:
    """Somebody should read it before anything else, whatever the request waited for."""
    columns: dict[str, object] = {"waiting_since": written.at, "answer_by": written.answer_by}
    if found.status == WAITING:
        said = msgspec.json.decode(found.particulars, type=dict[str, str])
        columns["status"] = said.pop(BEFORE, "") or "received"
        columns["particulars"] = particulars(said)
    columns["turn"] = turn_in(FIRST, found.emergency)
    requests.change(db, tenant, found.number, found.version, **columns)


def question(db: Connection, tenant: str, number: str, sequence: int = 0) -> Question | None:
    """The question `sequence` of the request `number`, or the last one; with its answer, if it has
    one."""
    last: Question | None = None
    for told in history(db, tenant, requests.stream_of(number)):
        if isinstance(told.event, QuestionAsked) and sequence in {0, told.sequence}:
            last = Question(told.sequence, told.event.question, told.at)
        if isinstance(told.event, QuestionAnswered) and last and told.event.asked == last.sequence:
            last = Question(last.sequence, last.text, last.at, told.event.text, told.at)
    return last
