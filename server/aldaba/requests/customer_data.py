"""Whom the desk shows who a customer is and how to reach them: in each state, the roles that the
company's workflow names (`sees_customer`). What the request is about, and where, all staff see."""

from types import SimpleNamespace
from typing import Any

import msgspec

from aldaba.people.staff import Staff
from aldaba.requests.facts import PERSON
from aldaba.themes import Theme

WITHHELD = "•••"  # in the place of a text, so that nobody takes it for one that is missing
TEXTS = ("name", "email", "phone")
EMPTIED = {"document_kind": "", "document_sealed": b"", "document_index": b"", "search": ""}


def sees_customer(theme: Theme, staff: Staff, row: Any) -> bool:
    """Whether `staff` see the customer of the request `row` in the state that it has."""
    return theme.allows("sees_customer", staff.role, row.status)


def seen_by(theme: Theme, staff: Staff, row: Any) -> Any:
    """The row (of requests, or joined with their columns) as `staff` see it: itself, or one with
    the same names that doesn't tell who the customer is."""
    if sees_customer(theme, staff, row):
        return row
    told = dict(row._mapping)
    told |= {name: WITHHELD for name in TEXTS if told.get(name)}
    told |= {name: nothing for name, nothing in EMPTIED.items() if name in told}
    if "answers" in told:
        told["answers"] = _without_person(told["answers"])
    return SimpleNamespace(**told)


def statuses_seen(theme: Theme, staff: Staff) -> tuple[str, ...] | None:
    """The states in which `staff` see the customer; None where those are all."""
    flow = theme.flow()
    seen = tuple(code for code in flow if theme.allows("sees_customer", staff.role, code))
    return None if len(seen) == len(flow) else seen


def _without_person(answers: str) -> str:
    kept = {name: said for name, said in msgspec.json.decode(answers).items() if name not in PERSON}
    return msgspec.json.encode(kept).decode()
