"""A company's staff: who they are and what their role may do."""

from msgspec import Struct

from aldaba.problems import Problem

ROLES = ("coordinator", "manager", "technician")

# Who may do what. Whatever isn't named here, all staff of the company may: read and comment.
RIGHTS: dict[str, frozenset[str]] = {
    "theme": frozenset({"manager"}),  # see the company's theme before customers do, publish it
    "registry": frozenset({"manager"}),  # tables of places and products
    "decide": frozenset({"coordinator", "manager"}),  # approve a pre-request, or not
    "send_again": frozenset({"coordinator", "manager"}),  # mail that was given up
    "plan": frozenset({"coordinator", "manager"}),  # visits, and who is sent
    "enter": frozenset({"coordinator", "manager"}),  # a request for somebody who phones
    "close": frozenset({"coordinator", "manager"}),  # declare work done, take its links back
}


class Staff(Struct, frozen=True):
    """Somebody at the desk of `tenant`; `role` is one of `ROLES`, `language` BCP 47."""

    id: str
    tenant: str
    email: str
    name: str
    role: str
    language: str


def may(staff: Staff, action: str) -> bool:
    """Whether `staff` may do `action`, a key of `RIGHTS`."""
    return staff.role in RIGHTS[action]


def demand(staff: Staff, action: str) -> None:
    """Raises Problem `not_allowed` unless `staff` may do `action`."""
    if not may(staff, action):
        raise Problem("not_allowed")
