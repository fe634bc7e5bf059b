from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from aldaba.links import Signer
from aldaba.pages import jinja
from aldaba.storage.database import Store

from .scene import BASE_URL, Service, Settings, Themes, theme

TEMPLATES = Path(__file__).parent / "example"


@pytest.fixture(autouse=True)
def example(monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates of `example/received` beside the product's own."""
    loader = jinja._environment().loader
    monkeypatch.setitem(loader.mapping, "example", FileSystemLoader(TEMPLATES))


@pytest.fixture
def service(store: Store, signer: Signer, tmp_path: Path) -> Service:
    """Companies horizonte and norte, with mail into a folder."""
    themes = Themes({name: theme(name) for name in ("horizonte", "norte")})
    return Service(Settings(BASE_URL, f"folder:{tmp_path / 'mail'}"), store, themes, signer, {})


@pytest.fixture
def mails(tmp_path: Path) -> Callable[[], list[Path]]:
    """Lists the messages in the service's folder, in the order in which their rows were made."""
    return lambda: sorted((tmp_path / "mail").glob("*.eml"))
