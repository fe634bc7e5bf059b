"""docs/embedding.md says what the code does."""

import re
from pathlib import Path

import pytest
from litestar.routes import HTTPRoute

from aldaba.app import create_app
from aldaba.capabilities.intake.snippets import SNIPPETS, snippets
from aldaba.web.deployment import Deployment

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "embedding.md").read_text("utf-8")
WIDGET = "".join(file.read_text("utf-8") for file in sorted((ROOT / "widget").glob("*.js")))
PAGE_ONLY = {"form", "lang"}  # attributes of HTML itself


def told(heading: str) -> set[str]:
    """The first column of the table under `heading`."""
    section = DOCS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing is read from it."""
    return sqlite_url


@pytest.fixture
def printed(deployment: Deployment) -> dict[str, str]:
    """What Horizonte's install page prints."""
    theme = deployment.themes.get("horizonte")
    assert theme is not None
    form = deployment.themes.form(theme, "pre-request", "pt-BR")
    return snippets("https://care.example", theme, form)


def test_every_event_is_told_and_no_other() -> None:
    dispatched = set(re.findall(r'"(aldaba:\w+)"', WIDGET))
    for said in re.findall(r"\btell\(\w+, ([^;]*)", WIDGET):
        dispatched |= {f"aldaba:{what}" for what in re.findall(r'"(\w+)"', said)}
    assert told("Events") == dispatched


def test_every_attribute_that_is_told_is_read() -> None:
    for attribute in told("Attributes") - PAGE_ONLY:
        assert attribute.replace("<field>", "") in WIDGET, attribute
    assert re.search(r'getAttribute\("form"\)', WIDGET)
    assert ".lang" in WIDGET


def test_the_element_has_nothing_of_its_own() -> None:
    made = WIDGET.partition("class extends HTMLElement {")[2].partition("\n  };")[0]
    assert set(re.findall(r"^    (\w+)\(", made, re.MULTILINE)) == {
        "connectedCallback",
        "disconnectedCallback",
    }


def test_what_is_known_already_comes_by_the_fragment_and_never_by_the_query() -> None:
    assert '"prefill-"' in WIDGET
    assert "location.hash" in WIDGET
    embedded = WIDGET.replace((ROOT / "widget/desk.js").read_text("utf-8"), "")
    assert "location.search" not in embedded


def test_what_it_never_does_it_has_no_words_for() -> None:
    desk, keeping = ((ROOT / "widget" / name).read_text("utf-8") for name in ("desk.js", "keep.js"))
    embedded = WIDGET.replace(desk, "")
    for never in ("document.cookie", "window.", "history.", "innerHTML", "eval("):
        assert never not in embedded, never
    assert "Storage" not in embedded.replace(keeping, "")
    assert set(re.findall(r"\w*Storage", keeping)) == {"sessionStorage"}


def test_the_policy_is_the_one_that_the_install_page_prints() -> None:
    directives = re.findall(r"^([\w-]+-src)", SNIPPETS["policy"], re.MULTILINE)
    directives += re.findall(r"^([\w-]+-src)", SNIPPETS["frame_policy"])
    assert told("Content-Security-Policy") == set(directives)


def test_the_addresses_are_those_that_are_served(deployment: Deployment) -> None:
    served = {
        f"{method} {generic(route.path_format)}"
        for route in create_app(deployment).routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
    }
    assert {generic(address) for address in told("Addresses")} <= served


def generic(address: str) -> str:
    """An address with all that changes as `{}`, a file's name with its ending included."""
    return re.sub(r"[^/ ]*\{[^/]*", "{}", address)


@pytest.mark.parametrize("name", ["lines", "height", "tag_manager", "frame"])
def test_the_lines_are_those_that_the_install_page_prints(
    name: str, printed: dict[str, str]
) -> None:
    assert printed[name] in DOCS
