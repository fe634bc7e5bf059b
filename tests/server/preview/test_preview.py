"""The preview shows the product itself: whatever a capability offers is there without being asked
for, in the company's own look, and nothing of it is real."""

import itertools
import re
import shutil
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, func, select
from tests.server.scene import sign_in

from aldaba import clock
from aldaba.app import CAPABILITIES, base_forms, create_app
from aldaba.links import Link
from aldaba.outbox.models import outbox
from aldaba.preview.page import draft_link
from aldaba.preview.scenes import scenes
from aldaba.preview.staged import grown
from aldaba.requests.models import request
from aldaba.themes import Themes, shelf
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
Client = AsyncTestClient[Any]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The stage has a database of its own."""
    return sqlite_url


@pytest.fixture
def casa(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "themes/horizonte", tmp_path / "themes/casa"))


@pytest.fixture
def app(
    deployment: Deployment, casa: Path, monkeypatch: pytest.MonkeyPatch, reactions: None
) -> Litestar:
    """The service, reactions and all: they write the mails."""
    monkeypatch.setattr(shelf, "PAUSE", 0)
    monkeypatch.setattr(shelf, "SETTLED", 0)
    deployment.themes = Themes(casa.parent, deployment.settings.data / "themes", base_forms())
    return create_app(deployment)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[Client]:
    async with AsyncTestClient(app) as visitor:
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
def token(deployment: Deployment) -> str:
    return deployment.signer.sign(draft_link("casa"))


async def test_everything_that_a_capability_offers_is_there(
    client: Client, app: Litestar, token: str
) -> None:
    page = await client.get(f"/l/{token}?lang=es")
    assert page.status_code == 200
    stage = await app.state.stages.of("casa")
    names = {(scene.group, scene.name.partition(",")[0]) for scene in scenes(stage, "casa")}
    offered = {("mail", mail.kind) for each in CAPABILITIES for mail in each.emails}
    offered |= {("link", link.purpose) for each in CAPABILITIES for link in each.links}
    offered -= {("link", "draft")}  # is the preview itself
    entries = {("desk", entry.path or "/") for each in CAPABILITIES for entry in each.menu}
    wanted = offered | entries - {("desk", "/theme")}
    assert wanted <= names
    assert {("embed", "pre-request"), ("form", "pre-request")} <= names
    for _, name in wanted:
        assert name in unescape(page.text)
    states = {"acceptance, closed", "acceptance, accepted", "follow, reopened", "survey, accepted"}
    assert states <= {scene.name for scene in scenes(stage, "casa")}
    for pasted in ("/e/casa/pre-request.js", "min-height:", "script-src"):
        assert pasted in page.text


WAYS = [
    ("real-light", "pt-BR"),
    ("real-light", "es"),
    ("long-dark", "es"),
    ("real-dark-zoom", "en"),
]


async def test_every_scene_is_shown_in_every_way(client: Client, app: Litestar, token: str) -> None:
    stage = await app.state.stages.of("casa")
    listed = list(scenes(stage, "casa"))
    for (variant, language), scene in itertools.product(WAYS, listed):
        answer = await client.get(f"/draft/{token}/{variant}{scene.path}?lang={language}")
        refused = scene.path.startswith("/refused/")
        assert answer.status_code == (422 if refused else 200), scene
        assert f'lang="{language}"' in answer.text, scene
        assert "prefers-color-scheme" not in answer.text
        assert "aldaba-stage" not in answer.text
        assert " autofocus" not in answer.text
        outside = set(re.findall(r'(?:src|href)="(/[^"/][^"]*)"', answer.text))
        assert all(each.startswith(f"/draft/{token}/{variant}/") for each in outside), scene
    for variant, _ in WAYS:
        page = await client.get(f"/draft/{token}/{variant}/f/casa/pre-request")
        for css in re.findall(r'href="([^"]+\.css)"', page.text):
            sheet = await client.get(css)
            assert sheet.status_code == 200
            assert "prefers-color-scheme" not in sheet.text


async def test_a_link_on_a_site_speaks_the_language_of_its_page(
    client: Client, app: Litestar, token: str
) -> None:
    stage = await app.state.stages.of("casa")
    embedded = [scene for scene in scenes(stage, "casa") if scene.fragment]
    assert embedded
    for language, scene in itertools.product(("es", "en"), embedded):
        link = scene.fragment.removeprefix("#aldaba=")
        address = f"/draft/{token}/real-light/l/{link}/data"
        said = (await client.get(address, headers={"Accept-Language": language})).json()
        assert said["view"]["language"] == language, scene


async def test_a_frame_can_send_nothing_and_stands_in_our_own_page_alone(
    client: Client, token: str
) -> None:
    answer = await client.get(f"/draft/{token}/real-light/f/casa/pre-request")
    policy = answer.headers["content-security-policy"]
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert (await client.post(f"/draft/{token}/real-light/f/casa/pre-request")).status_code == 405


async def test_the_stage_leaves_no_trace_in_the_companys_record(
    client: Client, deployment: Deployment, token: str
) -> None:
    def counted(db: Connection, tenant: str) -> list[int]:
        return [
            db.scalar(select(func.count()).select_from(table).where(table.c.tenant == tenant)) or 0
            for table in (request, outbox)
        ]

    await client.get(f"/l/{token}")
    assert await deployment.store.read("casa", counted) == [0, 0]


async def test_what_the_stage_signs_opens_nothing_outside(
    client: Client, app: Litestar, token: str
) -> None:
    stage = await app.state.stages.of("casa")
    links = [scene.path for scene in scenes(stage, "casa") if scene.group == "link"]
    assert links
    for path in links:
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["", "/real-light/f/casa/pre-request"])
async def test_only_a_draft_link_opens_it(
    client: Client, deployment: Deployment, path: str
) -> None:
    until = clock.now() + clock.DAY
    follow = deployment.signer.sign(Link("follow", "casa", "casa", 0, until, ""))
    past = deployment.signer.sign(Link("draft", "casa", "casa", 0, clock.now() - clock.DAY, ""))
    for token, status in ((follow, 404), ("draft.x.y", 404), (past, 410)):
        assert (await client.get(f"/draft/{token}{path}")).status_code == status


async def test_managers_see_it_at_the_desk_and_others_do_not(
    client: Client, deployment: Deployment
) -> None:
    assert (await client.get("/desk/casa/theme")).status_code == 303
    await sign_in(client, deployment, "casa", "technician")
    assert (await client.get("/desk/casa/theme")).status_code == 403
    await sign_in(client, deployment, "casa", "manager")
    page = await client.get("/desk/casa/theme?scheme=dark&width=desktop&length=long&zoom=2&show=en")
    assert page.status_code == 200
    assert "/long-dark-zoom/f/casa/pre-request?lang=en" in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]


async def test_what_is_wrong_is_listed_and_the_page_learns_of_it(
    client: Client, casa: Path, token: str
) -> None:
    before = (await client.get(f"/draft/{token}")).text
    with (casa / "theme.css").open("a") as css:
        css.write(":root { --brnad: red }")
    after = (await client.get(f"/draft/{token}")).text
    assert after != before
    page = await client.get(f"/l/{token}")
    assert "--brnad não é uma variável de um tema; escreva --brand" in page.text
    assert re.search(r"theme\.css:\d+:9", page.text)
    assert f'data-state="{after}"' in page.text


async def test_an_edit_is_on_the_stage_at_once(client: Client, casa: Path, token: str) -> None:
    address = f"/draft/{token}/real-light/f/casa/pre-request?lang=es"
    before = await client.get(address)
    file = casa / "texts.es.toml"
    file.write_text(file.read_text("utf-8") + '\n[page]\nskip = "Vamos al grano"\n', "utf-8")
    after = await client.get(address)
    assert "Vamos al grano" in after.text
    assert "Vamos al grano" not in before.text


def test_the_longest_text_has_the_same_blanks_and_two_fifths_more() -> None:
    for text in ("Enviar", "Recibimos su solicitud {number}", "{n} de {total}", ""):
        long = grown(text)
        assert re.findall(r"\{\w*\}", long) == re.findall(r"\{\w*\}", text)
        assert text in long
        assert len(long) >= 1.4 * len(text) or not re.sub(r"\{\w*\}|\s", "", text)


async def test_a_draft_waits_for_its_manager(
    client: Client, deployment: Deployment, casa: Path, token: str
) -> None:
    await client.get("/f/casa/pre-request")
    toml, css = casa / "tenant.toml", casa / "theme.css"
    toml.write_text(toml.read_text("utf-8").replace("[mail]", 'publish = "on-command"\n[mail]'))
    css.write_text(css.read_text("utf-8").replace("#9a3b1e", "#0a5c36"))
    await sign_in(client, deployment, "casa", "manager")
    page = await client.get("/desk/casa/theme?lang=en")
    assert "A draft is waiting" in page.text
    assert "#9a3b1e → <strong>#0a5c36" in page.text
    assert "A draft is waiting" in (await client.get(f"/l/{token}?lang=en")).text
    assert deployment.themes.get("casa").light["brand"] == "#9a3b1e"
    shown = await client.get(f"/draft/{token}/real-light/f/casa/pre-request")
    served = await client.get("/f/casa/pre-request")
    (drafted,) = re.findall(r"theme-casa\.(\w+)\.css", shown.text)
    assert drafted not in served.text
    csrf = re.search(r'name="_csrf" value="(\w+)"', page.text)
    assert csrf
    answer = await client.post("/desk/casa/theme/publish", data={"_csrf": csrf[1]})
    assert answer.headers["location"] == "/desk/casa/theme?done=published"
    assert deployment.themes.get("casa").light["brand"] == "#0a5c36"
    after = await client.get("/desk/casa/theme?done=published&lang=en")
    assert "It is published" in after.text
    assert "A draft is waiting" not in after.text


async def test_only_managers_publish(client: Client, deployment: Deployment) -> None:
    await sign_in(client, deployment, "casa", "coordinator")
    page = await client.get("/desk/casa")
    csrf = re.search(r'name="_csrf" value="(\w+)"', page.text)
    assert csrf
    answer = await client.post("/desk/casa/theme/publish", data={"_csrf": csrf[1]})
    assert answer.status_code == 403
