"""Pages with their real stylesheets and scripts in a real browser, under the strict policy that
the service sends; what the server would answer is said by each test."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from tests.ports import free_port
from tests.server.pages.conftest import base, form_in, show_form, theme
from tests.widget.asked import Mailed, link_about_work
from tests.widget.host import EXAMPLES, WITHOUT_TLS, Host, Site, hosting, serving, settled

from aldaba.demo import sites
from aldaba.pages import statics, theme_css
from aldaba.themes.theme import Theme
from aldaba.web.deployment import Deployment

__all__ = ["base", "form_in", "show_form", "theme"]

expect.set_options(timeout=20_000)  # a busy machine takes a while

ORIGIN = "http://care.example"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)

Answer = Callable[[Route], None]


@pytest.fixture
def open_page(theme: Theme) -> Callable[..., list[Route]]:
    """Opens `html` in `page`; posts are given to `answer` and listed."""
    files = {asset.file: asset for asset in (*statics().values(), theme_css(theme))}
    files |= {asset.file: asset for asset in theme.assets.values()}

    def opened(page: Page, html: str, answer: Answer | None = None) -> list[Route]:
        posts: list[Route] = []

        def serve(route: Route) -> None:
            if route.request.method == "POST":
                posts.append(route)
                return answer(route) if answer else route.abort()
            asset = files.get(route.request.url.rpartition("/")[2])
            if asset:
                return route.fulfill(body=asset.body, content_type=asset.media_type)
            headers = {"Content-Security-Policy": POLICY}
            return route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers=headers
            )

        page.route("**/*", serve)
        page.goto(f"{ORIGIN}/f/horizonte/pre-request")
        settled(page)
        return posts

    return opened


@pytest.fixture
def visit(page: Page, open_page: Callable[..., list[Route]]) -> Callable[..., list[Route]]:
    """`open_page` in the test's own page."""
    return partial(open_page, page)


def says(status: int, body: dict[str, Any]) -> Answer:
    """A server that answers `body` as JSON."""
    return lambda route: route.fulfill(
        status=status, body=json.dumps(body), content_type="application/json"
    )


def says_nothing(route: Route) -> None:
    """A server that keeps the browser waiting."""


def in_turn(*answers: Answer) -> Answer:
    """A server that gives each of `answers` once."""
    left = iter(answers)

    def answer(route: Route) -> None:
        next(left)(route)

    return answer


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    with hosting() as host:
        yield host


@pytest.fixture(scope="session")
def port() -> int:
    """Where the service will be."""
    return free_port()


@pytest.fixture(scope="session")
def examples(port: int) -> Iterator[str]:
    """The origin of the example sites."""
    server = sites.serve(EXAMPLES, 0, f"http://127.0.0.1:{port}")
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def running(
    host: Host, examples: str, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """The service that all of these tests share."""
    without_tls = f"{WITHOUT_TLS}:{host.server_port}"
    with serving(
        tmp_path_factory.mktemp("service"), port, host.origin, without_tls, examples
    ) as deployment:
        yield deployment


@pytest.fixture(scope="session")
def service(running: Deployment) -> str:
    """Its address."""
    return running.settings.base_url


@pytest.fixture
def mailed(running: Deployment) -> Mailed:
    """Makes a link as customers get them by mail."""
    return partial(link_about_work, running)


@pytest.fixture
def site(page: Page, host: Host, service: str) -> Site:
    """A page of a site that both sample companies list."""
    return Site(page, host, service, [], [])
