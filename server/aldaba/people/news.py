"""What each of the staff is told of by mail, and how, as each chose for themselves."""

from collections.abc import Collection, Mapping

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, delete, or_, select

from aldaba.people.models import staff, staff_news
from aldaba.storage.insert import insert_into
from aldaba.storage.statement import Statement
from aldaba.themes.tenant import NEWS

HOWS = ("at_once", "daily", "never")
USUAL = dict.fromkeys(NEWS, "at_once") | {"new": "never"}  # where nobody chose


class Told(Struct, frozen=True):
    """One of the staff who is told: `how` is `at_once`, `daily` (a day of `timezone`'s) or None,
    which is as usual."""

    id: str
    language: str
    how: str | None
    timezone: str | None


TOLD_OF_ANY = Statement(
    lambda _: (
        select(staff.c.id, staff.c.language, staff_news.c.how, staff_news.c.timezone)
        .join(
            staff_news,
            (staff_news.c.tenant == staff.c.tenant) & (staff_news.c.staff == staff.c.id),
        )
        .where(
            staff_news.c.tenant == bindparam("tenant"),
            staff_news.c.news == bindparam("news"),
            staff_news.c.how != "never",
            staff.c.active,
        )
    )
)


def choices(db: Connection, tenant: str, id_: str) -> dict[str, str]:
    """How `id_` wants each of `NEWS`: one of `HOWS`."""
    mine = select(staff_news.c.news, staff_news.c.how)
    mine = mine.where(staff_news.c.tenant == tenant, staff_news.c.staff == id_)
    return USUAL | dict(db.execute(mine).all())


def choose(db: Connection, tenant: str, id_: str, chosen: Mapping[str, str], timezone: str) -> None:
    """`chosen` in place of what `id_` chose before; a day is that of `timezone`."""
    before = (staff_news.c.tenant == tenant) & (staff_news.c.staff == id_)
    db.execute(delete(staff_news).where(before))
    rows = [
        {"tenant": tenant, "staff": id_, "news": news, "how": how, "timezone": timezone}
        for news, how in chosen.items()
    ]
    db.execute(insert_into(db, staff_news), rows)


def told(db: Connection, tenant: str, news: str, responsible: Collection[str]) -> list[Told]:
    """Who of the staff is told of `news` about a request that `responsible` (ids) look after."""
    chosen = (
        (staff_news.c.tenant == staff.c.tenant)
        & (staff_news.c.staff == staff.c.id)
        & (staff_news.c.news == news)
    )
    columns = select(staff.c.id, staff.c.language, staff_news.c.how, staff_news.c.timezone)
    mine = columns.outerjoin(staff_news, chosen).where(staff.c.tenant == tenant, staff.c.active)
    wants = or_(staff_news.c.how.is_(None), staff_news.c.how != "never")
    asked = mine.where(staff.c.id.in_(responsible), wants) if responsible else None
    return [] if asked is None else [Told(*row) for row in db.execute(asked)]


def told_of_any(db: Connection, tenant: str, news: str) -> list[Told]:
    """Who of the staff chose to be told of `news` about every request."""
    return [Told(*row) for row in TOLD_OF_ANY.run(db, {"tenant": tenant, "news": news})]


def choosing(db: Connection, tenant: str, news: str) -> tuple[str, ...]:
    """The addresses of the staff who said how they want `news`."""
    said = and_(
        staff_news.c.tenant == staff.c.tenant,
        staff_news.c.staff == staff.c.id,
        staff_news.c.news == news,
    )
    mine = select(staff.c.email).join(staff_news, said)
    return tuple(db.scalars(mine.where(staff.c.tenant == tenant, staff.c.active)))
