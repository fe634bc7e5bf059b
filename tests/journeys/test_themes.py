"""What a browser makes of themes: every pair is in the table, whatever passes the check can be
read, and nothing reaches another host, behind either of the two walls alone."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Frame, Route

from aldaba.themes import palette
from aldaba.themes.colours import Colour, contrast
from aldaba.themes.compiler import colours_of, compile_theme
from aldaba.themes.contrast import contrast_faults, mend
from aldaba.themes.pairs import PAIRS
from aldaba.themes.stylesheet import Stylesheet, read_stylesheet
from aldaba.themes.tokens import COLOURS
from aldaba.web.headers import PAGE_POLICY
from tests.journeys.service import Service
from tests.journeys.walk import MARTA
from tests.server.themes.test_stylesheet import HOSTILE, AnyFont

MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8")
STATES: dict[str, list[str]] = {
    "at rest": [],
    "pointed at": [":hover"],
    "focused": [":focus-visible", ":focus-within", ":focus"],
}
HELD = {"held": [*STATES["pointed at"], *STATES["focused"]]}
ALLOWED = {frozenset((text, ground)) for text, grounds, _ in PAIRS for ground in grounds}
Measure = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def scenes(browser: Browser, service: Service) -> Iterator[dict[str, Frame]]:
    """Every scene of the preview, in its frame there."""
    context = browser.new_context(storage_state=service.sessions[MARTA], reduced_motion="reduce")
    preview = context.new_page()
    preview.goto(f"{service.url}/desk/horizonte/theme")
    preview.evaluate("document.querySelectorAll('iframe').forEach(each => each.loading = 'eager')")
    frames: dict[str, Frame] = {}
    for frame in preview.frames[1:]:
        frame.wait_for_url("**/draft/**")
        address = re.sub(r"\A.*?/draft/[^/]+/", "", frame.url)
        frames[address] = frame
        if "/embed/" in address:
            frame.locator("aldaba-form h1, aldaba-form h2, aldaba-form form").first.wait_for()
    assert len(frames) > 40
    yield frames
    context.close()


def measured(page: Frame, colours: dict[str, str] | None, state: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        MEASURE, {"colours": colours, "states": (STATES | HELD)[state]}
    )
    assert found
    return found


def literals(colours: palette.Palette) -> dict[str, str]:
    return {name: str(colour) for name, colour in colours.items()}


@pytest.mark.parametrize("state", STATES)
def test_every_pair_that_is_drawn_is_in_the_table(scenes: dict[str, Frame], state: str) -> None:
    """A theme in which no two colours are alike tells which token stands on which."""
    names = list(palette.light({"brand": Colour(10, 92, 54)}))
    marks = {name: f"#{16 + 9 * place:02x}4{place % 10}80" for place, name in enumerate(names)}
    tokens = {mark: name for name, mark in marks.items()}
    seen = set()
    for scene, page in scenes.items():
        for each in measured(page, marks, state):
            pair = {tokens.get(each["text"]), tokens.get(each["ground"])}
            if None not in pair:
                assert frozenset(pair) in ALLOWED, (scene, pair, each)
                seen.add(frozenset(pair))
    assert len(seen) > 8


@pytest.mark.parametrize("state", STATES)
def test_the_sample_company_can_be_read_everywhere(scenes: dict[str, Frame], state: str) -> None:
    for scene, page in scenes.items():
        for each in measured(page, None, state):
            assert each["ratio"] >= each["needed"] - 0.005, (scene, each)


channel = st.integers(0, 255)
colours = st.builds(Colour, channel, channel, channel)
named = st.fixed_dictionaries(
    {"brand": colours}, optional={name: colours for name in COLOURS if name != "brand"}
)
night = st.fixed_dictionaries({}, optional=dict.fromkeys(COLOURS, colours))


WORST = """themes => {
    const measure = MEASURE;
    return themes.flatMap((colours) => STATES.flatMap((states) => {
        const found = measure({colours, states});
        const worst = found.filter((each) => each.ratio < each.needed - 0.005);
        return found.length ? worst.map((each) => ({...each, states})) : [{what: "nothing"}];
    }));
}""".replace("MEASURE", MEASURE.rstrip().rstrip(";")).replace(
    "STATES", json.dumps([[], HELD["held"]])
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(themes=st.lists(st.tuples(named, night), min_size=5, max_size=5))
def test_whatever_passes_can_be_read_as_a_browser_draws_it(
    scenes: dict[str, Frame], themes: list[tuple[dict[str, Colour], dict[str, Colour]]]
) -> None:
    palettes = []
    for light, dark in themes:
        sheet = sheet_of(light, dark)
        if any(fault.severity == "error" for fault in mend(sheet)):
            sheet = sheet_of({"brand": light["brand"]}, {})
        assert contrast_faults(sheet) == []
        day = palette.light(colours_of(sheet.light))
        palettes += [day, palette.dark(colours_of(sheet.dark), day)]
    page = next(page for name, page in scenes.items() if "/refused/pre-request" in name)
    assert page.evaluate(WORST, [literals(each) for each in palettes]) == []


def sheet_of(light: dict[str, Colour], dark: dict[str, Colour]) -> Stylesheet:
    day, night = (
        ":root { " + "".join(f"--{name}: {colour};" for name, colour in each.items()) + " }"
        for each in (light, dark)
    )
    return read_stylesheet(f"{day} @media (prefers-color-scheme: dark) {{ {night} }}")


def test_the_browsers_arithmetic_is_ours(scenes: dict[str, Frame]) -> None:
    page = next(iter(scenes.values()))
    for each in measured(page, None, "at rest"):
        one, other = (Colour(*bytes.fromhex(each[name][1:])) for name in ("text", "ground"))
        assert each["ratio"] == pytest.approx(contrast(one, other))


PAGE = """<!doctype html><title>x</title>{links}<div id=secret>x</div>
<form class=aldaba><input value=a><input type=checkbox checked><b>b</b><i>i</i></form>"""


def asked_elsewhere(
    browser: Browser, sheets: list[str], policy: str = "", inline: bool = False
) -> set[str]:
    """The addresses of other hosts that a page of ours with these stylesheets asks for."""
    asked: set[str] = set()
    links = "".join(
        f"<style>{css}</style>" if inline else f'<link rel="stylesheet" href="/{place}.css">'
        for place, css in enumerate(sheets)
    )

    def answer(route: Route) -> None:
        url = route.request.url
        if not url.startswith("http://care.test/"):
            asked.add(url)
            route.abort()
        elif url.endswith(".css"):
            css = sheets[int(url.rpartition("/")[2].removesuffix(".css"))]
            route.fulfill(body=css, content_type="text/css")
        elif url.endswith("/"):
            headers = {"content-security-policy": policy} if policy else {}
            body = PAGE.format(links=links)
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(body="", content_type="text/plain")

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto("http://care.test/", wait_until="networkidle")
    page.close()
    return asked


LEAKS = [
    ":root { background: url(//evil.example/a) }",
    "@import url(https://evil.example/b.css);",
    '* { list-style: url("https://evil.example/c") }',
    "b { content: url(https://evil.example/d) }",
    "input { background: image-set('https://evil.example/e' 1x) }",
    "@font-face { font-family: X; src: url(https://evil.example/f.woff2) } * { font-family: X }",
    ":root { --brand: url(https://evil.example/g) } b { background: var(--brand) }",
    "i { cursor: url(https://evil.example/h), auto; mask: url(https://evil.example/i) }",
]


# As a browser would get it; one nested four thousand times stops it from drawing anything.
RAW = LEAKS + [each for each in HOSTILE if "\0" not in each and len(each) < 1000]


def test_without_either_wall_a_hostile_theme_does_reach_another_host(browser: Browser) -> None:
    """The control: a test that can't leak shows nothing."""
    asked = asked_elsewhere(browser, RAW)
    assert len({url.rpartition("/")[2] for url in asked}) >= 6


def test_the_allow_list_alone_keeps_everything_here(browser: Browser) -> None:
    brand = ":root { --brand: #0a5c36 }\n"
    compiled = [
        compile_theme("casa", read_stylesheet(brand + each), AnyFont()).css
        for each in (*LEAKS, *HOSTILE)
    ]
    assert asked_elsewhere(browser, compiled) == set()
    assert asked_elsewhere(browser, compiled, inline=True) == set()


def test_the_policy_alone_keeps_everything_here(browser: Browser) -> None:
    assert asked_elsewhere(browser, RAW, PAGE_POLICY) == set()
