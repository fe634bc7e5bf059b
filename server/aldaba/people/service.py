"""The verbs of staff accounts: plain functions of a connection."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from aldaba.people.models import staff, staff_session, staff_team
from aldaba.people.staff import Staff
from aldaba.storage.insert import insert_into


def names(db: Connection, tenant: str) -> dict[str, str]:
    """Everybody who works at the desk or ever did, by id."""
    everybody = select(staff.c.id, staff.c.name).where(staff.c.tenant == tenant)
    return dict(db.execute(everybody.order_by(staff.c.name)).all())


def teams(db: Connection, tenant: str, id_: str) -> tuple[str, ...]:
    """The teams that `id_` belongs to."""
    mine = (staff_team.c.tenant == tenant) & (staff_team.c.staff == id_)
    return tuple(db.scalars(select(staff_team.c.team).where(mine).order_by(staff_team.c.team)))


def set_teams(db: Connection, tenant: str, id_: str, named: Collection[str]) -> None:
    """The teams of `id_`, in place of those before."""
    db.execute(delete(staff_team).where(staff_team.c.tenant == tenant, staff_team.c.staff == id_))
    rows = [{"tenant": tenant, "staff": id_, "team": team} for team in dict.fromkeys(named)]
    if rows:
        db.execute(insert_into(db, staff_team), rows)


def put(
    db: Connection,
    tenant: str,
    email: str,
    *,
    id_: str,
    name: str,
    role: str,
    language: str,
    at: int,
) -> Row[Any]:
    """The account of `email`: made with `id_` and `language`, or the one that is there, active
    and with the name and role as they are said now."""
    made = insert_into(db, staff).values(
        tenant=tenant,
        id=id_,
        email=email,
        name=name,
        role=role,
        language=language,
        password_version=0,
        active=True,
        created_at=at,
    )
    kept = made.on_conflict_do_update(
        index_elements=[staff.c.tenant, staff.c.email],
        set_={"name": name, "role": role, "active": True},
    )
    return db.execute(kept.returning(*staff.c)).one()


def by_email(db: Connection, tenant: str, email: str) -> Row[Any] | None:
    """The active account of `email`."""
    return _active(db, tenant, staff.c.email == email)


def by_id(db: Connection, tenant: str, id_: str) -> Row[Any] | None:
    """The active account `id_`."""
    return _active(db, tenant, staff.c.id == id_)


def set_password(db: Connection, tenant: str, id_: str, version: int, password: str) -> bool:
    """Put the hash `password` in place of the one of `version`, and end every session. False when
    that one isn't in place any more."""
    replaced = (
        update(staff)
        .where(*_is(tenant, id_), staff.c.password_version == version)
        .values(password=password, password_version=version + 1)
    )
    if db.execute(replaced).rowcount == 0:
        return False
    theirs = (staff_session.c.tenant == tenant) & (staff_session.c.staff == id_)
    db.execute(delete(staff_session).where(theirs))
    return True


def rehash(db: Connection, tenant: str, id_: str, old: str, new: str) -> None:
    """The same password under newer parameters."""
    db.execute(update(staff).where(*_is(tenant, id_), staff.c.password == old).values(password=new))


def set_language(db: Connection, tenant: str, id_: str, language: str) -> None:
    """The language in which `id_` reads the desk."""
    db.execute(update(staff).where(*_is(tenant, id_)).values(language=language))


def open_session(db: Connection, tenant: str, digest: bytes, id_: str, at: int, until: int) -> None:
    """Begin a session of `id_` that ends by itself; those that did are forgotten."""
    over = (staff_session.c.tenant == tenant) & (staff_session.c.expires_at <= at)
    db.execute(delete(staff_session).where(over))
    db.execute(
        insert_into(db, staff_session).values(
            tenant=tenant, id=digest, staff=id_, created_at=at, expires_at=until
        )
    )


def of_session(db: Connection, tenant: str, digest: bytes, at: int) -> Staff | None:
    """Whose session it is at the moment `at`; nobody's where the account is not active."""
    columns = (staff.c.id, staff.c.tenant, staff.c.email, staff.c.name, staff.c.role)
    found = db.execute(
        select(*columns, staff.c.language)
        .join(
            staff_session,
            (staff_session.c.tenant == staff.c.tenant) & (staff_session.c.staff == staff.c.id),
        )
        .where(
            staff_session.c.tenant == tenant,
            staff_session.c.id == digest,
            staff_session.c.expires_at > at,
            staff.c.active,
        )
    ).one_or_none()
    return Staff(*found) if found else None


def close_session(db: Connection, tenant: str, digest: bytes) -> None:
    """End a session."""
    ended = (staff_session.c.tenant == tenant) & (staff_session.c.id == digest)
    db.execute(delete(staff_session).where(ended))


def _active(db: Connection, tenant: str, condition: Any) -> Row[Any] | None:
    wanted = select(staff).where(staff.c.tenant == tenant, condition, staff.c.active)
    return db.execute(wanted).one_or_none()


def _is(tenant: str, id_: str) -> tuple[Any, Any]:
    return staff.c.tenant == tenant, staff.c.id == id_
