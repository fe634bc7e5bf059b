"""The parts of one running service, made once at start-up and handed to whoever serves."""

from aldaba.links import Link, Signer, held
from aldaba.settings import Settings
from aldaba.storage.database import Store
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault
from aldaba.themes import Themes


class Deployment:
    """One running service. Handlers get it by naming the argument `deployment`.

    A plain class, because Litestar judges a struct's fields anew for each request.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        themes: Themes,
        signer: Signer,
        vault: Vault,
        files: Files,
    ) -> None:
        self.settings = settings
        self.store = store
        self.themes = themes
        self.signer = signer
        self.vault = vault
        self.files = files

    def address(self, link: Link) -> str:
        """The page behind `link`, which holds as long as its company says."""
        return f"{self.settings.base_url}{self.path(link)}"

    def path(self, link: Link) -> str:
        """The same below our own address."""
        theme = self.themes.get(link.tenant)
        return f"/l/{self.signer.sign(held(link, theme.tenant.link_days) if theme else link)}"
