"""Whatever opens, runs, presses and sends links by itself decides nothing, whatever the link is
for; and the person's own press afterwards works, once."""

import sqlite3
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from msgspec import Struct
from playwright.sync_api import Browser, Page, Request

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.capabilities.closures import deciding
from aldaba.capabilities.closures.deciding import Decision
from aldaba.capabilities.closures.service import link_version
from aldaba.capabilities.intake import service as intake
from aldaba.capabilities.questions import service as questions
from aldaba.capabilities.surveys.inviting import invite_due
from aldaba.events.closures import ClosureAttempted
from aldaba.links import Link
from aldaba.web.deployment import Deployment
from tests.journeys.scanners import SCANNERS, Robot
from tests.ports import free_port
from tests.server.capabilities.closures.conftest import Case, close_request
from tests.server.scene import Sent, plan_visit, write_form
from tests.widget.asked import counted
from tests.widget.host import serving

OURS = "horizonte"
PAGES = {page.purpose: page for one in CAPABILITIES for page in one.links}
REASON = "Voltou a pingar no domingo, dia e noite."
NOT_STATE = {"throttle", "outbox"}  # counters that forget; mail, which goes out by itself


async def sent(deployment: Deployment) -> str:
    """Somebody's request."""
    person = next(counted)
    contacts = {"email": f"scanned{person}@cliente.example", "phone": f"11 5555-{6000 + person}"}
    submission = await write_form(deployment, OURS, **contacts)
    kept = await deployment.store.write(OURS, intake.submit, submission)
    assert isinstance(kept, intake.Received)
    return kept.number


async def asked(deployment: Deployment) -> str:
    number = await sent(deployment)
    question = (number, 0, "Qual é o andar?", clock.now(), "staff:1")
    assert await deployment.store.write(OURS, questions.ask, *question)
    return number


async def visited(deployment: Deployment) -> str:
    number = await sent(deployment)
    await plan_visit(deployment, OURS, number)
    return number


async def closed(deployment: Deployment) -> str:
    number = await sent(deployment)
    await close_request(deployment, Sent(OURS, number, ""))
    return number


async def accepted(deployment: Deployment) -> str:
    number = await closed(deployment)
    theme, at = deployment.themes.get(OURS), clock.now()
    assert theme
    made = Decision(
        choice="accepted",
        version=link_version(await Case(deployment, OURS, number, "").row()),
        seen="waiting",
        terms=theme.terms_in("acceptance", "pt-BR"),
        language="pt-BR",
        shown=(),
        words="",
        photos=(),
        name="",
        role="",
        undo_by=at + clock.HOUR,
        answer_by=at + clock.DAY,
        at=at,
    )
    write = deployment.store.write
    await write(OURS, deciding.decide, number, made, deployment.vault.sign)
    return number


# In which state a request is when somebody has a link of each purpose. One that isn't here fails.
WHEN = {
    "follow": asked,
    "cancel": sent,
    "mails": sent,
    "receipt": sent,
    "answer": asked,
    "visit": visited,
    "acceptance": closed,
    "undo": accepted,
    "certificate": accepted,
    "survey": accepted,
    "draft": sent,
}


def accept(page: Page) -> None:
    page.locator("[name=choice][value=accept]").check()
    page.locator("button.part--accept").click()


def take_back(page: Page) -> None:
    page.locator("[name=choice]").check()
    page.locator("[data-sending]").click()


def answer_survey(page: Page) -> None:
    for name, value in (("overall", "5"), ("recommend", "10"), ("solved", "first")):
        page.locator(f"[name={name}][value='{value}']").check()
    page.locator("[data-sending]").first.click()


def tell(page: Page) -> None:
    page.locator("[name=outcome]").first.check()
    page.locator("[name=report]").fill("Trocado o sifão, sem vazamento.")
    page.locator("[data-sending]").click()


def write(page: Page) -> None:
    page.locator("textarea").first.fill(REASON)
    page.locator("main button[data-sending], main button.button--danger").first.click()


def choose_quiet(page: Page) -> None:
    page.locator("[name=wanted][value=no]").check()
    page.locator("main form button").click()


# What the person whose link it is does with it, where there is something to do.
PRESSES: dict[str, Callable[[Page], None]] = {
    "acceptance": accept,
    "undo": take_back,
    "survey": answer_survey,
    "visit": tell,
    "answer": write,
    "cancel": write,
    "mails": choose_quiet,
}


class Scanned(Struct, frozen=True):
    """The service, and what is in its database."""

    deployment: Deployment

    def link(self, purpose: str) -> str:
        """A link of that purpose, about a request of its own; there has to be one."""
        with start_blocking_portal() as portal:
            return portal.call(self._link, purpose)

    def look_at_surveys(self) -> None:
        """The service would do so within seconds; what follows from what was done is done now."""
        with start_blocking_portal() as portal:
            portal.call(invite_due, self.deployment)

    async def _link(self, purpose: str) -> str:
        page, number = PAGES[purpose], await WHEN[purpose](self.deployment)
        await invite_due(self.deployment)
        about: tuple[str, int] | None = (number, 0)
        if page.about:
            about = await self.deployment.store.read(OURS, page.about, number)
        assert about is not None, f"no link to {purpose}"
        link = Link(purpose, OURS, *about, clock.now() + page.lifetime, "pt-BR")
        return self.deployment.address(link)

    def state(self) -> dict[str, list[Any]]:
        """Every row of every table that says what is so, and each mail that is to be sent."""
        path = self.deployment.settings.database_url.removeprefix("sqlite:///")
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            listed = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            tables = [name for (name,) in db.execute(listed) if name not in NOT_STATE]
            rows = {each: sorted(map(repr, db.execute(f"SELECT * FROM {each}"))) for each in tables}
            return rows | {"mail": sorted(db.execute("SELECT id, kind FROM outbox"))}


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    """The tables in which something is not as it was."""
    return {table for table in before if before[table] != after[table]}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    with serving(
        tmp_path_factory.mktemp("scanned"), free_port(), "http://localhost:1"
    ) as deployment:
        yield Scanned(deployment)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def robot(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Robot]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 800}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    if request.param:
        page.clock.install()
    yield Robot(page, request.param)
    context.close()


class Control(BaseHTTPRequestHandler):
    """A page that decides when it is looked at, and when its form is sent."""

    changes: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self._changed(b"<form method=post><button>Accept</button></form>")

    def do_HEAD(self) -> None:
        self._changed(b"")

    def do_POST(self) -> None:
        self._changed(b"done")

    def _changed(self, body: bytes) -> None:
        self.changes.append(self.command)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Quietly."""


@pytest.fixture
def control() -> Iterator[str]:
    """The address of a page that changes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Control)
    Control.changes.clear()
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_scanners_do_change_a_page_that_lets_them(robot: Robot, control: str) -> None:
    for name, scan in SCANNERS.items():
        Control.changes.clear()
        scan(robot, control)
        wanted = "POST" if name in ("presses", "sends") else "GET"
        assert wanted in Control.changes, name


def test_each_purpose_is_scanned_and_each_press_made() -> None:
    assert WHEN.keys() == PAGES.keys()
    assert PRESSES.keys() == {name for name, page in PAGES.items() if page.decide}


@pytest.mark.parametrize("purpose", WHEN)
def test_whatever_scans_a_link_decides_nothing_and_the_persons_press_works_once(
    scanned: Scanned, robot: Robot, purpose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = scanned.link(purpose)
    before = scanned.state()
    for name, scan in SCANNERS.items():
        scan(robot, link)
        assert changed(before, scanned.state()) == set(), (purpose, name)
    if purpose not in PRESSES:
        return
    robot.page.goto(link)
    with robot.page.expect_response(lambda answer: answer.request.method == "POST") as told:
        PRESSES[purpose](robot.page)
    assert told.value.status < 400
    scanned.look_at_surveys()
    after = scanned.state()
    assert "event" in changed(before, after)

    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + 35 * clock.SECOND)
    replay(told.value.request)
    for name in ("asks", "presses"):
        SCANNERS[name](robot, link)
    new = changed(after, scanned.state()) - {"event", "event_content", "stream_head"}
    assert new == set()
    told_twice = set(scanned.state()["event"]) - set(after["event"])
    assert all(f"'{ClosureAttempted.__name__}'" in each for each in told_twice)


def replay(post: Request) -> None:
    """The same request again, byte for byte, from elsewhere."""
    kept = ("content-type", "accept", "accept-language", "user-agent", "origin")
    headers = {name: value for name, value in post.headers.items() if name in kept}
    transport = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(transport=transport) as client:
        answer = client.post(post.url, content=post.post_data_buffer or b"", headers=headers)
    assert answer.status_code < 500
