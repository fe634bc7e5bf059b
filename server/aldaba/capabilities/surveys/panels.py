"""Surveys' part of a request's pages: the answers and what staff may do, what its customer may
answer."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from aldaba import clock
from aldaba.capabilities.surveys import service, wishes
from aldaba.capabilities.surveys.models import invitation, response
from aldaba.capabilities.surveys.page import link_of
from aldaba.forms.answered import answered
from aldaba.forms.versions import load_form
from aldaba.links import Link
from aldaba.requests import service as requests


class Asked(Struct, frozen=True):
    """One invitation and what was answered: each version, the latest first, as (row, answers)."""

    row: Row[Any]
    versions: list[tuple[Row[Any], list[tuple[str, str]]]]


class Surveyed(Struct, frozen=True):
    """`asked` are the request's invitations, the latest first; `wanted` is what staff said."""

    asked: list[Asked]
    wanted: bool | None
    open: bool


def for_staff(db: Connection, tenant: str, number: str) -> Surveyed | None:
    """All that was asked and answered about the request, and whether to ask."""
    found = requests.find(db, tenant, number)
    mine = (invitation.c.tenant == tenant, invitation.c.number == number)
    rows = db.execute(select(invitation).where(*mine).order_by(invitation.c.round.desc())).all()
    if found is None or (found.stage == "pre_request" and not rows):
        return None
    asked = [Asked(row, _versions(db, row)) for row in rows]
    return Surveyed(asked, wishes.wanted(db, tenant, number), found.open)


def for_customer(db: Connection, tenant: str, number: str) -> Link | None:
    """The link to a survey that waits for its answer."""
    row, found = service.find(db, tenant, number), requests.find(db, tenant, number)
    at = clock.now()
    if row is None or found is None or row.state != "invited" or not service.in_time(row, at):
        return None
    return link_of(row, found.language, at)


def _versions(db: Connection, row: Row[Any]) -> list[tuple[Row[Any], list[tuple[str, str]]]]:
    theirs = (
        response.c.tenant == row.tenant,
        response.c.number == row.number,
        response.c.round == row.round,
    )
    rows = db.execute(select(response).where(*theirs).order_by(response.c.version.desc()))
    told = []
    for each in rows.all():
        form = load_form(db, row.tenant, each.form_version)
        told.append((each, answered(form, msgspec.json.decode(each.answers)) if form else []))
    return told
