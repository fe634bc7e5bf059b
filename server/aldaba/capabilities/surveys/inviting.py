"""Who is asked, and when: each planned invitation is looked at when it is due, by the company's
own rules, and asked, put off or dropped."""

import asyncio
from datetime import timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, select

from aldaba import clock
from aldaba.capabilities.surveys.models import invitation, refusal
from aldaba.capabilities.surveys.service import change, find, in_time
from aldaba.capabilities.surveys.wishes import wanted
from aldaba.events import record
from aldaba.events.surveys import SurveyInvited
from aldaba.forms.form import Form
from aldaba.forms.versions import keep_form
from aldaba.requests import service as requests
from aldaba.storage.database import EVERY_TENANT
from aldaba.themes.tenant import Tenant
from aldaba.themes.theme import Theme
from aldaba.web.deployment import Deployment

LINK_DAYS = 180
PAUSE = 20.0  # seconds between looks
AT_ONCE = 500
CLOSED = ("closed", "accepted", "closed_unanswered")


class Asking(Struct, frozen=True):
    """How one closing would be asked about: the survey in the customer's language, the keyed hash
    of the address, the company's rules."""

    form: Form
    contact: bytes | None
    tenant: Tenant
    at: int


async def invite_due(deployment: Deployment) -> int:
    """Look at all that is due; how many that were."""
    at = clock.now()
    found = await deployment.store.read(EVERY_TENANT, due, at)
    for tenant, number, round_ in found:
        theme = deployment.themes.get(tenant)
        row = await deployment.store.read(tenant, requests.find, number)
        if theme and row:
            asking = asking_of(deployment, theme, row, at)
            await deployment.store.write(tenant, consider, number, round_, asking)
    return len(found)


async def inviter(deployment: Deployment) -> None:
    """The task: look again and again, until cancelled."""
    while True:
        await invite_due(deployment)
        await asyncio.sleep(PAUSE)


def due(db: Connection, _every_tenant: str, at: int) -> list[tuple[str, str, int]]:
    """(tenant, number, round) of the planned invitations that are due at `at`."""
    planned = select(invitation.c.tenant, invitation.c.number, invitation.c.round).where(
        invitation.c.state == "planned", invitation.c.due_at <= at
    )
    rows = db.execute(planned.order_by(invitation.c.due_at).limit(AT_ONCE))
    return [(tenant, number, round_) for tenant, number, round_ in rows]


def asking_of(deployment: Deployment, theme: Theme, row: Row[Any], at: int) -> Asking:
    """How the customer of the request `row` would be asked."""
    languages = theme.tenant.languages
    language = row.language if row.language in languages else languages[0]
    form = deployment.themes.form(theme, survey_of(theme.tenant, row), language)
    return Asking(form, contact_of(deployment, row), theme.tenant, at)


def contact_of(deployment: Deployment, row: Row[Any]) -> bytes | None:
    """The keyed hash of the address of the request `row`, by which its person is known again; None
    where there is none."""
    address = row.email.strip().casefold()
    return deployment.vault.index(row.tenant, address) if address else None


def survey_of(tenant: Tenant, row: Row[Any]) -> str:
    """The survey for the request `row`, by what it is about."""
    chosen = tenant.surveys.by_subject
    return chosen.get(row.sub_subject) or chosen.get(row.subject) or "survey"


def consider(db: Connection, tenant: str, number: str, round_: int, asking: Asking) -> None:
    """Ask, put off or drop the planned invitation. Whoever comes second finds it no longer
    planned."""
    row, found = find(db, tenant, number, round_), requests.find(db, tenant, number)
    if row is None or row.state != "planned" or found is None:
        return
    if why := _against(db, tenant, row, asking):
        change(db, row, state="dropped", why=why, due_at=None)
        return
    due_at = _due_at(db, row, found.status, asking)
    if due_at is None or due_at > asking.at:
        change(db, row, due_at=due_at)
        return
    _invite(db, row, asking)


def may_at_once(db: Connection, row: Row[Any], status: str, asking: Asking) -> bool:
    """Whether who has just accepted the work may answer at once, without waiting for the mail."""
    if row.state != "planned":
        return row.state == "invited" and in_time(row, asking.at)
    first = asking.tenant.surveys.after == "accepting" and not _against(db, row.tenant, row, asking)
    return first and _due_at(db, row, status, asking) is not None


def _against(db: Connection, tenant: str, row: Row[Any], asking: Asking) -> str:
    """Why nobody is asked; empty when nothing speaks against it."""
    if asking.tenant.surveys.invite == "never":
        return "off"
    if wanted(db, tenant, row.number) is False:
        return "withheld"
    if asking.contact is None:
        return ""
    if refused(db, tenant, asking.contact):
        return "refused"
    since = asking.at - asking.tenant.surveys.every_days * clock.DAY
    return "recent" if asked_since(db, tenant, asking.contact, since) else ""


def refused(db: Connection, tenant: str, contact: bytes) -> bool:
    """Whether this person doesn't want to be asked."""
    theirs = (refusal.c.tenant == tenant) & (refusal.c.contact == contact)
    return db.execute(select(refusal.c.at).where(theirs)).first() is not None


def asked_since(db: Connection, tenant: str, contact: bytes, since: int) -> bool:
    """Whether this person was asked, about whatever request, after the moment `since`."""
    asked = select(invitation.c.number).where(
        invitation.c.tenant == tenant,
        invitation.c.contact == contact,
        invitation.c.invited_at > since,
    )
    return db.execute(asked.limit(1)).first() is not None


def _due_at(db: Connection, row: Row[Any], status: str, asking: Asking) -> int | None:
    """When to ask; None until something else happens: a mark, an answer to the closing."""
    rules = asking.tenant.surveys
    if status not in CLOSED:
        return None
    if rules.invite == "marked" and not wanted(db, row.tenant, row.number):
        return None
    begun = row.closed_at if rules.after == "closing" else row.settled_at
    return None if begun is None else begun + rules.delay_hours * clock.HOUR


def _invite(db: Connection, row: Row[Any], asking: Asking) -> None:
    rules, at, form = asking.tenant.surveys, asking.at, asking.form
    deadline = deadline_of(asking.tenant, at)
    reminders = tuple(at + days * clock.DAY for days in rules.reminder_days)
    keep_form(db, row.tenant, form, at)
    change(
        db,
        row,
        state="invited",
        survey=form.name,
        form_version=form.version,
        invited_at=at,
        deadline=deadline,
        link_until=link_until(asking.tenant, at, deadline),
        due_at=None,
        contact=asking.contact,
    )
    event = SurveyInvited(row.round, form.name, deadline, reminders)
    stream = requests.stream_of(row.number)
    record(db, row.tenant, stream, event, at=at, role="system")


def deadline_of(tenant: Tenant, at: int) -> int:
    """The last moment of the last day on which who is asked at `at` may answer."""
    first = clock.local(at, tenant.timezone).date()
    after = first + timedelta(days=tenant.surveys.answer_days + 1)
    return clock.start_of(after, tenant.timezone) - 1


def link_until(tenant: Tenant, at: int, deadline: int) -> int:
    """When the link that is mailed at `at` ends: as the company says, but not while the survey can
    still be answered. After the deadline its page shows what was answered, or that it is over."""
    return max(at + tenant.link_days.get("survey", LINK_DAYS) * clock.DAY, deadline)
