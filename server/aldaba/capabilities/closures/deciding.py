"""What the customer decides on a closing: accept it, reopen, wait a little, take that back.

The first decision stands. It is one UPDATE of the closing's row from the state that the page
showed, so that of a hundred at once one finds it; every other is an event that staff see.
"""

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba.capabilities.closures.certificates import Sign, certify
from aldaba.capabilities.closures.models import closure
from aldaba.capabilities.closures.service import STATUS, change, latest, link_version, move
from aldaba.events import Event, record
from aldaba.events.closures import (
    ClosureAccepted,
    ClosureAttempted,
    ClosurePostponed,
    ClosureUndone,
    RequestReopened,
)
from aldaba.forms.versions import TermsKept, keep_terms
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.themes.theme import Terms
from aldaba.web import throttle

# Attempts are written down until somebody floods the history with them.
ATTEMPTS = throttle.Rate(burst=20, per_hour=20)

FROM = {"accepted": ("waiting",), "reopened": ("waiting", "accepted", "unanswered")}


class Decision(Struct, frozen=True, kw_only=True):
    """What was pressed. `version` is the link's, `seen` the state that the page showed; `shown` are
    the words read; `words` what the customer wrote, `answer_by` when the company answers a
    reopening."""

    choice: str  # accepted or reopened
    version: int
    seen: str
    terms: Terms | TermsKept | None
    language: str
    shown: tuple[str, ...]
    words: str
    photos: tuple[str, ...]
    name: str
    role: str
    undo_by: int
    answer_by: int
    at: int
    purpose: str = "acceptance"


class Decided(Struct, frozen=True):
    """`decision` stands, as event `sequence`."""

    decision: str
    sequence: int


class Stood(Struct, frozen=True):
    """Something else stood before."""


class PhotosGone(Struct, frozen=True):
    """Photos that were staged can't be had any more."""


Outcome = Decided | Stood | PhotosGone


def decide(db: Connection, tenant: str, number: str, made: Decision, sign: Sign) -> Outcome:
    """Let the decision stand if it is the first on what its page showed."""
    row, found = latest(db, tenant, number), requests.find(db, tenant, number)
    if row is None or found is None or link_version(row) != made.version:
        return Stood()
    if made.photos and photos.unavailable(db, tenant, made.photos, made.at):
        return PhotosGone()
    if not (_open_to(row, found, made) and _take(db, row, made)):
        attempted(db, tenant, number, row, made)
        return Stood()
    if isinstance(made.terms, Terms):
        keep_terms(db, tenant, made.terms, made.at)
    if made.choice == "reopened":
        columns = {"reopenings": found.reopenings + 1, "answer_by": made.answer_by}
    else:
        columns = {}
    move(db, tenant, number, made.choice, waiting_since=made.at, **columns)
    stream = requests.stream_of(number)
    sequence = record(db, tenant, stream, _event(row, made), at=made.at, role="customer")
    change(db, tenant, number, row.round, decided_sequence=sequence)
    photos.attach(db, tenant, made.photos, stream=stream, sequence=sequence, at=made.at)
    if made.choice == "accepted":
        certify(db, tenant, number, row.round, sequence, sign)
    return Decided(made.choice, sequence)


def _open_to(row: Row[Any], found: Row[Any], made: Decision) -> bool:
    """Whether that may still be decided; staff may have taken the request on by themselves."""
    in_time = made.seen == "waiting" or made.at <= row.reopen_by
    return in_time and made.seen in FROM[made.choice] and found.status == STATUS[made.seen]


def _take(db: Connection, row: Row[Any], made: Decision) -> bool:
    columns = {
        "state": made.choice,
        "before": made.seen,
        "decided_at": made.at,
        "undo_by": made.undo_by,
    }
    is_as_seen = (closure.c.state == made.seen, closure.c.revision == row.revision)
    return change(db, row.tenant, row.number, row.round, *is_as_seen, **columns)


def _event(row: Row[Any], made: Decision) -> Event:
    said = {
        "round": row.round,
        "terms_version": made.terms.hash if made.terms else "",
        "language": made.language,
        "purpose": made.purpose,
        "shown": made.shown,
        "undo_by": made.undo_by,
        "name": made.name,
        "role": made.role,
    }
    if made.choice == "accepted":
        return ClosureAccepted(words=made.words, **said)
    return RequestReopened(reason=made.words, photos=made.photos, **said)


def attempted(db: Connection, tenant: str, number: str, row: Row[Any], made: Decision) -> None:
    """Write down that somebody decided again."""
    if throttle.take(db, tenant, f"attempts:{number}", ATTEMPTS, made.at):
        event = ClosureAttempted(
            round=row.round, decision=made.choice, stood=row.state, words=made.words
        )
        record(db, tenant, requests.stream_of(number), event, at=made.at, role="customer")


def postpone(
    db: Connection, tenant: str, number: str, version: int, remind_at: int, at: int
) -> bool:
    """The customer couldn't check yet and is asked again at `remind_at`, once."""
    row = latest(db, tenant, number)
    if row is None or link_version(row) != version:
        return False
    first = (closure.c.state == "waiting", closure.c.postponed.is_(False))
    if not change(db, tenant, number, row.round, *first, postponed=True, remind_at=remind_at):
        return False
    event = ClosurePostponed(round=row.round, remind_at=remind_at)
    record(db, tenant, requests.stream_of(number), event, at=at, role="customer")
    return True


def undo(db: Connection, tenant: str, number: str, sequence: int, at: int) -> bool:
    """Take the decision of the event `sequence` back, in time and before staff went on with it:
    the question is open again."""
    row, found = latest(db, tenant, number), requests.find(db, tenant, number)
    if row is None or found is None or found.status != STATUS[row.state]:
        return False
    mine = (closure.c.decided_sequence == sequence, closure.c.state == row.state)
    in_time = (closure.c.undo_by >= at, closure.c.state.in_(FROM))
    columns = {"state": row.before, "decided_at": None, "undo_by": None}
    if not change(db, tenant, number, row.round, *mine, *in_time, **columns):
        return False
    fewer = {"reopenings": found.reopenings - 1} if row.state == "reopened" else {}
    move(db, tenant, number, row.before, answer_by=row.answer_by, **fewer)
    event = ClosureUndone(round=row.round, decision=row.state)
    record(db, tenant, requests.stream_of(number), event, at=at, role="customer")
    return True
