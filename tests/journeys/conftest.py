"""A journey runs against the real service in a process of its own, in a real browser.

Starting takes seconds, so all journeys share one service a database; each has a customer of its
own, whom nobody else's request is mistaken for.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_playwright import CreateContextCallback

from tests.journeys import walk
from tests.journeys.service import Service, running
from tests.journeys.walk import MARTA, NOVA, SILVIA, TEO, VERA, Customer, Window
from tests.postgresql import PostgreSQL

SMALL_PHOTOS = Path(__file__).parents[1] / "photos"
ORIENTATION = 0x0112  # of Exif; 6 is a phone held upright, whose picture lies on its side

expect.set_options(timeout=20_000)  # three large photos take a while on a busy machine


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Service]:
    """On SQLite, from no database at all, with staff of each role and one who has yet to come."""
    data = tmp_path_factory.mktemp("journeys")
    made = Service(data, f"sqlite:///{data}/aldaba.db")
    made.invite(VERA, "Vera Balcão", "coordinator")
    made.invite(MARTA, "Marta Gerência", "manager")
    made.invite(TEO, "Téo Chave", "technician")
    made.invite(NOVA, "Nova Chegada", "coordinator")
    made.invite(SILVIA, "Silvia Mostrador", "coordinator", "norte")
    with running(made):
        _arrive(browser, made, VERA, MARTA, TEO, SILVIA)
        yield made


@pytest.fixture(scope="session")
def postgresql_service(
    postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Service]:
    """On an empty PostgreSQL database."""
    made = Service(tmp_path_factory.mktemp("on-postgresql"), postgresql.create("journeys"))
    made.invite(VERA, "Vera Balcão", "coordinator")
    with running(made):
        _arrive(browser, made, VERA)
        yield made


def _arrive(browser: Browser, service: Service, *staff: str) -> None:
    for email in staff:
        context = browser.new_context()
        walk.choose_password(context.new_page(), service.invitations[email])
        service.sessions[email] = context.storage_state()
        context.close()


@pytest.fixture
def window(new_context: CreateContextCallback) -> Window:
    """Opens a browser of somebody's own, of a width in pixels, with JavaScript or without; with a
    `storage_state` of `Service.sessions`, as one of the staff."""

    def opened(width: int = 360, *, javascript: bool = True, **options: Any) -> Page:
        page = new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale="pt-BR",
            **options,
        ).new_page()
        page.set_default_timeout(20_000)
        return page

    return opened


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, window: Window) -> Page:
    """A customer's phone, with JavaScript and without."""
    return window(javascript=request.param)


@pytest.fixture
def desk(window: Window, service: Service) -> Page:
    """Vera's browser at the desk."""
    return window(1280, storage_state=service.sessions[VERA])


@pytest.fixture
def customer() -> Customer:
    return walk.somebody()


@pytest.fixture(scope="session")
def phone_photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photographs as phones hand them over: 12 megapixels, lying on their side, one as
    HEIC."""
    pillow_heif.register_heif_opener()
    folder = tmp_path_factory.mktemp("photos")
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    made = []
    for name in ("brick.jpg", "coffee.jpg", "rocket.heic"):
        path = folder / name
        small = Image.open((SMALL_PHOTOS / name).with_suffix(".jpg")).convert("RGB")
        quick: dict[str, Any] = (
            {"enc_params": {"preset": "ultrafast"}} if path.suffix == ".heic" else {}
        )
        small.resize((4032, 3024)).save(path, exif=exif.tobytes(), quality=85, **quick)
        made.append(path)
    return made
