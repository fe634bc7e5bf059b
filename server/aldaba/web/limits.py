"""How much of a request is read, and for how long.

The server itself waits for a body for ever. Here a body has `GRACE` seconds, and one more for
every `SLOWEST` bytes that have arrived: a phone on the edge of a cell can send its photos, a
client that drips bytes can't hold a connection.
"""

import asyncio

from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send

from aldaba.problems import Problem

FORM_BODY = 256 * 2**10  # bytes, wherever a handler doesn't say more itself
PHOTO = 15 * 2**20
PHOTOS_OF_FORM = 6
FORM_WITH_PHOTOS = PHOTOS_OF_FORM * PHOTO + FORM_BODY  # photos come with it without JavaScript
FORM_PARTS = 200  # fields and files of one form
GRACE = 20.0  # seconds
SLOWEST = 4096  # bytes a second


def without_nul(scope: Scope) -> None:
    """PostgreSQL and file systems refuse NUL with an error. Raises Problem `malformed`."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        raise Problem("malformed")


def in_time(app: ASGIApp, *, grace: float = GRACE) -> ASGIApp:
    """`app`, which gets Problem `slow_body` from a body that comes too slowly, and `malformed`
    from one that breaks off."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        started = asyncio.get_running_loop().time()
        received, more = 0, True

        async def receive_in_time() -> ReceiveMessage:
            nonlocal received, more
            if not more:
                return await receive()
            message = await _until(receive, started + grace + received / SLOWEST)
            if message["type"] != "http.request":
                raise Problem("malformed")
            received += len(message["body"])
            more = message["more_body"]
            return message

        await app(scope, receive_in_time, send)

    return answer


async def _until(receive: Receive, deadline: float) -> ReceiveMessage:
    try:
        async with asyncio.timeout_at(deadline):
            return await receive()
    except TimeoutError as error:
        raise Problem("slow_body", headers={"Connection": "close"}) from error
