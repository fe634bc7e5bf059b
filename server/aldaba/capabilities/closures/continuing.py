"""Another problem, or the same one too late: a new request that is linked to the one before."""

from msgspec import Struct
from sqlalchemy import Connection

from aldaba.events import record
from aldaba.events.closures import RequestContinued, RequestContinues
from aldaba.events.intake import RequestOpened
from aldaba.photos import service as photos
from aldaba.requests import number as numbers
from aldaba.requests import service as requests
from aldaba.web import throttle

CANDIDATES = 4
RATE = throttle.Rate(burst=3, per_hour=3)  # for one request

# What the new request begins with instead of taking it over.
FRESH = {
    "stage": "pre_request",
    "status": "received",
    "open": True,
    "version": 0,
    "turn": 3,
    "particulars": "{}",
    "reopenings": 0,
    "reason": "",
    "emergency": False,
    "priority": "normal",
    "responsible": "",
}


class Continuation(Struct, frozen=True, kw_only=True):
    """What is wrong now, in the customer's words. `key` makes the same press open one request."""

    words: str
    photos: tuple[str, ...]
    numbers: tuple[str, ...]
    answer_by: int
    language: str
    at: int


def draw() -> tuple[str, ...]:
    """Numbers to choose the new request's from."""
    return tuple(numbers.draw() for _ in range(CANDIDATES))


def go_on(db: Connection, tenant: str, number: str, said: Continuation) -> str | None:
    """Open the new request, with the person and the place of `number`; its number. None when there
    were too many in an hour, or its photos are gone."""
    before = requests.find(db, tenant, number)
    gone = photos.unavailable(db, tenant, said.photos, said.at)
    if before is None or gone or not throttle.take(db, tenant, f"next:{number}", RATE, said.at):
        return None
    new = next(each for each in said.numbers if not requests.exists(db, tenant, each))
    row = dict(before._mapping) | FRESH
    row |= {"description": said.words, "answer_by": said.answer_by}
    row |= {"opened_at": said.at, "waiting_since": said.at, "language": said.language}
    del row["tenant"], row["number"]
    requests.add(db, tenant, new, row)
    event = RequestOpened(
        language=said.language,
        description=said.words,
        answers={},
        photos=said.photos,
        form_version=before.form_version,
        conditions_version=before.conditions_version,
        privacy_version=before.privacy_version,
    )
    stream = requests.stream_of(new)
    sequence = record(db, tenant, stream, event, at=said.at, role="customer")
    photos.attach(db, tenant, said.photos, stream=stream, sequence=sequence, at=said.at)
    record(db, tenant, stream, RequestContinues(number=number), at=said.at, role="system")
    old = requests.stream_of(number)
    record(db, tenant, old, RequestContinued(number=new), at=said.at, role="customer")
    return new
