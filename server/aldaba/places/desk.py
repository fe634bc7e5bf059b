"""The registry at the desk: what is known of places and products, and tables that add to it."""

import asyncio
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from msgspec import Struct
from sqlalchemy import Row

from aldaba import clock
from aldaba.pages.spreadsheet import csv_of
from aldaba.people.staff import Staff, demand
from aldaba.places import looking_up, registry, sheet_file
from aldaba.places.cells import Fault
from aldaba.places.columns import KINDS
from aldaba.places.sheet_file import MOST_BYTES, Sheet
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import FORM_BODY
from aldaba.web.reader import Reader

AT_ONCE = 1_000  # rows in one transaction: nobody's request waits long behind a table
MOST_FAULTS = 200  # told on the page


class Report(Struct, frozen=True):
    """What became of a table: whether it was `kept`, its sheet and its change; how many `faults`
    are told no more."""

    name: str
    kept: bool
    sheet: Sheet
    change: registry.Change
    untold: int


@get("/places")
async def show(deployment: Deployment, reader: Reader, staff: Staff) -> Response[str]:
    """What the registry holds, and where to send a table."""
    demand(staff, "registry")
    return await _page(deployment, reader)


@get([f"/places/{kind}.csv" for kind in KINDS])
async def saved(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[bytes]:
    """All of one kind as a table that can be sent back."""
    demand(staff, "registry")
    kind = request.url.path.rpartition("/")[2].removesuffix(".csv")
    rows = await deployment.store.read(staff.tenant, registry.everything, kind)
    zone = reader.theme.tenant.timezone
    lines = [_line(kind, row, zone) for row in rows]
    head = [reader.words(f"places.column.{name}") for name in KINDS[kind]]
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    body = await asyncio.to_thread(csv_of, head, lines)
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@post("/places/narrowed", status_code=200)
async def narrowed(
    request: Request[Any, Any, Any], deployment: Deployment, staff: Staff
) -> looking_up.Narrowed:
    """What may be meant by what a caller has named so far, for the form that staff fill in."""
    demand(staff, "enter")
    answers = await read_answers(request)
    named = {name: answers.text(name, 200) for name in ("development", "block", "model")}
    return await deployment.store.read(staff.tenant, looking_up.narrowed, named)


@post("/places", request_max_body_size=MOST_BYTES + FORM_BODY, status_code=200)
async def send(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[str]:
    """Read a table; with `keep` its good lines are kept, else it is only told what they would
    change."""
    demand(staff, "registry")
    answers = await read_answers(request)
    files = answers.files.get("table", [])
    if not files:
        return await _page(deployment, reader, missing=True)
    content = await files[0].read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        sheet = Sheet("", [], [Fault(0, "too_large", params={"most": MOST_BYTES // 2**20})], [])
    else:
        sheet = await asyncio.to_thread(sheet_file.read, content)
    change = registry.Change({}, 0, 0, 0)
    if sheet.lines:
        asked = (sheet.kind, sheet.lines, reader.theme.tenant.timezone)
        change = await deployment.store.read(staff.tenant, registry.compare, *asked)
    keep = answers.one("keep") == "yes"
    if keep:
        await _keep(deployment, staff.tenant, change)
    untold = max(0, len(sheet.faults) - MOST_FAULTS)
    name = files[0].filename[-80:]
    return await _page(deployment, reader, Report(name, keep, sheet, change, untold))


async def _keep(deployment: Deployment, tenant: str, change: registry.Change) -> None:
    for table, rows in change.rows.items():
        for first in range(0, len(rows), AT_ONCE):
            part = rows[first : first + AT_ONCE]
            await deployment.store.write(tenant, registry.keep, table, part)


async def _page(
    deployment: Deployment, reader: Reader, report: Report | None = None, missing: bool = False
) -> Response[str]:
    tenant, at = reader.theme.name, clock.now()
    known = await deployment.store.read(tenant, registry.known, at)
    wrong = missing or (report is not None and not report.sheet.lines)
    return reader.page(
        "places/registry.html",
        status=422 if wrong else 200,
        known=known,
        kinds=KINDS,
        report=report,
        faults=report.sheet.faults[:MOST_FAULTS] if report else [],
        missing=missing,
        most_shown=registry.MOST_SHOWN,
    )


def _line(kind: str, row: Row[Any], timezone: str) -> list[object]:
    return [
        _day(cell, timezone) if column.day else cell
        for cell, column in zip(row, KINDS[kind].values(), strict=True)
    ]


def _day(moment: int | None, timezone: str) -> str:
    day: date | None = clock.local(moment, timezone).date() if moment is not None else None
    return day.isoformat() if day else ""
