"""The example sites hold the lines that the install page prints, and find the service wherever it
listens."""

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from aldaba.app import base_forms
from aldaba.capabilities.intake.snippets import snippets
from aldaba.demo import sites
from aldaba.themes import Themes

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
ELSEWHERE = "http://127.0.0.1:9999"
SCRIPT = re.compile(r"/e/(\w+)/pre-request\.js\?lang=([\w-]+)")
PASTED = sorted(
    page for page in EXAMPLES.glob("*/*.html") if SCRIPT.search(page.read_text("utf-8"))
)


@pytest.fixture(scope="module")
def themes(tmp_path_factory: pytest.TempPathFactory) -> Themes:
    return Themes(ROOT / "themes", tmp_path_factory.mktemp("kept"), base_forms())


@pytest.fixture
def site() -> Iterator[str]:
    server = sites.serve(EXAMPLES, 0, ELSEWHERE)
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def printed(themes: Themes, tenant: str, language: str) -> dict[str, str]:
    """What the install page of a company prints, at the address that the examples are written
    with."""
    theme = themes.get(tenant)
    assert theme is not None
    return snippets(sites.SERVICE, theme, themes.form(theme, "pre-request", language))


def fetch(address: str) -> tuple[str, str]:
    """(body, Content-Security-Policy)"""
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode(), answer.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize("example", PASTED, ids=lambda example: example.parent.name)
def test_every_example_holds_exactly_the_lines_that_the_install_page_prints(
    example: Path, themes: Themes
) -> None:
    components = "".join(each.read_text("utf-8") for each in example.parent.glob("*.jsx"))
    written = example.read_text("utf-8") + components
    for tenant, language in SCRIPT.findall(written):
        lines = printed(themes, tenant, language)
        assert lines["script"] in written
        assert lines["lines"].splitlines()[1] in written
        assert not components or lines["react"] in components


@pytest.mark.parametrize("example", PASTED, ids=lambda example: example.parent.name)
def test_an_example_that_reserves_height_does_so_by_the_printed_rule(
    example: Path, themes: Themes
) -> None:
    sheets = [
        example.read_text("utf-8"),
        *(each.read_text("utf-8") for each in example.parent.glob("*.css")),
    ]
    tenant, language = SCRIPT.findall(sheets[0])[0]
    for sheet in sheets:
        if "min-height" in sheet:
            assert printed(themes, tenant, language)["height"] in sheet


def test_the_frame_and_the_pop_up_are_the_printed_ones(themes: Themes) -> None:
    without = (EXAMPLES / "no-script" / "index.html").read_text("utf-8")
    assert printed(themes, "norte", "es")["frame"] in without
    assert "<script" not in without
    hidden = (EXAMPLES / "hidden" / "index.html").read_text("utf-8")
    assert printed(themes, "horizonte", "en")["place"] in hidden


def test_the_strict_policy_is_the_printed_one_and_nothing_more(themes: Themes) -> None:
    own = "default-src 'none'; style-src 'self'; "
    needed = " ".join(printed(themes, "norte", "es")["policy"].split())
    assert sites.POLICIES["strict-csp"] + ";" == own + needed


def test_pages_scripts_and_policies_name_the_service_where_it_listens(site: str) -> None:
    body, policy = fetch(f"{site}/strict-csp/")
    assert f'src="{ELSEWHERE}/e/norte/pre-request.js' in body
    assert f"script-src {ELSEWHERE}" in policy
    assert sites.SERVICE not in body + policy
    application, _ = fetch(f"{site}/react/app.js")
    assert f"{ELSEWHERE}/f/horizonte/pre-request" in application


def test_the_unlisted_site_is_the_same_one_under_another_origin(site: str) -> None:
    body, _ = fetch(f"{site}/")
    (address,) = re.findall(r'href="(http[^"]*/not-listed/)"', body)
    assert address == f"{site.replace('localhost', '127.0.0.1')}/not-listed/"
    assert "fora da lista" in fetch(address)[0]


def test_the_index_leads_to_every_example() -> None:
    index = (EXAMPLES / "index.html").read_text("utf-8")
    folders = {page.parent.name for page in EXAMPLES.glob("*/index.html")}
    assert folders == {
        link.rstrip("/").rpartition("/")[2] for link in re.findall(r'<li><a href="([^"]+)"', index)
    }
