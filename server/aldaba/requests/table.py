"""The queue's list outside the queue: a table for a spreadsheet, text to paste there, a list on
paper. Its rows are those that the address of the queue asks for, all of them and not a page."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from litestar import Request, Response, get
from msgspec import Struct

from aldaba import clock
from aldaba.forms.form import Form
from aldaba.pages.spreadsheet import XLSX, csv_of, tsv_of, xlsx_of
from aldaba.people.staff import Staff
from aldaba.requests import number as numbers
from aldaba.requests import queue, service
from aldaba.requests.customer_data import seen_by
from aldaba.requests.queue_page import Address, address_of, described, period_of
from aldaba.texts import Words
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

MOST_SAVED = 20_000  # rows; who has more is told so in the table, and asks for a shorter period
MOST_PRINTED = 1_000

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
# How a table is written, by the end of its address.
KINDS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": (XLSX, xlsx_of),
    "tsv": ("text/tab-separated-values; charset=utf-8", tsv_of),
}


class Everything(Struct, frozen=True):
    """What an address of the queue asks for: `rows`, whether there are `more`, and the staff's
    names by id."""

    address: Address
    rows: Sequence[Any]
    more: bool
    people: Mapping[str, str]
    now: int


@get(["/requests.csv", "/requests.xlsx", "/requests.tsv"])
async def saved(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[bytes]:
    """The list as CSV, as a workbook, or as text that spreadsheets take from the clipboard."""
    listed = await _everything(request, deployment, reader, staff, MOST_SAVED)
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    zone, words = reader.theme.tenant.timezone, reader.words
    table = [_line(row, words, form, listed.people, zone) for row in listed.rows]
    if listed.more:
        table.append([words("requests.table.more", count=MOST_SAVED)])
    kind = request.url.path.rpartition(".")[2]
    media_type, write = KINDS[kind]
    head = [words(key) for key in HEAD.values()]
    body = await asyncio.to_thread(write, head, table)
    headers = {"Content-Disposition": f'attachment; filename="requests.{kind}"'}
    return Response(body, media_type=media_type, headers=headers)


@get("/print")
async def printed(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """The list on paper, with room to write beside each request."""
    listed = await _everything(request, deployment, reader, staff, MOST_PRINTED)
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    return reader.page(
        "requests/print.html", listed=listed, form=form, place_of=service.place_of, now=listed.now
    )


async def _everything(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    most: int,
) -> Everything:
    address, now = address_of(request), clock.now()
    period = period_of(address, reader.theme.tenant, now)
    asked, watch = described(deployment, reader, staff, address, period, now)
    said = (asked, watch, most + 1)
    rows, people = await deployment.store.read(staff.tenant, queue.everything, *said)
    shown = [seen_by(reader.theme, staff, row) for row in rows[:most]]
    return Everything(address, shown, len(rows) > most, people, now)


def _line(row: Any, words: Words, form: Form, people: Mapping[str, str], zone: str) -> list[str]:
    """The cells of `HEAD`."""
    cells = {
        "number": numbers.shown(row.number),
        "status": words(f"status.{row.status}.label"),
        "subject": service.subject_of(row, form),
        "place": service.place_of(row, form),
        "responsible": people.get(row.responsible, ""),
        "priority": words(f"requests.priority.{row.priority}"),
        "opened_at": _moment(row.opened_at, zone),
        "waiting_since": _moment(row.waiting_since, zone),
    }
    return [cells[name] if name in cells else getattr(row, name) for name in HEAD]


def _moment(at: int, zone: str) -> str:
    """Day and time on the company's clock, as spreadsheets of every language read them."""
    return clock.local(at, zone).strftime("%Y-%m-%d %H:%M")
