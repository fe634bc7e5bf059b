"""Whether staff want the customer of a request to be asked."""

from sqlalchemy import Connection, select

from aldaba.capabilities.surveys.models import wish
from aldaba.capabilities.surveys.service import change, find
from aldaba.events import record
from aldaba.events.surveys import SurveyWanted, SurveyWithheld
from aldaba.requests import service as requests
from aldaba.storage.insert import insert_into


def wanted(db: Connection, tenant: str, number: str) -> bool | None:
    """Whether staff want the customer to be asked; None where nobody said."""
    said = select(wish.c.send).where(wish.c.tenant == tenant, wish.c.number == number)
    return db.scalar(said)


def choose(db: Connection, tenant: str, number: str, send: bool, at: int, by: str) -> bool:
    """Note that staff want the customer to be asked, or not. False where there is no such request.
    What was planned or withheld is looked at again; who was asked stays asked."""
    if requests.find(db, tenant, number) is None:
        return False
    if wanted(db, tenant, number) is send:
        return True
    kept = insert_into(db, wish).values(tenant=tenant, number=number, send=send)
    db.execute(kept.on_conflict_do_update(index_elements=["tenant", "number"], set_={"send": send}))
    event = SurveyWanted() if send else SurveyWithheld()
    stream = requests.stream_of(number)
    record(db, tenant, stream, event, at=at, role="staff", actor=by)
    row = find(db, tenant, number)
    if row and (row.state == "planned" or row.why == "withheld"):
        change(db, row, state="planned", why="", due_at=at)
    return True
