"""A thousand clients that dawdle hold up nobody, and are all gone within thirty seconds, without a
proxy in front."""

import asyncio
import contextlib
import resource
from collections.abc import Iterator

import pytest

from tests.durability.load import FORM, Load, get, post
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

DAWDLERS = 1000
GONE = 30.0  # seconds
FORM_BODY = post(FORM, "application/x-www-form-urlencoded", b"x" * 5000)

# What each says at once, and what it then says byte by byte, one a second.
HABITS = (
    (b"", b""),
    (b"POST / HTTP/1.1\r\nHost: a\r\n", b""),
    (b"", get(FORM)),
    (FORM_BODY[:-4000], b""),
    (FORM_BODY[:-4000], b"x" * 4000),
)


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process may open as many connections as the test needs."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], 4096), max(before[1], 4096)))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def dawdle(port: int, said: bytes, drips: bytes) -> None:
    """Say little, slowly, until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with contextlib.suppress(ConnectionError):
        writer.write(said)
        closed = asyncio.create_task(reader.read())
        for at in range(60):
            await asyncio.wait((closed,), timeout=1)
            if closed.done():
                break
            writer.write(drips[at : at + 1])
        await closed
    writer.close()


@pytest.mark.usefixtures("many_files")
async def test_a_thousand_dawdlers_hold_up_nobody_and_are_gone_in_thirty_seconds(
    victim: Service, load: Load
):
    victim.start()
    async with asyncio.timeout(GONE + 10), asyncio.TaskGroup() as group:
        dawdlers = [
            group.create_task(dawdle(victim.port, *HABITS[each % len(HABITS)]))
            for each in range(DAWDLERS)
        ]
        await asyncio.sleep(3)
        assert not any(each.done() for each in dawdlers)
        await load.send_for(5, customers=4)
        assert [*load.seen] == [201]
        async with asyncio.timeout(GONE - 8):
            await asyncio.gather(*dawdlers)
