"""The verbs of surveys: plan, answer, decline, take care of a low score."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, delete, insert, select, update

from aldaba.capabilities.surveys.low_scores import is_low
from aldaba.capabilities.surveys.models import invitation, refusal, response
from aldaba.events import record
from aldaba.events.surveys import (
    LowScoreHandled,
    SurveyAnswered,
    SurveyAnswersChanged,
    SurveyDeclined,
)
from aldaba.forms.form import Form
from aldaba.forms.versions import keep_form
from aldaba.requests import service as requests
from aldaba.requests.team_news import tell_team
from aldaba.storage.insert import insert_into

OPEN = ("planned", "invited", "answered", "declined")


class Answers(Struct, frozen=True, kw_only=True):
    """What a person sent: `values` as `form` read them, in time until `deadline`. `contact` is the
    keyed hash of the address on file."""

    form: Form
    values: dict[str, Any]
    deadline: int
    contact: bytes | None
    tell: bool
    at: int


def find(db: Connection, tenant: str, number: str, round_: int = 0) -> Row[Any] | None:
    """The invitation about the closing `round_` of the request `number`; 0 is the latest."""
    mine = select(invitation).where(invitation.c.tenant == tenant, invitation.c.number == number)
    if round_:
        mine = mine.where(invitation.c.round == round_)
    return db.execute(mine.order_by(invitation.c.round.desc()).limit(1)).one_or_none()


def said(db: Connection, row: Row[Any]) -> Row[Any] | None:
    """The answers that count of the invitation `row`."""
    theirs = (
        response.c.tenant == row.tenant,
        response.c.number == row.number,
        response.c.round == row.round,
        response.c.version == row.version,
    )
    return db.execute(select(response).where(*theirs)).one_or_none()


def change(db: Connection, row: Row[Any], **columns: object) -> bool:
    """Set `columns` of the invitation, unless its state or answers changed meanwhile."""
    same = (
        invitation.c.tenant == row.tenant,
        invitation.c.number == row.number,
        invitation.c.round == row.round,
        invitation.c.state == row.state,
        invitation.c.version == row.version,
    )
    return db.execute(update(invitation).where(*same).values(**columns)).rowcount == 1


def plan(db: Connection, tenant: str, number: str, round_: int, at: int) -> None:
    """Plan to ask about a closing; what was planned about an earlier one is dropped."""
    earlier = (
        invitation.c.tenant == tenant,
        invitation.c.number == number,
        invitation.c.state == "planned",
    )
    dropped = {"state": "dropped", "why": "superseded", "due_at": None}
    db.execute(update(invitation).where(*earlier).values(**dropped))
    row = {
        "tenant": tenant,
        "number": number,
        "round": round_,
        "state": "planned",
        "why": "",
        "survey": "survey",
        "form_version": "",
        "closed_at": at,
        "due_at": at,
        "version": 0,
        "low": False,
    }
    db.execute(insert_into(db, invitation).values(**row).on_conflict_do_nothing())


def answer(db: Connection, tenant: str, number: str, round_: int, sent: Answers) -> bool:
    """Keep the answers, once: the same again changes nothing. False when it is too late."""
    row = find(db, tenant, number, round_)
    if row is None or not in_time(row, sent.at):
        return False
    answers = msgspec.json.encode(sent.values, order="deterministic").decode()
    before = said(db, row)
    if before is not None and before.answers == answers:
        return True
    low = is_low(sent.form, sent.values)
    columns: dict[str, Any] = {"state": "answered", "version": row.version + 1, "low": low}
    columns |= {"survey": sent.form.name, "answered_at": sent.at, "due_at": None}
    if row.deadline is None:  # answered before anybody was asked to
        columns |= {"deadline": sent.deadline, "invited_at": sent.at, "contact": sent.contact}
    if low and not row.low:
        columns["handled_at"] = None
    if not change(db, row, **columns):  # another press was first, and may have said something else
        return answer(db, tenant, number, round_, sent)
    _keep(db, row, sent, answers)
    kind = SurveyAnswersChanged if row.version else SurveyAnswered
    event = kind(row.round, sent.form.name, sent.form.version, sent.values, low)
    stream = requests.stream_of(number)
    sequence = record(db, tenant, stream, event, at=sent.at, role="customer")
    if low and not row.low and sent.tell:
        tell_team(db, tenant, "surveys/low", stream, sequence, sent.at)
    return True


def _keep(db: Connection, row: Row[Any], sent: Answers, answers: str) -> None:
    keep_form(db, row.tenant, sent.form, sent.at)
    kept = {
        "tenant": row.tenant,
        "number": row.number,
        "round": row.round,
        "version": row.version + 1,
        "at": sent.at,
        "language": sent.form.language,
        "form_version": sent.form.version,
        "answers": answers,
    }
    db.execute(insert(response).values(**kept))


def in_time(row: Row[Any], at: int) -> bool:
    """Whether the invitation can still be answered at the moment `at`."""
    return row.state in OPEN and (row.deadline is None or at <= row.deadline)


def decline(
    db: Connection, tenant: str, number: str, round_: int, contact: bytes | None, at: int
) -> None:
    """Ask this person no more, about whatever request."""
    row = find(db, tenant, number, round_)
    if row is None or row.state not in ("planned", "invited"):
        return
    if contact:
        kept = insert_into(db, refusal).values(tenant=tenant, contact=contact, at=at)
        db.execute(kept.on_conflict_do_nothing())
    if change(db, row, state="declined", due_at=None):
        event = SurveyDeclined(round=row.round)
        record(db, tenant, requests.stream_of(number), event, at=at, role="customer")


def handle(db: Connection, tenant: str, number: str, round_: int, at: int, by: str) -> bool:
    """Note that somebody took care of a low score. False when there is none to take care of."""
    row = find(db, tenant, number, round_)
    if row is None or not row.low or row.handled_at is not None:
        return False
    change(db, row, handled_at=at)
    event = LowScoreHandled(round=row.round)
    record(db, tenant, requests.stream_of(number), event, at=at, role="staff", actor=by)
    return True


def forget(db: Connection, tenant: str, number: str, at: int) -> None:
    """Delete what the customer of the request `number` answered, and who they are. That they were
    asked, and answered, is still counted; no low score waits for somebody any more."""
    theirs = (response.c.tenant == tenant, response.c.number == number)
    db.execute(delete(response).where(*theirs))
    asked = (invitation.c.tenant == tenant, invitation.c.number == number)
    db.execute(update(invitation).where(*asked).values(contact=None))
    planned = (*asked, invitation.c.state == "planned")
    dropped = {"state": "dropped", "why": "erased", "due_at": None}
    db.execute(update(invitation).where(*planned).values(**dropped))
    unhandled = (*asked, invitation.c.low, invitation.c.handled_at.is_(None))
    db.execute(update(invitation).where(*unhandled).values(handled_at=at))
