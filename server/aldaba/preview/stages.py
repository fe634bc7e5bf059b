"""The stages of a running service: made when somebody looks, over data that is thrown away."""

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from litestar import Litestar
from msgspec.structs import replace

from aldaba.capability import Capability
from aldaba.links import Signer
from aldaba.preview.asking import SHOWN_AT
from aldaba.preview.stage import Stage
from aldaba.preview.staged import StagedThemes
from aldaba.storage.database import Store, open_store
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault
from aldaba.storage.migrate import migrate
from aldaba.themes.finding import Bases
from aldaba.web.deployment import Deployment

LENGTHS = ("real", "long")
KEY = secrets.token_urlsafe(32)
VAULT_KEY = secrets.token_bytes(32)


class Stages:
    """One for each company that was looked at; the last two are kept."""

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


def _empty_store(folder: Path) -> Store:
    url = f"sqlite:///{folder}/stage.db"
    migrate(url)
    return open_store(url)
