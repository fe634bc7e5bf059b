"""Statements that are compiled once say the same as when they are asked anew, on both databases."""

import pytest
from sqlalchemy import Connection, bindparam, select, update

from aldaba.problems import Problem
from aldaba.requests.models import request
from aldaba.storage import lane
from aldaba.storage.database import Store
from aldaba.storage.statement import Statement
from aldaba.web.models import throttle

pytestmark = pytest.mark.anyio

ADD = Statement(lambda insert: insert(throttle).returning(throttle.c.bucket))
RAISE = Statement(
    lambda _: (
        update(throttle)
        .where(throttle.c.bucket == bindparam("named"))
        .values(tokens=throttle.c.tokens + 1.5)
    )
)
FIND = Statement(
    lambda _: select(throttle.c.bucket, throttle.c.tokens).where(
        throttle.c.tenant == bindparam("tenant")
    )
)
ADD_REQUEST = Statement(lambda insert: insert(request))


def row(tenant: str, bucket: str = "a") -> dict[str, object]:
    return {"tenant": tenant, "bucket": bucket, "tokens": 0.0, "refilled_at": 0}


async def test_values_go_in_and_rows_come_out(store: Store) -> None:
    def job(db: Connection, tenant: str) -> object:
        added = ADD.run(db, row(tenant))
        RAISE.run(db, {"named": "a", "not asked for": 1})
        return added, FIND.one(db, {"tenant": tenant}), FIND.one(db, {"tenant": "nobody"})

    assert await store.write("norte", job) == ([("a",)], ("a", 1.5), None)


async def test_a_job_that_raises_takes_its_statements_back(store: Store) -> None:
    def job(db: Connection, tenant: str) -> None:
        ADD.run(db, row(tenant))
        raise LookupError

    with pytest.raises(LookupError):
        await store.write("norte", job)

    assert await store.read("norte", lambda db, _: FIND.run(db, {"tenant": "norte"})) == []


async def test_what_a_new_row_leaves_out_is_what_the_table_says(store: Store) -> None:
    needed = [
        column.name for column in request.columns if not column.nullable and not column.default
    ]
    given: dict[str, object] = {name: 0 if "at" in name else "" for name in needed}
    given |= {"open": True, "version": 0, "waiting_since": 0, "answer_by": 0, "tenant": "norte"}

    def job(db: Connection, _tenant: str) -> object:
        ADD_REQUEST.run(db, given | {"status": "received", "stage": "pre_request"})
        return db.execute(select(request)).one()

    kept = await store.write("norte", job)

    assert (kept.open, kept.emergency, kept.priority, kept.team) == (True, False, "normal", "")
    assert (kept.document_sealed, kept.customer) == (None, None)


async def test_a_value_that_is_missing_is_a_bug(store: Store) -> None:
    with pytest.raises(Exception, match="bucket"):
        await store.write("norte", lambda db, _: ADD.run(db, {"tenant": "norte"}))


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(Problem, match="storage_unavailable"):
        await store.read("norte", lambda db, tenant: ADD.run(db, row(tenant)))


async def test_a_transaction_that_was_pushed_out_is_run_again(
    store: Store, database_url: str
) -> None:
    runs: list[int] = []

    def job(db: Connection, tenant: str) -> str:
        runs.append(1)
        if database_url.startswith("postgresql") and len(runs) < lane.TRIES:
            driver = db.connection.driver_connection
            assert driver is not None
            driver.execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
        return str(ADD.run(db, row(tenant))[0][0])

    assert await store.write("norte", job) == "a"
