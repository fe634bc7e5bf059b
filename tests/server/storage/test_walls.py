"""Two walls between companies: each query's own condition, and on PostgreSQL row-level security.
The second is tried with the first torn down."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BinaryExpression, Column, Connection, Table, event, select, true, update
from sqlalchemy import inspect as catalogue
from sqlalchemy.sql import visitors

import aldaba
from aldaba.events import verify
from aldaba.people import service as people
from aldaba.photos import service as photos
from aldaba.requests import service as requests
from aldaba.storage.append_only import REFUSED
from aldaba.storage.database import Store, open_store
from aldaba.storage.tables import metadata

pytestmark = pytest.mark.anyio

PACKAGE = Path(aldaba.__path__[0])
COMPANIES = ("norte", "horizonte")
LEAST: dict[type, object] = {str: "x", int: 0, float: 0.0, bool: True, bytes: b"x"}

Job = Callable[..., Any]


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    for models in PACKAGE.rglob("models.py"):
        name = ".".join(models.relative_to(PACKAGE.parent).with_suffix("").parts)
        importlib.import_module(name)
    return list(metadata.sorted_tables)


@pytest.fixture
async def shared(postgresql_url: str, tables: list[Table]) -> Any:
    """A PostgreSQL store with a row of each company in every table."""
    store = open_store(postgresql_url)
    for company in COMPANIES:
        await store.write(company, fill, tables)
    yield store
    store.close()


def fill(db: Connection, tenant: str, tables: list[Table]) -> None:
    for table in tables:
        row = {column.name: value(column) for column in table.columns if not column.nullable}
        db.execute(table.insert().values(row | {"tenant": tenant}))


def value(column: Column[Any]) -> object:
    return LEAST[column.type.python_type]


async def test_no_select_finds_rows_of_another_company(shared: Store, tables: list[Table]) -> None:
    def look(db: Connection, _tenant: str) -> dict[str, set[str]]:
        return {table.name: set(db.scalars(select(table.c.tenant))) for table in tables}

    for verb in (shared.read, shared.write):
        for company in COMPANIES:
            assert await verb(company, look) == {table.name: {company} for table in tables}


async def test_no_update_reaches_rows_of_another_company(
    shared: Store, tables: list[Table]
) -> None:
    changing = [table for table in tables if table.name not in REFUSED]

    def change(db: Connection, tenant: str) -> dict[str, int]:
        return {
            table.name: db.execute(update(table).values(tenant=tenant)).rowcount
            for table in changing
        }

    assert await shared.write("norte", change) == {table.name: 1 for table in changing}


@pytest.fixture
def without_conditions(shared: Store) -> Iterator[list[str]]:
    """A fault of every query at once: none asks for its company any more. What was left out is
    counted."""
    left_out: list[str] = []

    def replace(element: Any, **_: object) -> Any:
        column = getattr(element, "left", None)
        if isinstance(element, BinaryExpression) and getattr(column, "name", "") == "tenant":
            left_out.append(str(column))
            return true()
        return None

    def forget(_db: Any, statement: Any, many: Any, params: Any, _options: Any) -> Any:
        return visitors.replacement_traverse(statement, {}, replace), many, params

    engine = shared._reader.engine
    event.listen(engine, "before_execute", forget, retval=True)
    yield left_out
    event.remove(engine, "before_execute", forget)


def found_requests(db: Connection, tenant: str) -> set[str]:
    found = requests.find(db, tenant, "x")
    assert found is not None
    return {found.tenant}


def known_staff(db: Connection, tenant: str) -> set[str]:
    account = people.by_id(db, tenant, "x")
    assert account is not None
    return {account.tenant}


def known_photos(db: Connection, tenant: str) -> set[str]:
    photo = photos.find(db, tenant, "x")
    assert photo is not None
    return {photo.tenant}


@pytest.mark.parametrize("verb", [found_requests, known_staff, known_photos])
async def test_a_query_that_forgets_its_company_still_finds_its_own_rows_alone(
    shared: Store, without_conditions: list[str], verb: Job
) -> None:
    for company in COMPANIES:
        assert await shared.read(company, verb) == {company}
    assert without_conditions


async def test_a_walk_that_forgets_its_company_walks_its_own_chains_alone(
    shared: Store, without_conditions: list[str]
) -> None:
    assert len(await shared.read("norte", verify)) == len(await shared.read("horizonte", verify))
    assert without_conditions


async def test_every_key_of_the_database_begins_with_the_company(store: Store) -> None:
    """As its own catalogue says, of whatever table a migration made."""

    def keys(db: Connection, _tenant: str) -> dict[str, list[list[str]]]:
        told = catalogue(db)
        return {
            table: [
                told.get_pk_constraint(table)["constrained_columns"],
                *(each["column_names"] for each in told.get_unique_constraints(table)),
            ]
            for table in told.get_table_names()
            if table != "alembic_version"
        }

    found = await store.read("norte", keys)

    assert len(found) > 10
    assert {table: key for table, key in found.items() if any(k[0] != "tenant" for k in key)} == {}
