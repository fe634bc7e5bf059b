"""The queue's page on the desk. Its address says all that it shows, so that a view is shared."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Redirect
from msgspec import Struct
from msgspec.structs import replace

from aldaba import clock
from aldaba.forms import documents
from aldaba.forms.answers import judge
from aldaba.forms.characters import plain
from aldaba.forms.fields import Date, TaxNumber
from aldaba.people.staff import Staff
from aldaba.problems import FieldProblem
from aldaba.requests import number as numbers
from aldaba.requests import queue, search, service, status
from aldaba.requests.customer_data import seen_by, statuses_seen
from aldaba.requests.moves import plain_targets
from aldaba.requests.queue import CLOSED, VIEWS, Asked, Watch
from aldaba.themes.tenant import Tenant
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

AFTER = re.compile(r"(?:([0-9]{1,3})-)?([0-9]{1,18})-([0-9A-Z]{9})\Z", re.ASCII)
LONGEST_SEARCH = 200


class Address(Struct, frozen=True):
    """What the address of the page says, as it was written there."""

    show: str = "open"
    q: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    after: str = ""

    def but(self, **changes: str) -> str:
        """The address with `changes`, on its first page unless they say where."""
        said = replace(self, **{"after": "", **changes})
        named = {
            "show": said.show,
            "q": said.q,
            "status": said.status,
            "from": said.since,
            "to": said.until,
            "after": said.after,
        }
        return "?" + urlencode({name: value for name, value in named.items() if value})

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered beside the view."""
        return bool(self.q or self.status or self.since or self.until)


class Period(Struct, frozen=True):
    """When it was sent, as asked: days in the company's zone as moments, and what can't be read."""

    since: int | None
    until: int | None
    problems: dict[str, FieldProblem]


@get("/")
async def show(
    request: Request[Any, Any, Any], deployment: Deployment, reader: Reader, staff: Staff
) -> Response[Any]:
    """Open requests by default, what somebody should look at first on top. A whole number leads to
    its request."""
    address, tenant = address_of(request), reader.theme.tenant
    number = numbers.read(address.q) or ""
    known = await deployment.store.read(staff.tenant, service.exists, number) if number else False
    if known:
        return Redirect(f"/desk/{staff.tenant}/requests/{number}", status_code=303)
    now = clock.now()
    period = period_of(address, tenant, now)
    asked, watch = described(deployment, reader, staff, address, period, now)
    listed = await deployment.store.read(staff.tenant, queue.listed, asked, watch)
    return reader.page(
        "requests/queue.html",
        queue=replace(listed, rows=[seen_by(reader.theme, staff, row) for row in listed.rows]),
        views=tuple(VIEWS),
        address=address,
        problems=period.problems,
        statuses=status.CLOSED if address.show == CLOSED else status.OPEN,
        next_page=address.but(after="-".join(map(str, listed.next))) if listed.next else "",
        place_of=service.place_of,
        late=status.late,
        form=deployment.themes.form(reader.theme, service.FORM, reader.language),
        bulk=request.app.state.bulk,
        targets=plain_targets(reader.theme, reader.words, staff),
        now=now,
    )


def described(
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    address: Address,
    period: Period,
    now: int,
) -> tuple[Asked, Watch]:
    """What the address asks the queue for, and who looks."""
    tenant = reader.theme.tenant
    asked = Asked(
        view=address.show,
        sought=search.sought(address.q, _document(deployment, reader, address.q)),
        found_in=statuses_seen(reader.theme, staff),
        status=address.status,
        since=period.since,
        until=period.until,
        after=_after(address),
    )
    midnight = _midnight(tenant, clock.local(now, tenant.timezone).date())
    return asked, Watch(staff.id, (), now, midnight)


def address_of(request: Request[Any, Any, Any]) -> Address:
    """What the address asks for; what makes no sense there is left out."""
    said = request.query_params
    view, code = said.get("show", ""), said.get("status", "")
    since, until = ((plain(said.get(name, "")) or "")[:40] for name in ("from", "to"))
    return Address(
        show=view if view in VIEWS or view == CLOSED else "open",
        q=(plain(said.get("q", "")) or "")[:LONGEST_SEARCH],
        status=code if code in status.STATUSES else "",
        since=since,
        until=until,
        after=said.get("after", ""),
    )


def _after(address: Address) -> tuple[Any, ...]:
    """The place in the order where the page before ended; () where the address names none."""
    found = AFTER.match(address.after)
    turn, since, number = found.groups() if found else (None, None, "")
    if since is None or (turn is None) != (address.show == CLOSED):
        return ()
    return (int(since), number) if turn is None else (int(turn), int(since), number)


def period_of(address: Address, tenant: Tenant, now: int) -> Period:
    today = clock.local(now, tenant.timezone).date()
    moments: dict[str, int] = {}
    problems = {}
    for name, text in (("since", address.since), ("until", address.until)):
        day = judge(Date(name=name, label=""), {name: [text]}, today)
        if isinstance(day, str) and not "2000" <= day < "2200":
            day = FieldProblem("not_a_date")
        if isinstance(day, FieldProblem):
            problems[name] = day
        elif isinstance(day, str):
            before = date.fromisoformat(day) - timedelta(days=name == "since")
            moments[name] = _midnight(tenant, before)
    return Period(moments.get("since"), moments.get("until"), problems)


def _midnight(tenant: Tenant, day: date) -> int:
    """When `day` ends in the company's zone."""
    return clock.start_of(day + timedelta(days=1), tenant.timezone)


def _document(deployment: Deployment, reader: Reader, text: str) -> bytes:
    """The keyed index of the document that `text` may be, b"" when it can be none."""
    read = documents.read(text, reader.theme.tenant.asked_documents())
    if not isinstance(read, TaxNumber):
        return b""
    return deployment.vault.index(reader.theme.name, read.number)
