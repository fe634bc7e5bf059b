"""The desk's list: what is asked of it, and the page of rows and the counts that answer.

Whatever is asked costs the same few queries over indexes: the counts look at open requests only,
a page begins where the one before ended (keyset), and a search is led by its rarest word.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    case,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from aldaba.people import service as people
from aldaba.requests import search
from aldaba.requests.models import request, request_colleague
from aldaba.requests.search import Sought
from aldaba.requests.status import THEIR_TURN

PAGE = 50
MOST_COUNTED = 2_000  # open requests; a desk with more reads "2000+"
SAID = 240  # characters of the description that the list shows

LONG = {"description", "answers", "search", "reason", "document_sealed"}
SHORT = tuple(column for column in request.c if column.name not in LONG)
SHOWN = (*SHORT, func.substr(request.c.description, 1, SAID).label("description"))
WHOLE = (*SHORT, request.c.description)
COUNTED = ("number", "status", "responsible", "team", "answer_by")

Condition = Callable[[Any, "Watch"], ColumnElement[bool]]


class Watch(Struct, frozen=True):
    """Who looks and when: the staff member `staff` of these `teams`, at `now` on a day that ends
    at `midnight` (UTC microseconds). `listed` looks up the teams, and says whose staff it is."""

    staff: str
    teams: tuple[str, ...]
    now: int
    midnight: int
    tenant: str = ""


class Asked(Struct, frozen=True):
    """What the list is to show. `view` is a key of `VIEWS` or `closed`; what is `sought` is
    looked for in requests of the statuses `found_in` (None: any), and elsewhere by number alone;
    `status` is a code or ""; `since` and `until` (UTC microseconds) when it was sent; `after` the
    place in the order that the page before ended at."""

    view: str = "open"
    sought: Sought | None = None
    found_in: tuple[str, ...] | None = None
    status: str = ""
    since: int | None = None
    until: int | None = None
    after: tuple[Any, ...] = ()


class Listed(Struct, frozen=True):
    """A page: its `rows`; `counts` of open requests by view, which are minima where `more_open`;
    how many were `found` where something is looked for (None when they are too many to count);
    where the next page begins, if there is one; the staff's names by id."""

    rows: Sequence[Any]
    counts: Mapping[str, int]
    more_open: bool
    found: int | None
    next: tuple[Any, ...]
    people: Mapping[str, str]


def _ours(c: Any) -> ColumnElement[bool]:
    """Those that the customer waits for, and not the other way round."""
    theirs: ColumnElement[bool] = c.status.in_(THEIR_TURN)
    return not_(theirs)


def _beside(watch: Watch) -> Select[tuple[str]]:
    """Of the requests that `watch` looks after beside somebody else."""
    beside = select(request_colleague.c.number)
    mine = (request_colleague.c.tenant == watch.tenant) & (request_colleague.c.staff == watch.staff)
    return beside.where(mine)


VIEWS: dict[str, Condition] = {
    "open": lambda c, _: c.number.is_not(None),
    "mine": lambda c, watch: or_(c.responsible == watch.staff, c.number.in_(_beside(watch))),
    "team": lambda c, watch: c.team.in_(watch.teams),
    "nobody": lambda c, _: c.responsible == "",
    "today": lambda c, watch: and_(c.answer_by.between(watch.now, watch.midnight), _ours(c)),
    "overdue": lambda c, watch: and_(c.answer_by < watch.now, _ours(c)),
    "reopened": lambda c, _: c.status == "reopened",
    "waiting": lambda c, _: c.status == "waiting_customer",
}
CLOSED = "closed"

# Open: what somebody should look at first, then the longest waiting. Closed: the latest on top.
FORWARD = (request.c.turn, request.c.waiting_since, request.c.number)
LATEST = (request.c.waiting_since, request.c.number)
LATEST_SENT = (request.c.opened_at, request.c.number)


def listed(db: Connection, tenant: str, asked: Asked, watch: Watch) -> Listed:
    """The page that `asked` describes, for `watch`, whose teams are looked up here."""
    watch = replace(watch, tenant=tenant, teams=people.teams(db, tenant, watch.staff))
    counts, more = _counted(db, tenant, watch)
    mine = _conditions(tenant, asked, watch)
    found, few = None, True
    if asked.sought:
        matches, few = search.matching(db, tenant, asked.sought)
        mine = and_(mine, matches)
        found = db.scalar(select(func.count()).select_from(request).where(mine)) if few else None
    rows = db.execute(_page(mine, asked, led=asked.sought is not None and few)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    place = tuple(getattr(last, column.name) for column in _order(asked)) if last else ()
    return Listed(rows[:PAGE], counts, more, found, place, people.names(db, tenant))


def everything(
    db: Connection, tenant: str, asked: Asked, watch: Watch, most: int
) -> tuple[Sequence[Row[Any]], Mapping[str, str]]:
    """All that `asked` describes, from its first row on and `most` of them; the staff's names by
    id."""
    watch = replace(watch, tenant=tenant, teams=people.teams(db, tenant, watch.staff))
    wanted = _conditions(tenant, asked, watch)
    few = True
    if asked.sought:
        matches, few = search.matching(db, tenant, asked.sought)
        wanted = and_(wanted, matches)
    page = _page(wanted, asked, led=asked.sought is not None and few)
    return db.execute(page.with_only_columns(*WHOLE).limit(most)).all(), people.names(db, tenant)


def _counted(db: Connection, tenant: str, watch: Watch) -> tuple[dict[str, int], bool]:
    """How many of the open requests each view has, and whether there are more than were looked
    at."""
    looked_at = (
        select(*(request.c[name] for name in COUNTED))
        .where(request.c.tenant == tenant, request.c.open)
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    counted = [_count(looked_at, condition, watch) for condition in VIEWS.values()]
    counts = dict(zip(VIEWS, db.execute(select(*counted)).one(), strict=True))
    more = counts["open"] > MOST_COUNTED
    return {view: min(count, MOST_COUNTED) for view, count in counts.items()}, more


def _count(looked_at: FromClause, condition: Condition, watch: Watch) -> ColumnElement[int]:
    return func.count(case((condition(looked_at.c, watch), 1)))


def _conditions(tenant: str, asked: Asked, watch: Watch) -> ColumnElement[bool]:
    wanted = [request.c.tenant == tenant]
    if asked.view == CLOSED:
        wanted += [~request.c.open, ~request.c.test]
    else:
        wanted += [request.c.open, VIEWS[asked.view](request.c, watch)]
    if asked.sought and asked.found_in is not None:
        by_number = request.c.number.startswith(asked.sought.number or " ", autoescape=True)
        wanted.append(or_(request.c.status.in_(asked.found_in), by_number))
    if asked.status:
        wanted.append(request.c.status == asked.status)
    if asked.since is not None:
        wanted.append(request.c.opened_at >= asked.since)
    if asked.until is not None:
        wanted.append(request.c.opened_at < asked.until)
    return and_(*wanted)


def _order(asked: Asked) -> tuple[Any, ...]:
    if asked.view != CLOSED:
        return FORWARD
    return LATEST if asked.since is None and asked.until is None else LATEST_SENT


def _page(mine: ColumnElement[bool], asked: Asked, led: bool) -> Select[Any]:
    """The rows of one page and one more, which tells that there is a next one.

    Where a search has `led` to few rows, those are sorted: SQLite would walk the index that has
    the order instead, all of it, unless its first column is part of an expression.
    """
    first, *others = _order(asked)
    order = (first + 0 if led else first, *others)
    page = select(*SHOWN).where(mine).limit(PAGE + 1)
    if asked.view != CLOSED:
        page = page.order_by(*order)
        return page.where(tuple_(*order) > tuple_(*asked.after)) if asked.after else page
    page = page.order_by(*(column.desc() for column in order))
    return page.where(tuple_(*order) < tuple_(*asked.after)) if asked.after else page
