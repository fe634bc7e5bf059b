"""The technicians of a company, as its staff keep them.

Plain functions of a connection, as in `service`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from aldaba.capabilities.visits.models import technician
from aldaba.photos import service as photos


def technicians(db: Connection, tenant: str) -> Sequence[Row[Any]]:
    """Who may be sent, and who no longer is, by name."""
    mine = select(technician).where(technician.c.tenant == tenant)
    return db.execute(mine.order_by(technician.c.active.desc(), technician.c.name)).all()


def technician_of(db: Connection, tenant: str, technician_id: str) -> Row[Any] | None:
    """The technician `technician_id`, or None."""
    mine = (technician.c.tenant == tenant) & (technician.c.id == technician_id)
    return db.execute(select(technician).where(mine)).one_or_none()


def put_technician(
    db: Connection,
    tenant: str,
    technician_id: str,
    columns: dict[str, object],
    picture: Sequence[str],
    at: int,
) -> None:
    """Keep a technician, new or known; without a new `picture` the one there was stays."""
    stream = f"technician:{technician_id}"
    if picture and not photos.attach(db, tenant, picture, stream=stream, sequence=0, at=at):
        columns = columns | {"photo": picture[0]}
    mine = (technician.c.tenant == tenant) & (technician.c.id == technician_id)
    if not db.execute(update(technician).where(mine).values(columns)).rowcount:
        row = {"tenant": tenant, "id": technician_id, "photo": ""} | columns
        db.execute(insert(technician).values(row))
