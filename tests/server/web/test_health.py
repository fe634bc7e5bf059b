"""What operators ask."""

import re

import pytest
from litestar.testing import AsyncTestClient

from aldaba import clock
from aldaba.outbox import rows
from aldaba.outbox.models import outbox
from aldaba.storage import postgresql as storage
from aldaba.storage.database import open_store
from aldaba.web.assembly import assemble, edge_router

pytestmark = pytest.mark.anyio


async def test_a_living_process_says_so(client):
    assert (await client.get("/health/live")).text == "live\n"


async def test_it_is_ready_while_its_database_answers(client):
    said = (await client.get("/health/ready")).text
    assert re.fullmatch(
        r"ready\ndatabase: SQLite 3[0-9.]+, journal wal, one process writes\n", said
    )


async def test_it_is_alive_and_not_ready_without_its_database(
    deployment, postgresql, migrated_postgresql, monkeypatch
):
    monkeypatch.setattr(storage, "WAIT_SECONDS", 0.2)
    store = deployment.store = open_store(postgresql.create("lost", migrated_postgresql))
    postgresql.admin.execute("ALTER DATABASE lost ALLOW_CONNECTIONS false")
    postgresql.admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'lost'"
    )
    async with AsyncTestClient(assemble(deployment, [edge_router([])])) as client:
        assert (await client.get("/health/live")).status_code == 200
        answer = await client.get("/health/ready", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/storage_unavailable")
    assert answer.headers["retry-after"].isdigit()
    store.close()
    postgresql.admin.execute("DROP DATABASE lost")


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
    assert 'aldaba_answer_seconds_bucket{le="+Inf"} 1\n' in text
    assert "aldaba_answer_seconds_count 1\n" in text
    assert "aldaba_store_jobs_waiting 0\n" in text
    assert "aldaba_outbox_oldest_seconds 0.0\n" in text
    assert "norte" not in text


async def test_metrics_say_how_long_the_oldest_mail_has_waited(client, deployment, monkeypatch):
    def stuck(db, tenant):
        made = clock.now() - clock.HOUR
        about = {"stream": "request:A", "sequence": 1, "recipient": "team", "language": "es"}
        rows.add(db, tenant, "requests/comment", id="1", at=made, due_at=made, **about)
        db.execute(outbox.update().values(attempts=2, due_at=clock.now() + clock.DAY))

    await deployment.store.write("norte", stuck)
    text = (await client.get("/metrics")).text
    [waited] = re.findall(r"^aldaba_outbox_oldest_seconds ([0-9.]+)$", text, re.MULTILINE)
    assert 3600 <= float(waited) < 3700


async def test_metrics_say_how_many_folders_are_faulty(client, deployment):
    await client.get("/f/norte/pre-request")
    text = (await client.get("/metrics")).text
    assert 'aldaba_themes{state="faulty"} 0\n' in text
    assert re.search(r'^aldaba_themes{state="good"} [1-9]', text, re.MULTILINE)
