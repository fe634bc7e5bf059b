"""`/e/{tenant}/{form}.js`: what every visitor of every company's site asks for.

A script is made once for each state of the company's folder. Asked for again at the same address,
by a browser that reads brotli, its answer goes out before anything else is done: measured, a route
costs twelve times a bare answer.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

import brotli
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from aldaba import texts
from aldaba.capability import Embed
from aldaba.problems import CODES, Problem
from aldaba.texts import REFERENCE, Words
from aldaba.themes import Theme, Themes
from aldaba.web.deployment import Deployment
from aldaba.web.embed import Wanted

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}
MEDIA_TYPE = "text/javascript"
MOST_MADE = 2048  # scripts, of some 8 kB each; the oldest goes first
MOST_KNOWN = 4096  # addresses, which say the same in several ways


class Script:
    """A script of `tenant`, whose folder had the hash `theme`: `body` in brotli, and the strong
    ETag of what is inside (`tag`). `headers` are those of its answer as they go out, `unchanged`
    those of a 304, which repeats nothing about the content that its reader has (RFC 9110, 15.4.5).
    """

    def __init__(self, theme: Theme, code: str, least: dict[str, str]) -> None:
        self.tenant, self.theme = theme.name, theme.hash
        plain = code.encode()
        self.tag = hashlib.sha256(plain).hexdigest()[:32]
        self.body: bytes = brotli.compress(plain, mode=brotli.MODE_TEXT, quality=11)
        known = HEADERS | {"ETag": f'"{self.tag}"'}
        about = {"Content-Type": f"{MEDIA_TYPE}; charset=utf-8", "Content-Encoding": "br"}
        self.unchanged = _lines(known)
        self.headers = _lines(least | known | about | {"Content-Length": str(len(self.body))})


class Scripts:
    """Those that were made, by what they are and by the addresses (path, query) that they were
    asked for at. Their answers carry at least the headers `least`."""

    def __init__(self, themes: Themes, least: dict[str, str]) -> None:
        self.themes = themes
        self.least = least
        self.made: dict[tuple[str, str, Wanted], Script] = {}
        self.known: dict[tuple[str, bytes], Script] = {}

    def at(self, scope: Scope) -> Script | None:
        """The script at an address where it was asked for before, unless the folder changed."""
        found = self.known.get((scope["path"], scope["query_string"]))
        return found if found and found.theme == self._state(found.tenant) else None

    def of(
        self, scope: Scope, deployment: Deployment, theme: Theme, embed: Embed, wanted: Wanted
    ) -> Script:
        """The same at any address; it is made where nobody asked before. Raises Problem."""
        key = theme.name, embed.name, wanted
        script = self.made.get(key)
        if script is None or script.theme != theme.hash:
            script = Script(theme, embed.script(deployment, theme, wanted), self.least)
            _put(self.made, key, script, MOST_MADE)
        _put(self.known, (scope["path"], scope["query_string"]), script, MOST_KNOWN)
        return script

    def _state(self, tenant: str) -> str:
        theme = self.themes.get(tenant)
        return theme.hash if theme else ""


def script_handler(embeds: Iterable[Embed]) -> HTTPRouteHandler:
    """The route for all of `embeds`."""
    by_name = {f"{embed.name}.js": embed for embed in embeds}

    @get("/e/{tenant:str}/{file:str}")
    async def script(
        request: Request[Any, Any, Any], deployment: Deployment, tenant: str, file: str
    ) -> Response[bytes]:
        """The script, in `?lang=` or the company's first language: never in the browser's, since
        any cache may keep it. `?mode=test` is for trying a form."""
        scripts: Scripts = request.app.state.scripts
        try:
            theme, embed = deployment.themes.in_service(tenant), by_name.get(file)
            if embed is None:
                return refusal("form_unknown")
            wanted = _wanted(theme, request.scope["query_string"])
            made = scripts.of(request.scope, deployment, theme, embed, wanted)
        except Problem as problem:
            return refusal(problem.code)
        return _answer(request, made)

    return script


def with_scripts(app: ASGIApp, scripts: Scripts, counted: Counter[str]) -> ASGIApp:
    """`app`, before which known scripts are given; those answers are `counted` by class of status,
    as `access_log` counts the others."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope.get("path", "").startswith("/e/") and scope.get("method") == "GET"
        found = scripts.at(scope) if ours else None
        accepted = known = b""
        for name, value in scope["headers"] if found else ():
            if name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                known = value
        if found is None or b"br" not in accepted:
            await app(scope, receive, send)
        elif known and found.tag.encode() in known:
            counted["3xx"] += 1
            await send({"type": "http.response.start", "status": 304, "headers": found.unchanged})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            counted["2xx"] += 1
            await send({"type": "http.response.start", "status": 200, "headers": found.headers})
            await send({"type": "http.response.body", "body": found.body, "more_body": False})

    return answer


def refusal(code: str) -> Response[bytes]:
    """A script that tells whoever looks why the link stays: a code of `problems.CODES`."""
    words = Words(REFERENCE)
    told = json.dumps(f"Aldaba: {words(f'problem.{code}.title')}")
    body = f"console.warn({told})".encode()
    return Response(body, status_code=CODES[code], headers=HEADERS, media_type=MEDIA_TYPE)


def _wanted(theme: Theme, query: bytes) -> Wanted:
    said = parse_qs(query.decode("latin-1"))
    wish = said.get("lang", [""])[0]
    language = texts.choose(theme.tenant.languages, (wish,))
    asked = wish[:2].lower() == language[:2]
    return Wanted(language, asked, said.get("mode") == ["test"])


def _answer(request: Request[Any, Any, Any], made: Script) -> Response[bytes]:
    """`made` in brotli, or plain for a client that can't read it; 304 for who has it already."""
    packed = "br" in request.headers.get("accept-encoding", "")
    tag = f'"{made.tag}{"" if packed else "-plain"}"'
    headers = HEADERS | {"ETag": tag} | ({"Content-Encoding": "br"} if packed else {})
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    body = made.body if packed else brotli.decompress(made.body)
    return Response(body, headers=headers, media_type=MEDIA_TYPE)


def _lines(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), text.encode()) for name, text in headers.items()]


def _put(kept: dict[Any, Script], key: Any, script: Script, most: int) -> None:
    kept.pop(key, None)
    kept[key] = script
    if len(kept) > most:
        del kept[next(iter(kept))]
