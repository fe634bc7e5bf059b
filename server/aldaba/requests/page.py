"""The page of a request at the desk: what stands on it, and what it answers to a save."""

import re
from typing import Any

from litestar import Request, Response
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.capability import Panel
from aldaba.events import history
from aldaba.forms.fields import TaxNumber
from aldaba.people import service as people
from aldaba.people.staff import Staff
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.colleagues import colleagues
from aldaba.requests.customer_data import seen_by
from aldaba.requests.facts import facts
from aldaba.requests.letters import follow_link
from aldaba.requests.moves import moves, within_reach
from aldaba.requests.presence import others
from aldaba.requests.timeline import Entry, entries
from aldaba.themes.workflow import ALLOWED
from aldaba.web.answers import Answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

WHOLE = re.compile(r"[0-9]{1,9}\Z", re.ASCII)


class Opened(Struct, frozen=True):
    """A request's page: its row, who is responsible beside the first, which `others` have it open,
    the staff's names by id, and each panel that has something."""

    request: Row[Any]
    colleagues: tuple[str, ...]
    others: tuple[str, ...]
    people: dict[str, str]
    panels: list[tuple[Panel, Any]]

    def story(self) -> list[Entry]:
        """The timeline panel's."""
        return next(content for panel, content in self.panels if panel.name == "timeline")


def open_request(
    db: Connection, tenant: str, number: str, panels: tuple[Panel, ...], me: str, at: int
) -> Opened | None:
    """All that the page of `number` shows to `me`, in one snapshot at the moment `at`."""
    found = service.find(db, tenant, number)
    if found is None:
        return None
    beside = colleagues(db, tenant, number)
    shown = service.filled(db, tenant, number, panels)
    present = others(db, tenant, number, me, at)
    return Opened(found, beside, present, people.names(db, tenant), shown)


def story(db: Connection, tenant: str, number: str) -> list[Entry]:
    """The timeline panel."""
    return entries(history(db, tenant, service.stream_of(number)))


async def request_of(deployment: Deployment, staff: Staff, number: str) -> Row[Any]:
    """The request `number` of the company that `staff` work for. Raises Problem `not_found`."""
    found = await deployment.store.read(staff.tenant, service.find, number)
    if found is None:
        raise Problem("not_found")
    return found


async def page_of(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
    refused: dict[str, Any] | None = None,
    since: int | None = None,
) -> Response[str]:
    """The page of the request `number`; `refused` are answers to complete, by field. `since` is the
    last event that somebody saw whose save came too late: what happened after it stands on top."""
    wanted = (number, request.app.state.panels, staff.id, clock.now())
    opened = await deployment.store.read(staff.tenant, open_request, *wanted)
    if opened is None:
        raise Problem("not_found")
    row, told = seen_by(reader.theme, staff, opened.request), opened.story()
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    document = _unsealed(deployment, row)
    timezone = reader.theme.tenant.timezone
    return reader.page(
        "requests/request.html",
        status=200 if refused is None else 422 if since is None else 409,
        request=row,
        seen=told[-1].sequence if told else 0,
        overtaken=since is not None,
        news=[] if since is None else [entry for entry in told if entry.sequence > since],
        people=opened.people,
        **_allowed(reader, staff, row),
        colleagues=opened.colleagues,
        others=opened.others,
        panels=opened.panels,
        facts=facts(reader.words, form, row, document, _names(opened), timezone),
        form=form,
        moves=moves(reader.theme, row, staff),
        within_reach=within_reach(reader.theme, row, staff),
        take_back_within=service.TAKEN_BACK_WITHIN,
        follow=deployment.address(follow_link(row.tenant, number, row.language, clock.now())),
        refused=refused or {},
        notice=request.app.state.notices.get(request.query_params.get("done", ""), ""),
        now=clock.now(),
        link_to=deployment.address,
        form_named=lambda name: deployment.themes.form(reader.theme, name, reader.language),
    )


def _allowed(reader: Reader, staff: Staff, row: Row[Any]) -> dict[str, Any]:
    """Each right that the workflow may leave to others, and whether these staff have it now."""
    return {right: reader.theme.allows(right, staff.role, row.status) for right in ALLOWED}


def _names(opened: Opened) -> str:
    """Who is responsible, the first on top."""
    ids = (opened.request.responsible, *opened.colleagues)
    return ", ".join(opened.people[each] for each in ids if each in opened.people)


def _unsealed(deployment: Deployment, row: Row[Any]) -> TaxNumber | None:
    if not row.document_sealed:
        return None
    number = deployment.vault.unseal(row.tenant, row.document_sealed)
    return TaxNumber(row.document_kind, number)


async def overtaken(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
    answers: Answers,
    kept: dict[str, Any],
) -> Response[str]:
    """The answer to a save that somebody else's came before: the page as it is now, what happened
    meanwhile on top, and `kept`, what was written, by field. Nothing was overwritten."""
    since = answers.one("seen")
    seen = int(since) if WHOLE.match(since) else 0
    return await page_of(request, deployment, reader, staff, number, kept, seen)


def version_of(answers: Answers) -> int:
    """The version of the request that a form was shown with. Raises Problem `malformed`."""
    version = answers.one("version")
    if not WHOLE.match(version):
        raise Problem("malformed")
    return int(version)


def done(tenant: str, number: str, what: str) -> Redirect:
    """Back to the request, which says `what` (a key of a capability's `notices`) was done."""
    return Redirect(f"/desk/{tenant}/requests/{number}?done={what}", status_code=303)
