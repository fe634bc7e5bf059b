"""A stage: the whole service once more, over an empty database of its own, where every capability
plays a few requests with invented people. What the preview shows is the product itself, so that a
new page or mail is there without being asked for."""

import asyncio
import logging
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from litestar import Litestar
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Row, select

from aldaba import clock
from aldaba.capability import Capability, LinkPage
from aldaba.links import Link, Signer
from aldaba.outbox.message import compose
from aldaba.outbox.models import outbox
from aldaba.people import service as people
from aldaba.people import sessions
from aldaba.preview.asking import SHOWN_AT, ask
from aldaba.preview.staged import StagedThemes
from aldaba.storage.database import Store, open_store
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault
from aldaba.storage.migrate import migrate
from aldaba.themes import Theme
from aldaba.themes.shelf import Bases
from aldaba.web.deployment import Deployment

LENGTHS = ("real", "long")

log = logging.getLogger(__name__)


class Rehearsal(Struct):
    """What a capability's `rehearse` plays with: the stage's own deployment, its company, a staff
    member's id, and the numbers of the requests that were played before, in order."""

    deployment: Deployment
    theme: Theme
    staff: str
    numbers: list[str] = []


class Mail(Struct, frozen=True):
    """A row of the stage's outbox and what it says."""

    row: Row[Any]
    letter: Any


class Stage:
    """One company's. `apps` show it with its texts as they are, and with the longest ones."""

    def __init__(
        self,
        deployments: dict[str, Deployment],
        apps: dict[str, Litestar],
        folder: Path,
        capabilities: tuple[Capability, ...],
    ) -> None:
        self.deployments = deployments
        self.apps = apps
        self.capabilities = capabilities
        self.cookie = ""
        self.numbers: list[str] = []
        self.mails: dict[str, Mail] = {}
        self.links: dict[str, Link] = {}
        self.forms: list[str] = []
        self._folder = folder

    async def rehearse(self, tenant: str) -> None:
        """Every capability plays; one that can't leaves the others their turn."""
        deployment = self.deployments["real"]
        theme = deployment.themes.get(tenant)
        assert theme is not None  # noqa: S101 - there is a draft
        staff = await deployment.store.write(tenant, _staff)
        play = Rehearsal(deployment, theme, staff, [])
        for capability in self.capabilities:
            try:
                if capability.rehearse:
                    await capability.rehearse(play)
            except Exception:
                log.exception("the stage of %s misses what %s plays", tenant, capability.name)
        self.numbers = play.numbers
        cookie = await sessions.begin(deployment, tenant, staff)
        self.cookie = f"{cookie.key}={cookie.value}"
        await self._read_mails(deployment, theme)
        await self._try_addresses(deployment, theme)

    async def _read_mails(self, deployment: Deployment, theme: Theme) -> None:
        """The first mail of each kind, and the links in them, by purpose. A mail that nothing on
        the stage led to is shown about whatever it can be about."""
        loads = {mail.kind: mail.load for each in self.capabilities for mail in each.emails}
        rows = await deployment.store.read(theme.name, _rows)
        for row in rows:
            await self._try_mail(deployment, theme, loads[row.kind], row)
        for kind, load in loads.items():
            for row in reversed(rows):
                if kind not in self.mails:
                    other = SimpleNamespace(**{**vars(row), "kind": kind})
                    await self._try_mail(deployment, theme, load, other)

    async def _try_mail(
        self, deployment: Deployment, theme: Theme, load: Callable[..., Any], row: Any
    ) -> None:
        """Keeps the mail of `row` if it can be written and is the first of its kind."""
        base_url, signer = deployment.settings.base_url, deployment.signer
        try:
            letter = await deployment.store.read(theme.name, load, row)
            if letter is None or row.kind in self.mails:
                return
            spoken = SimpleNamespace(
                **{**vars(row), "language": row.language or theme.tenant.languages[0]}
            )
            compose(cast("Any", spoken), letter, theme, signer, base_url=base_url, at=clock.now())
        except Exception as error:  # about something else than it is meant for
            log.info("the stage shows no %s: %s", row.kind, type(error).__name__)
            return
        self.mails[row.kind] = Mail(row, letter)
        for link in letter.links.values():
            self.links.setdefault(link.purpose, link)

    async def _try_addresses(self, deployment: Deployment, theme: Theme) -> None:
        """The forms that have a page, and the links that no mail carries but a number opens."""
        app, tenant = self.apps["real"], theme.name
        for form in theme.forms:
            page = await ask(app, "GET", f"/f/{tenant}/{form}")
            self.forms += [form] if page.status == 200 else []
        for linked in (page for each in self.capabilities for page in each.links):
            for number in self.numbers if linked.purpose != "draft" else ():
                if linked.purpose not in self.links:
                    await self._try_link(deployment, tenant, linked, number)

    async def _try_link(
        self, deployment: Deployment, tenant: str, linked: LinkPage, number: str
    ) -> None:
        about: tuple[str, int] | None = (number, 0)
        if linked.about:
            about = await deployment.store.read(tenant, linked.about, number)
        if about is None:
            return
        link = Link(linked.purpose, tenant, *about, clock.now() + clock.DAY, "")
        page = await ask(self.apps["real"], "GET", f"/l/{deployment.signer.sign(link)}")
        self.links |= {linked.purpose: link} if page.status == 200 else {}

    def close(self) -> None:
        """Takes the stage down."""
        self.deployments["real"].store.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Stages:
    """The stages of a running service, made when somebody looks; the last two are kept."""

    KEPT = 2

    def __init__(
        self,
        deployment: Deployment,
        capabilities: tuple[Capability, ...],
        bases: Bases,
        create_app: Callable[[Deployment], Litestar],
    ) -> None:
        self._deployment = deployment
        self._capabilities = capabilities
        self._bases = bases
        self._create_app = create_app
        self._stages: dict[str, Stage] = {}
        self._building = asyncio.Lock()

    async def of(self, tenant: str) -> Stage:
        """The stage of `tenant`, which has a theme."""
        async with self._building:
            stage = self._stages.pop(tenant, None) or await self._build(tenant)
            self._stages[tenant] = stage
            while len(self._stages) > self.KEPT:
                self._stages.pop(next(iter(self._stages))).close()
        return stage

    async def keep(self) -> None:
        """Takes down what stands when the service stops."""
        try:
            await asyncio.Event().wait()
        finally:
            self._take_down(self._stages.values())

    def _take_down(self, stages: Iterable[Stage]) -> None:
        for stage in stages:
            stage.close()

    async def _build(self, tenant: str) -> Stage:
        data = self._deployment.settings.data
        folder = Path(tempfile.mkdtemp(prefix="stage-", dir=data))
        store = await asyncio.to_thread(_empty_store, folder)
        deployments = {each: self._staged(tenant, folder, store, each) for each in LENGTHS}
        apps = {length: self._create_app(each) for length, each in deployments.items()}
        stage = Stage(deployments, apps, folder, self._capabilities)
        await stage.rehearse(tenant)
        return stage

    def _staged(self, tenant: str, folder: Path, store: Store, length: str) -> Deployment:
        """Keys of its own: what is signed here opens nothing outside."""
        origin = self._deployment.settings.base_url
        settings = replace(
            self._deployment.settings,
            data=folder,
            base_url=f"{origin}/{SHOWN_AT}",
            mail_url=f"folder:{folder}/mail",
        )
        themes = StagedThemes(
            self._deployment.themes, self._bases, tenant, origin, long=length == "long"
        )
        return Deployment(
            settings=settings,
            store=store,
            themes=themes,
            signer=Signer((KEY,)),
            vault=Vault(VAULT_KEY, (("stage", VAULT_KEY),)),
            files=Files(f"folder:{folder}/files"),
        )


KEY = secrets.token_urlsafe(32)
VAULT_KEY = secrets.token_bytes(32)


def _empty_store(folder: Path) -> Store:
    url = f"sqlite:///{folder}/stage.db"
    migrate(url)
    return open_store(url)


def _staff(db: Connection, tenant: str) -> str:
    account = people.put(
        db,
        tenant,
        f"vera@{tenant}.example",
        id_="stage",
        name="Vera Ensaio",
        role="manager",
        language="",
        at=clock.now(),
    )
    return str(account.id)


def _rows(db: Connection, tenant: str) -> list[Any]:
    found = select(outbox).where(outbox.c.tenant == tenant).order_by(outbox.c.created_at)
    return [SimpleNamespace(**row._mapping) for row in db.execute(found)]
