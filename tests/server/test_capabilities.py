"""Whatever a capability offers is whole: its mails, words, panels and doors."""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, func, select
from tests.server.capabilities.closures.conftest import close_request
from tests.server.scene import plan_survey, plan_visit, send_request, sign_in

import aldaba
from aldaba import clock, events, texts
from aldaba.app import CAPABILITIES, create_app
from aldaba.capability import LinkPage
from aldaba.events import Event
from aldaba.links import Link
from aldaba.storage.tables import metadata
from aldaba.web.links import embedded

PACKAGE = Path(aldaba.__file__).parent
EMAILS = [email for capability in CAPABILITIES for email in capability.emails]
PANELS = [panel for capability in CAPABILITIES for panel in capability.panels]
PAGES = [page for capability in CAPABILITIES for page in capability.links]


def folder_of(package: str) -> Path:
    """Where a package keeps its templates and mails."""
    capability = PACKAGE / "capabilities" / package
    return capability if capability.is_dir() else PACKAGE / package


def kinds() -> set[str]:
    """Every kind of event that a treaty names."""
    treaties = [
        importlib.import_module(f"{events.__name__}.{module.name}")
        for module in pkgutil.iter_modules(events.__path__)
    ]
    named = [
        each for treaty in treaties for each in vars(treaty).values() if isinstance(each, type)
    ]
    return {each.__name__ for each in named if issubclass(each, Event) and each is not Event}


def statuses() -> set[str]:
    """Every status that a service sets or asks for."""
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    setting = r"""(?:"status": |\.status (?:==|!=) )"(\w+)\""""
    return {status for source in sources for status in re.findall(setting, source)}


def test_capabilities_have_names_of_their_own() -> None:
    names = [capability.name for capability in CAPABILITIES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("email", EMAILS, ids=lambda email: email.kind)
def test_a_mail_is_a_folder_of_three_texts(email: Any) -> None:
    package, name = email.kind.split("/")
    folder = folder_of(package) / "emails" / name
    assert {file.name for file in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_no_mail_lies_about_that_nobody_sends() -> None:
    folders = {f"{each.parents[1].name}/{each.name}" for each in PACKAGE.glob("**/emails/*")}
    assert folders == {email.kind for email in EMAILS}


def test_kinds_of_mail_and_purposes_of_links_are_given_once() -> None:
    assert len({email.kind for email in EMAILS}) == len(EMAILS)
    assert len({page.purpose for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_a_panel_has_its_template(panel: Any) -> None:
    package, file = panel.template.split("/")
    assert (folder_of(package) / "templates" / file).is_file()


@pytest.mark.parametrize("language", texts.languages())
def test_every_kind_of_event_has_its_words(language: str) -> None:
    known = texts.catalogue(language)
    assert len(kinds()) >= 5
    assert {f"event.{kind}" for kind in kinds()} <= known.keys()


@pytest.mark.parametrize("language", texts.languages())
def test_every_status_that_is_set_has_its_words(language: str) -> None:
    known = texts.catalogue(language)
    assert statuses() >= {"received", "approved", "rejected"}
    said = {f"status.{status}.{part}" for status in statuses() for part in ("label", "sentence")}
    assert said <= known.keys()


def test_a_reaction_reacts_to_an_event_of_a_treaty() -> None:
    for capability in CAPABILITIES:
        assert {kind.__name__ for kind, _ in capability.reactions} <= kinds()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """The doors are the same over either database."""
    return sqlite_url


@pytest.fixture
def app(deployment) -> Litestar:
    return create_app(deployment)


@pytest.fixture
async def client(app: Litestar):
    async with AsyncTestClient(app) as visitor:
        visitor.follow_redirects = False
        yield visitor


def routes(app: Litestar, method: str) -> list[str]:
    """The path of every route that answers `method`."""
    paths = [route.path for route in app.routes if method in getattr(route, "methods", ())]
    assert len(paths) >= 3
    return sorted({re.sub(r"\{(\w+):\w+\}", r"{\1}", path) for path in paths})


def test_what_answers_get_answers_head(app: Litestar) -> None:
    assert routes(app, "GET") == routes(app, "HEAD")


def counted(db: Connection, _tenant: str) -> dict[str, int]:
    """How many rows each table has, and the state of each request."""
    tables = {table.name: table for table in metadata.tables.values()}
    counts = {
        name: db.scalar(select(func.count()).select_from(table)) for name, table in tables.items()
    }
    asked = tables["request"].c
    counts["changes"] = db.scalar(select(func.sum(asked.version + asked.waiting_since)))
    return counts


async def _about(deployment, page: LinkPage, number: str) -> tuple[str, int]:
    """What a link for `page` is about; nothing that there is where it has nothing to show."""
    if page.about is None:
        return number, 0
    return await deployment.store.read("horizonte", page.about, number) or (number, 0)


@pytest.mark.anyio
async def test_looking_changes_nothing(client, app: Litestar, deployment) -> None:
    sent = await send_request(deployment, "horizonte")
    visit = await plan_visit(deployment, "horizonte", sent.number)
    await close_request(deployment, sent)
    await plan_survey(deployment, "horizonte", sent.number)
    await sign_in(client, deployment, "horizonte")
    theme = deployment.themes.get("horizonte")
    until = clock.now() + clock.DAY
    tokens = [
        deployment.signer.sign(Link(page.purpose, "horizonte", *about, until, "es"))
        for page in PAGES
        for about in (await _about(deployment, page, sent.number), (visit.id, 0))
    ]
    filled = {
        "tenant": "horizonte",
        "form": "pre-request",
        "number": sent.number,
        "photo": sent.photo,
        "visit": visit.id,
        "technician": visit.technician,
        "version": theme.terms["privacy", "es"].hash,
        "signed": deployment.signer.sign(Link("photo", "horizonte", sent.photo, 0, until, "")),
        "file": "page.css",
        "variant": "real-light",
        "path": "f/horizonte/pre-request",
        "code": "horizonte.0123456789ABCDEF",
    }
    before = await deployment.store.read("horizonte", counted)
    seen = []
    for path in routes(app, "GET"):
        for token in tokens:
            for method in ("GET", "HEAD"):
                answer = await client.request(method, path.format(**filled, token=token))
                assert answer.status_code < 500, path
                seen.append((path, answer.status_code))
    assert await deployment.store.read("horizonte", counted) == before
    opened = {path for path, status in seen if status == 200}
    elsewhere = set() if embedded(PAGES) else {"/l/{token}/data"}
    for_customers = {path for path in routes(app, "GET") if path.startswith(("/f/", "/l/"))}
    assert opened >= for_customers - elsewhere
