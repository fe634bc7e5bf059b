"""Cross-origin answers, by each company's own list: exact match, no credentials."""

from collections.abc import Collection, Iterable

from litestar.datastructures import MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from aldaba.web.deployment import Deployment
from aldaba.web.doors import door_of
from aldaba.web.same_origin import EMBEDDED, listed_origins

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "86400",
}


def with_cors(app: ASGIApp, deployment: Deployment, purposes: Collection[str]) -> ASGIApp:
    """`app`, whose doors for companies' own sites say which origin may read the answer; of links,
    those with one of `purposes`.

    `Vary: Origin` stands on every answer of theirs, allowed or not: otherwise a cache would serve
    one site's headers to another.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        path, origin = scope["path"], _origin(scope["headers"])
        allowed = bool(origin) and origin in listed_origins(path, deployment, purposes)

        async def send_with_cors(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.extend_header_value("vary", "Origin")
                if allowed:
                    headers["Access-Control-Allow-Origin"] = origin
                    if scope["method"] == "OPTIONS":  # type: ignore[typeddict-item]
                        headers.update(PREFLIGHT)
            await send(message)

        await app(scope, receive, send_with_cors if door_of(path) in EMBEDDED else send)

    return answer


def _origin(headers: Iterable[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"origin"), "")
