"""Where a request may go by "Change status": what the company's workflow and the role allow."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from aldaba.people.staff import Staff
from aldaba.requests.sentences import blanks
from aldaba.texts import Words
from aldaba.themes import Theme

# A decision, a question, a visit and a closing have buttons of their own, which say more.
ASKED_ELSEWHERE = frozenset(
    {
        "received",
        "waiting_customer",
        "approved",
        "rejected",
        "visit_scheduled",
        "closed",
        "accepted",
        "reopened",
        "closed_unanswered",
        "cancelled",
    }
)
CANCELLED = "cancelled"
FILLED_IN = ("date", "window", "technician")


class Move(Struct, frozen=True):
    """A status that the request may go to, and the blanks of its sentence that staff fill in."""

    status: str
    fields: tuple[str, ...]


def reach(theme: Theme, row: Row[Any]) -> tuple[str, ...]:
    """Where the company's workflow leads from where the request `row` is, while it is open."""
    flow = theme.flow()
    return flow[row.status].to if row.open and row.status in flow else ()


def within_reach(theme: Theme, row: Row[Any], staff: Staff) -> frozenset[str]:
    """The statuses into which `staff` may bring the request `row` by whatever they do: decide, ask,
    plan a visit, close, cancel. That which it has is one of them while it is open."""
    flow = theme.flow()
    led = {target for target in reach(theme, row) if staff.role in flow[target].who}
    return frozenset({*led, row.status} if row.open else led)


def moves(theme: Theme, row: Row[Any], staff: Staff) -> list[Move]:
    """Where `staff` may move the request `row` from where it is."""
    flow = theme.flow()
    words = Words(row.language, theme.own_words(row.language))
    return [
        Move(target, _asked(words, target))
        for target in reach(theme, row)
        if row.stage == "service_request"
        and target not in ASKED_ELSEWHERE
        and staff.role in flow[target].who
    ]


def _asked(words: Words, status: str) -> tuple[str, ...]:
    named = blanks(words(f"status.{status}.sentence"))
    return tuple(name for name in FILLED_IN if name in named)


def plain_targets(theme: Theme, words: Words, staff: Staff) -> list[str]:
    """The statuses to which `staff` may move a request from somewhere with nothing to fill in."""
    flow = theme.flow()
    reached = {target for step in flow.values() for target in step.to}
    return [
        code
        for code, step in flow.items()
        if code in reached - ASKED_ELSEWHERE and staff.role in step.who and not _asked(words, code)
    ]
