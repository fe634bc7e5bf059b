"""A company's own site, on another origin than the service, as each test writes it."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from msgspec import Struct
from playwright.sync_api import ConsoleMessage, Page
from tests.trial import trial

from aldaba.app import CAPABILITIES, create_app, deployed
from aldaba.settings import Settings
from aldaba.storage.migrate import migrate
from aldaba.web.deployment import Deployment
from aldaba.web.server import server

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
THEMES = ROOT / "themes"
LISTED = '"http://localhost:8001"'  # by both sample companies; 127.0.0.1 is another site
GUEST = "guest"  # a company that names neither colours nor fonts; the others are the samples
WITHOUT_TLS = "http://company.example"  # this machine, by a name that no browser trusts


class Host(ThreadingHTTPServer):
    """Serves `html` with `policy` at every address. A page that Playwright answers itself would
    count as one of the public internet, which may not ask for what is on this machine."""

    html = ""
    policy = ""

    def __init__(self) -> None:
        super().__init__(("localhost", 0), _Page)
        self.origin = f"http://localhost:{self.server_port}"


class _Page(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(self.server.html.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosting() -> Iterator[Host]:
    """A site on a port of its own."""
    with Host() as host:
        thread = threading.Thread(target=host.serve_forever)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


@contextmanager
def serving(data: Path, port: int, *listed: str) -> Iterator[Deployment]:
    """The service, whose companies list the origins `listed`; its parts."""
    themes = data / "folders"
    shutil.copytree(THEMES, themes)
    shutil.copytree(THEMES / "norte", themes / GUEST)
    (themes / GUEST / "theme.css").write_text(":root { --radius: 6px }", "utf-8")
    for file in themes.glob("*/tenant.toml"):
        origins = ", ".join(map(json.dumps, listed))
        file.write_text(file.read_text("utf-8").replace(LISTED, origins), "utf-8")
    settings = Settings(
        data=data,
        database_url=f"sqlite:///{data}/aldaba.db",
        base_url=f"http://127.0.0.1:{port}",
        themes=themes,
        mail_url=f"folder:{data}/mail",
        files_url=f"folder:{data}/files",
        secret_keys=("a key for tests, 32 characters and more",),
        index_key=bytes(range(32)),
        encryption_keys=(("k1", bytes(range(32, 64))),),
    )
    migrate(settings.database_url)
    with deployed(settings) as deployment, trial() as capability:
        app = create_app(deployment, (*CAPABILITIES, capability))
        running = server(app, "127.0.0.1", port)
        thread = threading.Thread(target=running.run)
        thread.start()
        try:
            while not running.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield deployment
        finally:
            running.should_exit = True
            thread.join()


class Site(Struct):
    """A page of the host's. `faults` are the errors thrown into it, `told` what the console says,
    a refusal of its policy among it."""

    page: Page
    host: Host
    service: str
    faults: list[str]
    told: list[str]

    def show(
        self,
        body: str,
        *,
        head: str = "",
        policy: str = "",
        lang: str = "pt-BR",
        fragment: str = "",
    ) -> None:
        """Opens a page with `body`; `{service}` in it is the service's address."""
        html = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head>'
        html += f"<body>{body}</body></html>"
        self.host.html = html.replace("{service}", self.service)
        self.host.policy = policy.replace("{service}", self.service)
        self.open(f"{self.host.origin}/{fragment}")

    def open(self, address: str) -> None:
        def hear(said: ConsoleMessage) -> None:
            if not said.location["url"].endswith("/favicon.ico"):  # browsers ask for it themselves
                self.told.append(said.text)

        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", hear)
        self.page.goto(address)


def settled(page: Page) -> None:
    """Waits until what `page` asked for is there, fonts too; where scripts are off as well, which
    keep no promise. Playwright's `networkidle` once did not come in CI, though all was answered."""
    page.wait_for_load_state()
    while page.evaluate("document.fonts.status") == "loading":
        page.wait_for_timeout(20)


def script(form: str = "horizonte/pre-request", query: str = "", more: str = "") -> str:
    return f'<script async src="{{service}}/e/{form}.js{query}"{more}></script>'


def tag(form: str = "horizonte/pre-request", more: str = "") -> str:
    return f'<aldaba-form form="{form}"{more}><a href="{{service}}/f/{form}">Link</a></aldaba-form>'
