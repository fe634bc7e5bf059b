"""The embed's script is asked for by every visitor of every company's site: once made, its answer
is given again before anything else is asked. Measured, a route costs twelve times a bare answer.

What is kept is the answer as it went out, for a browser that reads brotli, until the company's
folder changes.
"""

from collections import Counter

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from aldaba.themes import Themes
from aldaba.web.doors import name_in

MOST = 2048  # answers, of some 8 kB each; the oldest goes first

Headers = list[tuple[bytes, bytes]]


class Kept(Struct):
    """An answer with status 200 to a browser at `tenant`, whose folder had the hash `theme`."""

    tenant: str
    theme: str
    tag: bytes = b""
    headers: Headers = []
    body: bytes = b""


def with_kept_scripts(app: ASGIApp, themes: Themes, counted: Counter[str]) -> ASGIApp:
    """`app`, whose scripts are kept; the answers given from here are `counted` by class of status,
    as `access_log` counts the others."""
    kept: dict[tuple[str, bytes], Kept] = {}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        asked = _asked(scope)
        if b"br" not in asked.get(b"accept-encoding", b""):
            await app(scope, receive, send)
            return
        key = scope["path"], scope["query_string"]
        found = kept.get(key)
        if found and found.theme == _state(themes, found.tenant):
            unchanged = found.tag in asked.get(b"if-none-match", b"")
            counted["3xx" if unchanged else "2xx"] += 1
            await _give(send, found, unchanged=unchanged)
            return
        tenant = name_in(scope["path"])
        made = Kept(tenant, _state(themes, tenant))
        await app(scope, receive, _recording(send, made))
        if made.tag:
            kept.pop(key, None)
            kept[key] = made
        if len(kept) > MOST:
            del kept[next(iter(kept))]

    return answer


def _asked(scope: Scope) -> dict[bytes, bytes]:
    """The headers of a request for a script; none of any other."""
    if scope.get("path", "").startswith("/e/") and scope.get("method") == "GET":
        return dict(scope["headers"])
    return {}


def _state(themes: Themes, tenant: str) -> str:
    theme = themes.get(tenant)
    return theme.hash if theme else ""


def _recording(send: Send, made: Kept) -> Send:
    """`send`, writing down in `made` what goes out; the tag last, once all of it has gone."""
    tag = b""

    async def send_and_record(message: Message) -> None:
        nonlocal tag
        if message["type"] == "http.response.start" and message["status"] == 200:
            made.headers = list(message["headers"])
            tag = dict(made.headers).get(b"etag", b"")
        elif message["type"] == "http.response.body" and tag:
            made.body += message["body"]
            if not message.get("more_body"):
                made.tag = tag
        await send(message)

    return send_and_record


async def _give(send: Send, found: Kept, *, unchanged: bool) -> None:
    headers, body, status = found.headers, found.body, 200
    if unchanged:
        status, body = 304, b""
        headers = [pair for pair in headers if pair[0] != b"content-length"]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
