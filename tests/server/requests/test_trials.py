"""Tests of the form are forgotten after a week; real requests and tests at work are not."""

import pytest
from sqlalchemy import select, update
from tests.server.scene import send_request

from aldaba import clock
from aldaba.events.verifier import verify
from aldaba.outbox.models import outbox
from aldaba.photos import sweeping
from aldaba.photos.models import photo
from aldaba.requests import service as requests
from aldaba.requests.models import request, request_word
from aldaba.requests.service import stream_of
from aldaba.requests.trials import KEPT_FOR, sweep

pytestmark = pytest.mark.anyio


async def marked(deployment, status: str = "received") -> str:
    """A test with a photo, as the form makes it."""
    sent = await send_request(deployment, "horizonte")

    def mark(db, tenant):
        mine = (request.c.tenant == tenant, request.c.number == sent.number)
        db.execute(update(request).where(*mine).values(test=True, open=False, status=status))

    await deployment.store.write("horizonte", mark)
    return sent.number


async def left(deployment, number: str) -> dict[str, int]:
    """What there is still of it."""

    def count(db, tenant):
        kept = {}
        for name, column, value in (
            ("request", request.c.number, number),
            ("words", request_word.c.number, number),
            ("mails", outbox.c.stream, stream_of(number)),
            ("photos", photo.c.stream, stream_of(number)),
        ):
            kept[name] = len(db.execute(select(column).where(column == value)).all())
        return {name: many for name, many in kept.items() if many}

    return await deployment.store.read("horizonte", count)


async def test_a_test_is_gone_after_a_week_and_its_chain_still_verifies(deployment, frozen_clock):
    number, real = await marked(deployment), (await send_request(deployment, "horizonte")).number
    worked_on = await marked(deployment, status="approved")
    before = await left(deployment, real)
    assert {"request", "words", "photos"} <= before.keys()
    assert await sweep(deployment, clock.now() + KEPT_FOR - clock.HOUR) == 0
    later = clock.now() + KEPT_FOR + clock.HOUR
    assert await sweep(deployment, later) == 1
    assert await left(deployment, number) == {}
    assert await left(deployment, real) == before
    assert "request" in await left(deployment, worked_on)
    assert await deployment.store.read("horizonte", requests.find, number) is None
    assert await sweep(deployment, later) == 0
    assert await sweeping.sweep(deployment, later) == 1  # its photo, files and row
    found = await deployment.store.read("horizonte", lambda db, tenant: list(verify(db, tenant)))
    assert found == []
