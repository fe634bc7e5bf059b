"""What operators ask."""

import pytest
from litestar.testing import AsyncTestClient

from aldaba import clock
from aldaba.outbox import rows
from aldaba.storage import postgresql as storage
from aldaba.storage.database import open_store
from aldaba.web.assembly import assemble, edge_router

pytestmark = pytest.mark.anyio


async def test_a_living_process_says_so(client):
    assert (await client.get("/health/live")).text == "live\n"


async def test_it_is_ready_while_its_database_answers(client):
    assert (await client.get("/health/ready")).text == "ready\n"


async def test_it_is_alive_and_not_ready_without_its_database(
    deployment, postgresql, postgresql_url, monkeypatch
):
    monkeypatch.setattr(storage, "WAIT_SECONDS", 0.2)
    store = deployment.store = open_store(postgresql_url)
    database = postgresql_url.partition("?")[0].rpartition("/")[2]
    postgresql.admin.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
    postgresql.admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database]
    )
    async with AsyncTestClient(assemble(deployment, [edge_router([])])) as client:
        assert (await client.get("/health/live")).status_code == 200
        answer = await client.get("/health/ready", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/storage_unavailable")
    assert answer.headers["retry-after"].isdigit()
    store.close()


async def test_metrics_count_mails_and_answers(client, deployment):
    def two_mails(db, tenant):
        for number in ("1", "2"):
            rows.add(
                db,
                tenant,
                "requests/comment",
                id=number,
                stream="request:A",
                sequence=1,
                recipient="team",
                language="es",
                at=clock.now(),
                due_at=clock.now() + clock.DAY,
            )

    await deployment.store.write("norte", two_mails)
    await client.get("/nowhere")
    text = (await client.get("/metrics")).text
    assert 'aldaba_outbox_mails{state="due"} 2\n' in text
    assert 'aldaba_outbox_mails{state="parked"} 0\n' in text
    assert 'aldaba_answers_total{status="4xx"} 1\n' in text
    assert "norte" not in text
