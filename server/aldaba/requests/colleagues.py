"""Who is responsible for a request: the one who answers for it (`request.responsible`), and
colleagues beside them."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select

from aldaba.requests.models import request, request_colleague
from aldaba.storage.insert import insert_into


def colleagues(db: Connection, tenant: str, number: str) -> tuple[str, ...]:
    """The ids of those beside the first."""
    mine = (request_colleague.c.tenant == tenant) & (request_colleague.c.number == number)
    ids = select(request_colleague.c.staff).where(mine).order_by(request_colleague.c.staff)
    return tuple(db.scalars(ids))


def set_colleagues(db: Connection, tenant: str, number: str, ids: Collection[str]) -> None:
    """`ids` in place of those before."""
    mine = (request_colleague.c.tenant == tenant) & (request_colleague.c.number == number)
    db.execute(delete(request_colleague).where(mine))
    rows = [{"tenant": tenant, "number": number, "staff": id_} for id_ in ids]
    if rows:
        db.execute(insert_into(db, request_colleague), rows)


def responsible(db: Connection, tenant: str, number: str) -> tuple[str, ...]:
    """The ids of all of them, the first on top."""
    mine = (request.c.tenant == tenant) & (request.c.number == number)
    first = db.scalar(select(request.c.responsible).where(mine))
    return tuple(dict.fromkeys([*([first] if first else []), *colleagues(db, tenant, number)]))
