"""The queue's list as a table for a spreadsheet: the same rows, as the address asks for them."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get
from sqlalchemy import Row

from aldaba import clock
from aldaba.forms.form import Form
from aldaba.pages.spreadsheet import csv_of
from aldaba.people.staff import Staff
from aldaba.requests import number as numbers
from aldaba.requests import queue, service
from aldaba.requests.queue_page import address_of, described, period_of
from aldaba.texts import Words
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

HEAD = {
    "number": "requests.number",
    "status": "requests.status_label",
    "subject": "requests.subject",
    "place": "requests.facts_of.place",
    "name": "requests.facts_of.name",
    "phone": "requests.facts_of.phone",
    "email": "requests.facts_of.email",
    "responsible": "requests.responsible",
    "team": "requests.charge.team",
    "priority": "requests.charge.priority",
    "opened_at": "requests.facts_of.opened_at",
    "waiting_since": "requests.waiting_since",
    "description": "requests.table.description",
}


@get("/requests.csv")
async def as_csv(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[bytes]:
    """The whole filtered list, `queue.MOST_EXPORTED` rows at most, as CSV."""
    address, now = address_of(request), clock.now()
    period = period_of(address, reader.theme.tenant, now)
    asked, watch = described(deployment, reader, staff, address, period, now)
    rows, names = await deployment.store.read(staff.tenant, queue.exported, asked, watch)
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    zone = reader.theme.tenant.timezone
    table = (_line(row, reader.words, form, names, zone) for row in rows)
    body = csv_of([reader.words(key) for key in HEAD.values()], table)
    headers = {"Content-Disposition": 'attachment; filename="requests.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _line(
    row: Row[Any], words: Words, form: Form, names: Mapping[str, str], zone: str
) -> list[str]:
    """The cells of `HEAD`."""
    cells = {
        "number": numbers.shown(row.number),
        "status": words(f"status.{row.status}.label"),
        "subject": service.subject_of(row, form),
        "place": service.place_of(row, form),
        "responsible": names.get(row.responsible, ""),
        "priority": words(f"requests.priority.{row.priority}"),
        "opened_at": _moment(row.opened_at, zone),
        "waiting_since": _moment(row.waiting_since, zone),
    }
    return [cells[name] if name in cells else getattr(row, name) for name in HEAD]


def _moment(at: int, zone: str) -> str:
    """Day and time on the company's clock, as spreadsheets of every language read them."""
    return clock.local(at, zone).strftime("%Y-%m-%d %H:%M")
