"""The least that the server can do: a raw ASGI application that says hello, on the same uvicorn
with the same options. `python -m tests.bench.hello <port>`."""

import sys
from typing import Any

from aldaba.web.server import server

HELLO = (
    {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-type", b"text/plain"), (b"content-length", b"5")],
    },
    {"type": "http.response.body", "body": b"hello"},
)


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """Answers whatever comes."""
    if scope["type"] == "http":
        for message in HELLO:
            await send(message)
    else:
        for moment in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{moment}.complete"})


if __name__ == "__main__":
    server(hello, "127.0.0.1", int(sys.argv[1])).run()  # type: ignore[arg-type]
