"""On PostgreSQL a transaction sees and writes one tenant's rows, even where a query forgets to ask
for them."""

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import ProgrammingError

from aldaba.outbox.models import outbox
from aldaba.storage.database import EVERY_TENANT, Store
from aldaba.storage.tenants import ACROSS, BACKUP
from aldaba.web.models import throttle

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


def add(db: Connection, _tenant: str, owner: str) -> None:
    db.execute(insert(throttle).values(tenant=owner, bucket="a", tokens=0, refilled_at=0))


def add_mail(db: Connection, _tenant: str, owner: str) -> None:
    words = ("kind", "stream", "recipient", "language", "state")
    numbers = ("sequence", "created_at", "due_at")
    row = dict.fromkeys(words, "") | dict.fromkeys(numbers, 0)
    db.execute(insert(outbox).values(tenant=owner, id=owner, **row))


def owners(db: Connection, _tenant: str, table: str) -> list[str]:
    return sorted(db.scalars(text(f"SELECT tenant FROM {table}")))


def unguarded(db: Connection, _tenant: str) -> list[str]:
    return list(
        db.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = 'public'::regnamespace"
                " AND NOT (relrowsecurity AND relforcerowsecurity)"
            )
        )
    )


async def test_another_tenants_rows_are_not_there(store: Store) -> None:
    await store.write("norte", add, "norte")
    await store.write("horizonte", add, "horizonte")

    assert await store.read("norte", owners, "throttle") == ["norte"]
    assert await store.write("norte", owners, "throttle") == ["norte"]


async def test_another_tenants_rows_cannot_be_written(store: Store) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        await store.write("norte", add, "horizonte")


async def test_another_tenants_rows_cannot_be_deleted(store: Store) -> None:
    def delete_all(db: Connection, _tenant: str) -> int:
        return db.execute(throttle.delete()).rowcount

    await store.write("norte", add, "norte")

    assert await store.write("horizonte", delete_all) == 0
    assert await store.read("norte", owners, "throttle") == ["norte"]


async def test_a_look_across_tenants_sees_what_is_due_and_nothing_else(store: Store) -> None:
    for tenant in ("norte", "horizonte"):
        await store.write(tenant, add, tenant)
        await store.write(tenant, add_mail, tenant)

    assert await store.read(EVERY_TENANT, owners, "outbox") == ["horizonte", "norte"]
    assert await store.read(EVERY_TENANT, owners, "throttle") == []


async def test_every_table_has_the_wall(store: Store) -> None:
    assert await store.read("norte", unguarded) == ["alembic_version"]


async def test_only_what_runs_by_itself_may_look_across(store: Store) -> None:
    def admitting(db: Connection, _tenant: str) -> set[str]:
        policies = "SELECT tablename FROM pg_policies WHERE policyname = 'of_tenant'"
        return set(db.scalars(text(f"{policies} AND qual LIKE '%*%'")))

    assert (
        await store.read("norte", admitting)
        == ACROSS
        == {"closure", "outbox", "photo", "survey_invitation"}
    )


async def test_a_backup_reads_every_tenant_and_writes_none(store: Store) -> None:
    def delete_all(db: Connection, _tenant: str) -> int:
        return db.execute(throttle.delete()).rowcount

    for tenant in ("norte", "horizonte"):
        await store.write(tenant, add, tenant)

    assert await store.read(BACKUP, owners, "throttle") == ["horizonte", "norte"]
    assert await store.write(BACKUP, delete_all) == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        await store.write(BACKUP, add, "norte")
