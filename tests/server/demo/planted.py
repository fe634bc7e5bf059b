"""What the record has of every planted request, in the words of the samples."""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from aldaba import clock
from aldaba.capabilities.closures import service as closures
from aldaba.capabilities.visits import service as visits
from aldaba.events import Recorded, history
from aldaba.outbox.models import outbox
from aldaba.requests.models import request
from aldaba.requests.sentences import DAYS
from aldaba.requests.service import stream_of


class Days(Struct, frozen=True):
    """Days and moments as the samples write them: before and after `today` in a company's
    `zone`."""

    zone: str
    today: date

    def on(self, day: date) -> str:
        """`D-3`"""
        days = (day - self.today).days
        return f"D{'+' if days > 0 else '-'}{abs(days)}"

    def at(self, moment: int) -> str:
        """`D-3 14:20`"""
        local = clock.local(moment, self.zone)
        return f"{self.on(local.date())} {local:%H:%M}"


def shown(db: Connection, tenant: str, days: Days) -> dict[str, dict[str, Any]]:
    """What the record has of every request, by its text."""
    rows = db.execute(select(request).where(request.c.tenant == tenant)).all()
    return {row.description: _shown(db, tenant, row, days) for row in rows}


def _shown(db: Connection, tenant: str, row: Row[Any], days: Days) -> dict[str, Any]:
    story = history(db, tenant, stream_of(row.number))
    columns = ("language", "stage", "status", "priority", "emergency", "reopenings", "reason")
    return {
        **{name: getattr(row, name) for name in columns},
        "customer": row.name,
        "text": row.description,
        "where": " · ".join(filter(None, (row.development, row.block, row.unit, row.model))),
        "subject": row.sub_subject or row.subject,
        "answers": msgspec.json.decode(row.answers),
        "visits": [_visit(each, days) for each in visits.of_request(db, tenant, row.number)],
        **_status(db, tenant, row, days),
        **_told(story, days),
    }


def _visit(row: Row[Any], days: Days) -> dict[str, str]:
    hours = {"begins": days.at(row.begins), "ends": days.at(row.ends)}
    return hours | {"who": row.technician_name, "purpose": row.purpose, "state": row.state}


def _status(db: Connection, tenant: str, row: Row[Any], days: Days) -> dict[str, Any]:
    particulars = msgspec.json.decode(row.particulars)
    closing = closures.latest(db, tenant, row.number)
    mine = (outbox.c.tenant == tenant, outbox.c.stream == stream_of(row.number))
    reminder = select(outbox.c.due_at).where(*mine, outbox.c.kind == "closures/reminder")
    reminded = db.scalar(reminder)
    return {
        "says": {
            name: days.on(date.fromisoformat(text)) if name in DAYS else text
            for name, text in particulars.items()
        },
        "until": days.at(closing.answer_by) if closing else "",
        "reminded": days.at(reminded) if reminded else "",
    }


def _told(story: list[Recorded], days: Days) -> dict[str, Any]:
    """What its events say; of several of a kind the last."""
    comments = [each for each in story if each.kind == "CommentAdded"]
    last = {each.kind: each.event for each in story}
    photos = {kind: len(event.shown_photos()) for kind, event in last.items()}
    moved = {
        f"{e.kind} {e.event.status}": days.at(e.at) for e in story if e.kind == "StatusChanged"
    }
    told = {kind: event.told() for kind, event in last.items()}
    survey = last.get("SurveyAnswered")
    return {
        "when": {each.kind: days.at(each.at) for each in story} | moved,
        "notes": "\n".join(e.event.text for e in comments if not e.event.to_customer),
        "told": "\n".join(e.event.text for e in comments if e.event.to_customer),
        "question": told.get("QuestionAsked"),
        "done": told.get("RequestClosed"),
        "reopened": told.get("RequestReopened"),
        "photos": photos["RequestOpened"],
        "done_photos": photos.get("RequestClosed"),
        "reopened_photos": photos.get("RequestReopened"),
        "wrote_photos": photos.get("CustomerWrote"),
        "survey": survey.answers if survey else {},
        "low": "to be handled" if survey and survey.low and "LowScoreHandled" not in last else "",
    }
