"""What the mails about a survey say, and to whom; None where what they would ask is over."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.capabilities.surveys import service
from aldaba.capabilities.surveys.inviting import CLOSED
from aldaba.capabilities.surveys.page import link_of
from aldaba.events import history
from aldaba.events.surveys import SurveyInvited
from aldaba.forms.answered import answered
from aldaba.forms.fields import Nps, Rating
from aldaba.forms.versions import load_form
from aldaba.outbox import Letter
from aldaba.requests import letters
from aldaba.requests import service as requests


def asking(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """To the customer, with the link to answer by: while the request is closed, the survey open
    and not answered."""
    number = requests.number_of(row.stream)
    request, invitation = requests.find(db, tenant, number), _invitation(db, tenant, row)
    open_ = request is not None and request.status in CLOSED and invitation is not None
    if not open_ or invitation is None or invitation.state != "invited":
        return None
    at = clock.now()
    letter = letters.to_customer(db, tenant, row)
    form = load_form(db, tenant, invitation.form_version)
    if letter is None or form is None or not service.in_time(invitation, at):
        return None
    scales = [field for field in form.fields if isinstance(field, Rating | Nps)]
    asked = [field for field in form.fields if not field.shown_if]
    context = {"invitation": invitation, "form": form, "questions": len(asked)}
    context["scale"] = scales[0] if scales and form.fields[0] == scales[0] else None
    links = letter.links | {"survey": link_of(invitation, row.language, row.created_at)}
    return replace(letter, context=letter.context | context, links=links)


def low(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """To the company's team: what was answered where a score was low."""
    letter, invitation = letters.to_team(db, tenant, row), None
    for recorded in history(db, tenant, row.stream):
        if recorded.sequence == row.sequence and recorded.event is not None:
            invitation = recorded.event
    if letter is None or invitation is None:
        return None
    form = load_form(db, tenant, invitation.form_version)  # type: ignore[attr-defined]
    told = answered(form, invitation.answers) if form else []  # type: ignore[attr-defined]
    return replace(letter, context=letter.context | {"answers": told})


def _invitation(db: Connection, tenant: str, row: Row[Any]) -> Row[Any] | None:
    """The invitation that the outbox row's event speaks of."""
    for recorded in history(db, tenant, row.stream):
        if recorded.sequence == row.sequence and isinstance(recorded.event, SurveyInvited):
            number = requests.number_of(row.stream)
            return service.find(db, tenant, number, recorded.event.round)
    return None
