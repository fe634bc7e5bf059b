"""Asks a stage for one of its answers, and makes it ready to be seen elsewhere: in a frame, in one
colour scheme whatever the device prefers, with its addresses leading back onto the stage."""

import re
from typing import Any

from litestar import Litestar
from msgspec import Struct

SHOWN_AT = "aldaba-stage"  # stands in addresses for where the stage is seen, until they are shown
PREFERS = re.compile(rb"\(prefers-color-scheme: ?(dark|light)\)")
OWN_ADDRESS = re.compile(rb"""((?:href|src|action|srcset)=["']|url\(["']?)/(?!/)""")
TEXTS = ("text/html", "text/css", "text/javascript", "image/svg+xml", "application/json")
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'self'"
)


class Answer(Struct):
    """What a service answered."""

    status: int = 500
    media_type: str = ""
    location: str = ""
    body: bytes = b""


async def ask(
    app: Litestar,
    method: str,
    path: str,
    query: str = "",
    cookie: str = "",
    *,
    form: bytes = b"",
    languages: str = "",
) -> Answer:
    """What `app` answers to who accepts `languages`, without a network between."""
    answer = Answer()
    headers = [(b"host", b"stage"), (b"accept", b"text/html,*/*"), (b"cookie", cookie.encode())]
    headers.append((b"accept-language", languages.encode()))
    if form:
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("stage", 80),
        "state": {},
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": form, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower(): value.decode() for name, value in message["headers"]}
            answer.status = message["status"]
            answer.media_type = said.get(b"content-type", "")
            answer.location = said.get(b"location", "")
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


def shown(answer: Answer, at: str, scheme: str, *, zoomed: bool = False) -> Answer:
    """`answer` as it is seen under the address `at` in the colour scheme `scheme` (`light`,
    `dark`); with text of twice the size if `zoomed`, as a browser's own setting makes it on our
    pages, as its zoom does elsewhere."""
    if not answer.media_type.startswith(TEXTS):
        return answer
    body = PREFERS.sub(lambda found: _always(found[1].decode() == scheme), answer.body)
    body = body.replace(b"light dark", scheme.encode())
    if answer.media_type.startswith(("text/html", "text/css")):
        body = OWN_ADDRESS.sub(rb"\1" + at.encode() + b"/", body)
    body = body.replace(f"/{SHOWN_AT}".encode(), at.encode())
    if answer.media_type.startswith("text/html"):
        body = body.replace(b" autofocus", b"")  # of a frame, it would draw the whole page there
    if zoomed and answer.media_type.startswith("text/html"):
        larger = b"font-size:200%" if b'<body class="aldaba' in body else b"zoom:2"
        body = body.replace(b"<html", b'<html style="%s"' % larger, 1)
    return Answer(answer.status, answer.media_type, answer.location, body)


def _always(holds: bool) -> bytes:
    return b"(min-width:0)" if holds else b"(max-width:0)"
