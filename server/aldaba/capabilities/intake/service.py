"""The verbs of intake: take a pre-request in, add to it.

Plain functions of a connection; each runs in one transaction (`storage.Store.write`).
"""

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from aldaba.capabilities.intake.verdicts import pass_on
from aldaba.events import record
from aldaba.events.intake import RequestAmended, RequestOpened
from aldaba.forms import idempotency
from aldaba.forms.form import Form
from aldaba.forms.idempotency import Changed, Same
from aldaba.forms.versions import keep_form, keep_terms
from aldaba.people import service as people
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.requests.models import request
from aldaba.requests.team_news import tell_given
from aldaba.storage.statement import Statement
from aldaba.themes.theme import Terms
from aldaba.web import throttle

# A person who sends a seventh request within the hour is asked to call. A network alone is never
# refused: carriers put thousands of phones behind one address (H57); staff see that it was crowded.
PER_CONTACT = throttle.Rate(burst=6, per_hour=6)
PER_NETWORK = throttle.Rate(burst=60, per_hour=60)

TAKEN = Statement(
    lambda _: select(request.c.number).where(
        request.c.tenant == bindparam("tenant"), request.c.number == bindparam("number")
    )
)

CROWDED = Statement(
    lambda _: (
        update(request)
        .values(crowded_network=True)
        .where(request.c.tenant == bindparam("tenant"), request.c.number == bindparam("number"))
    )
)


class Submission(Struct, frozen=True, kw_only=True):
    """A pre-request as it was read, with all that a job may not make by itself.

    `content` is a keyed hash of the answers and photos, `numbers` are candidates for its number,
    `contacts` and `network` name throttle buckets without telling whose, `record` holds columns of
    the request's row, `responsible` is the address of who looks after it, if anybody does by its
    subject. `pass_on_by` is until when the company answers what is taken on at once because its
    product is on record, None where staff decide on each. `by` is the staff member who entered it,
    "" where the customer sent it.
    """

    key: str
    content: bytes
    numbers: tuple[str, ...]
    contacts: tuple[str, ...]
    network: str
    event: RequestOpened
    form: Form
    terms: tuple[Terms, ...]
    record: dict[str, object]
    at: int
    responsible: str = ""
    pass_on_by: int | None = None
    by: str = ""


class Received(Struct, frozen=True):
    """It is kept under `number`; `again` when it had been before."""

    number: str
    again: bool = False


class AlreadyReceived(Struct, frozen=True):
    """Other content was kept under the same key as `number`; this content was not."""

    number: str


class PhotosGone(Struct, frozen=True):
    """These staged photos can't be had any more."""

    ids: tuple[str, ...]


class TooMany(Struct, frozen=True):
    """This person sent too many requests within the hour."""


Outcome = Received | AlreadyReceived | PhotosGone | TooMany


def submit(db: Connection, tenant: str, sent: Submission) -> Outcome:
    """Keep a pre-request, once: its row, its event with photos, the reactions to it."""
    known = idempotency.find(db, tenant, sent.key, sent.content)
    if known is not None:
        return _as_before(known)
    if gone := photos.unavailable(db, tenant, sent.event.photos, sent.at):
        return PhotosGone(gone)
    if not all(throttle.take(db, tenant, name, PER_CONTACT, sent.at) for name in sent.contacts):
        return TooMany()
    number = _free(db, tenant, sent.numbers)
    known = idempotency.claim(db, tenant, sent.key, sent.content, number, sent.at)
    if known is not None:
        return _as_before(known)
    _keep_what_was_shown(db, tenant, sent)
    who = people.by_email(db, tenant, sent.responsible) if sent.responsible else None
    requests.add(db, tenant, number, {"responsible": who.id if who else "", **sent.record})
    sequence = _record(db, tenant, number, sent.event, sent.at, sent.by)
    if who and not sent.event.test:
        tell_given(db, tenant, requests.stream_of(number), sequence, [who.id], sent.at)
    if sent.pass_on_by is not None and not sent.event.test:
        pass_on(db, tenant, number, sent.at, sent.pass_on_by)
    # Last: whoever takes from the same bucket waits from here to the commit.
    if not throttle.take(db, tenant, sent.network, PER_NETWORK, sent.at):
        CROWDED.run(db, {"tenant": tenant, "number": number})
    return Received(number)


def amend(db: Connection, tenant: str, number: str, sent: Submission) -> Outcome:
    """Add what was sent under a known key to the request `number` that the key made, once. Where
    the key made no such request, it is a submission like any other."""
    first = idempotency.find(db, tenant, sent.key, sent.content)
    if first is None or first.outcome != number:
        return submit(db, tenant, sent)
    stream = requests.stream_of(number)
    if gone := photos.unavailable(db, tenant, sent.event.photos, sent.at, stream):
        return PhotosGone(gone)
    addition = f"{sent.key[:40]}+{sent.content.hex()[:32]}"
    if idempotency.claim(db, tenant, addition, sent.content, number, sent.at) is not None:
        return Received(number, again=True)
    event = RequestAmended(
        description=sent.event.description, answers=sent.event.answers, photos=sent.event.photos
    )
    _record(db, tenant, number, event, sent.at, sent.by)
    return Received(number)


def _record(
    db: Connection,
    tenant: str,
    number: str,
    event: RequestOpened | RequestAmended,
    at: int,
    by: str = "",
) -> int:
    stream, role = requests.stream_of(number), "staff" if by else "customer"
    sequence = record(db, tenant, stream, event, at=at, role=role, actor=by)
    photos.attach(db, tenant, event.photos, stream=stream, sequence=sequence, at=at)
    return sequence


def _keep_what_was_shown(db: Connection, tenant: str, sent: Submission) -> None:
    keep_form(db, tenant, sent.form, sent.at)
    for terms in sent.terms:
        keep_terms(db, tenant, terms, sent.at)


def _free(db: Connection, tenant: str, numbers: tuple[str, ...]) -> str:
    return next(
        number for number in numbers if not TAKEN.one(db, {"tenant": tenant, "number": number})
    )


def _as_before(known: Same | Changed) -> Received | AlreadyReceived:
    if isinstance(known, Same):
        return Received(known.outcome, again=True)
    return AlreadyReceived(known.outcome)
