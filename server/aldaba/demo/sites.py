"""The example sites, served as strangers: from another origin, with the headers of their kind of
host."""

import io
import re
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

# The addresses that the files are written with; others take their place when ports are others.
SERVICE = "http://127.0.0.1:8000"
UNLISTED = "http://127.0.0.1:8001"  # the same sites, at an origin that no company lists

POLICIES = {
    "strict-csp": (
        "default-src 'none'; style-src 'self'; "
        f"script-src {SERVICE}; connect-src {SERVICE}; img-src {SERVICE}; font-src {SERVICE}"
    ),
    "trusted-types": "require-trusted-types-for 'script'; trusted-types 'none'",
}


def serve(folder: Path, port: int, service: str) -> ThreadingHTTPServer:
    """Serve the pages of `folder` on localhost from a thread of its own; they find the service at
    `service`, scheme and host. Port 0 takes a free one."""
    handler = partial(_Site, directory=str(folder), addresses={SERVICE: service})
    sites = ThreadingHTTPServer(("localhost", port), handler)
    handler.keywords["addresses"][UNLISTED] = f"http://127.0.0.1:{sites.server_port}"
    threading.Thread(target=sites.serve_forever, daemon=True).start()
    return sites


class _Site(SimpleHTTPRequestHandler):
    """Files, in whose pages, scripts and policies each of `addresses` is replaced by what it stands
    for."""

    def __init__(self, *request: Any, addresses: Mapping[str, str], **options: Any) -> None:
        self.addresses = addresses
        super().__init__(*request, **options)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        page = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/"):
            page /= "index.html"
        if page.suffix not in {".html", ".js"} or not page.is_file():
            return super().send_head()
        body = self._addressed(page.read_text("utf-8")).encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(page)}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def end_headers(self) -> None:
        policy = POLICIES.get(self.path.split("/")[1])
        if policy:
            self.send_header("Content-Security-Policy", self._addressed(policy))
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def _addressed(self, text: str) -> str:
        written = "|".join(map(re.escape, self.addresses))
        return re.sub(written, lambda found: self.addresses[found[0]], text)
