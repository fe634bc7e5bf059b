"""Clients that connect and then say little, slowly."""

import asyncio
import contextlib
import resource
from collections.abc import Iterator

from tests.durability.load import FORM, get, post

FORM_BODY = post(FORM, "application/x-www-form-urlencoded", b"x" * 5000)

# What each says at once, and what it then says byte by byte, one a second.
HABITS = (
    (b"", b""),
    (b"POST / HTTP/1.1\r\nHost: a\r\n", b""),
    (b"", get(FORM)),
    (FORM_BODY[:-4000], b""),
    (FORM_BODY[:-4000], b"x" * 4000),
)


@contextlib.contextmanager
def many_files() -> Iterator[None]:
    """This process, and those it starts meanwhile, may open some thousand connections."""
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


def dawdlers(port: int, count: int, group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
    """So many at `port`, of each habit."""
    habits = [HABITS[each % len(HABITS)] for each in range(count)]
    return [group.create_task(dawdle(port, *habit)) for habit in habits]
