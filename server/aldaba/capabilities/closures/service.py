"""What is known of a request's closings: the latest, and what its link says about it."""

from typing import Any

from sqlalchemy import Connection, Row, select, update

from aldaba.capabilities.closures.models import closure
from aldaba.links import Link
from aldaba.requests import service as requests

ACCEPTANCE = "acceptance"
STATUS = {
    "waiting": "closed",
    "accepted": "accepted",
    "reopened": "reopened",
    "unanswered": "closed_unanswered",
}
REVISIONS = 1000  # of one round's links


def latest(db: Connection, tenant: str, number: str) -> Row[Any] | None:
    """The latest closing of the request `number`; None before the first."""
    mine = select(closure).where(closure.c.tenant == tenant, closure.c.number == number)
    return db.execute(mine.order_by(closure.c.round.desc()).limit(1)).one_or_none()


def link_version(row: Row[Any]) -> int:
    """The state version that links to this closing carry."""
    return int(row.round * REVISIONS + row.revision)


def link_of(row: Row[Any], language: str) -> Link:
    """The link by which the customer decides on this closing."""
    return Link(ACCEPTANCE, row.tenant, row.number, link_version(row), row.link_until, language)


def change(
    db: Connection, tenant: str, number: str, round_: int, *when: Any, **columns: object
) -> bool:
    """Set `columns` of the closing where `when` holds; False where it doesn't, or no longer."""
    mine = (closure.c.tenant == tenant, closure.c.number == number, closure.c.round == round_)
    return db.execute(update(closure).where(*mine, *when).values(**columns)).rowcount == 1


def move(db: Connection, tenant: str, number: str, state: str, **columns: object) -> None:
    """Bring the request to the status that `state` of its closing means, whoever else is at it."""
    columns |= {"status": STATUS[state], "open": state == "reopened"}
    while True:
        found = requests.find(db, tenant, number)
        if found is None or requests.change(db, tenant, number, found.version, **columns):
            return


def about(db: Connection, tenant: str, number: str) -> tuple[str, int] | None:
    """What a link to decide by is about: the latest closing, unless the work goes on."""
    row = latest(db, tenant, number)
    return (number, link_version(row)) if row and row.state != "reopened" else None


def about_decision(db: Connection, tenant: str, number: str) -> tuple[str, int] | None:
    """What a link to take a decision back, or to its certificate, is about."""
    row = latest(db, tenant, number)
    return (number, row.decided_sequence) if row and row.decided_at else None


def about_acceptance(db: Connection, tenant: str, number: str) -> tuple[str, int] | None:
    """The same for an acceptance only."""
    row = latest(db, tenant, number)
    return about_decision(db, tenant, number) if row and row.state == "accepted" else None
