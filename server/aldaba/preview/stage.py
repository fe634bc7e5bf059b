"""A stage: the whole service once more, over an empty database of its own, where every capability
plays a few requests with invented people. What the preview shows is the product itself, so that a
new page or mail is there without being asked for."""

import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from litestar import Litestar
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from aldaba import clock, texts
from aldaba.capability import Capability, LinkPage
from aldaba.links import Link
from aldaba.outbox.message import compose
from aldaba.outbox.models import outbox
from aldaba.pages import number as shown_number
from aldaba.people import service as people
from aldaba.people import sessions
from aldaba.preview.asking import ask
from aldaba.requests import service as requests
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment

SAYS = re.compile(rb"""<(?:h[1-3]|\w+ class="notice)[^>]*>(.*?)</""", re.DOTALL)

log = logging.getLogger(__name__)


class Rehearsal(Struct):
    """What a capability's `rehearse` plays with: the stage's own deployment, its company, a staff
    member's id, what everybody writes, and the numbers of the requests that were played before, in
    order."""

    deployment: Deployment
    theme: Theme
    staff: str
    said: str
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
        self._carried: dict[str, Link] = {}  # by mails, by purpose

    async def rehearse(self, tenant: str) -> None:
        """Every capability plays; one that can't leaves the others their turn."""
        deployment = self.deployments["real"]
        theme = deployment.themes.get(tenant)
        assert theme is not None  # noqa: S101 - there is a draft
        staff = await deployment.store.write(tenant, _staff)
        said = texts.catalogue(theme.tenant.languages[0])["preview.said"]
        play = Rehearsal(deployment, theme, staff, said, [])
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
            self._carried.setdefault(link.purpose, link)

    async def _try_addresses(self, deployment: Deployment, theme: Theme) -> None:
        """The forms that have a page, and the page behind each kind of link as often as it looks
        different: an acceptance is asked for, given or refused."""
        app, tenant = self.apps["real"], theme.name
        for form in theme.forms:
            page = await ask(app, "GET", f"/f/{tenant}/{form}")
            self.forms += [form] if page.status == 200 else []
        for linked in (page for each in self.capabilities for page in each.links):
            seen: set[bytes] = set()
            for number in self.numbers if linked.purpose != "draft" else ():
                if link := await _link(deployment, tenant, linked, number):
                    await self._try_link(deployment, link, number, seen)
            if (
                not seen and linked.purpose in self._carried
            ):  # what only a mail knows the subject of
                self.links[linked.purpose] = self._carried[linked.purpose]

    async def _try_link(
        self, deployment: Deployment, link: Link, number: str, seen: set[bytes]
    ) -> None:
        """Keeps the link if its page can be shown and says something that none before did."""
        page = await ask(self.apps["real"], "GET", f"/l/{deployment.signer.sign(link)}")
        found = await deployment.store.read(link.tenant, requests.find, number)
        says = b"".join(SAYS.findall(page.body)).replace(shown_number(number).encode(), b"")
        if page.status == 200 and says not in seen:
            name = f"{link.purpose}, {found.status}" if found else link.purpose
            self.links[name if name not in self.links else f"{name} {len(seen) + 1}"] = link
            seen.add(says)

    def close(self) -> None:
        """Takes the stage down."""
        self.deployments["real"].store.close()
        shutil.rmtree(self._folder, ignore_errors=True)


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


async def _link(deployment: Deployment, tenant: str, linked: LinkPage, number: str) -> Link | None:
    """A link of that kind about the request `number`, if there is anything to open by one."""
    about: tuple[str, int] | None = (number, 0)
    if linked.about:
        about = await deployment.store.read(tenant, linked.about, number)
    return Link(linked.purpose, tenant, *about, clock.now() + clock.DAY, "") if about else None
