"""What the embed costs the page that it stands in, on a slow phone: Chromium, 412 × 823, CPU 4 ×
slower, 562.5 ms of latency, 1,474 kbit/s, an empty cache. Pages are opened in turn, nine times
each.

A page can be used when its first field has been painted: whether it is there is asked in each
frame, and the moment noted in the task after it. What the asking takes is no script of the page's
(some 20 ms until a form is there), and asking for its size would have it laid out in script's name.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from playwright.sync_api import Browser, sync_playwright

from aldaba.app import base_forms, deployed
from aldaba.capabilities.intake.snippets import snippets
from aldaba.settings import read
from aldaba.storage.migrate import migrate
from aldaba.themes import Themes
from tests.bench.browser_pages import Pasted, Shown, pages
from tests.bench.load import get, send
from tests.bench.rounds import middle
from tests.bench.service import CORES, Server, environment, pinned, prepared, serving
from tests.bench.table import Row, at_most, information
from tests.widget.asked import link_about_work

ROUNDS = 9
LISTED = "http://localhost:8001"
BYTES = {"survey": 5000, "pre-request": 6000}
BITS = {"downloadThroughput": 1_474_000 / 8, "uploadThroughput": 675_000 / 8}
NETWORK = {"offline": False, "latency": 562.5, **BITS}
SETTLED = 1500  # milliseconds after it can be used: fonts come, late tasks run
WATCH = """
window.seen = {ready: 0, first: 0, shift: 0, long: [], asking: 0};
const seen = window.seen, watch = (type, take) => new PerformanceObserver(
  list => list.getEntries().forEach(take)).observe({type, buffered: true});
watch("paint", each => { if (each.name === "first-contentful-paint") seen.first = each.startTime });
watch("layout-shift", each => { if (!each.hadRecentInput) seen.shift += each.value });
watch("longtask", each => seen.long.push(each.duration));
const look = () => {
  const began = performance.now();
  if (document.body && (READY)) setTimeout(() => { seen.ready = performance.now() });
  else requestAnimationFrame(look);
  seen.asking += performance.now() - began;
};
look();
"""


class Visit(Struct, frozen=True):
    """One visit of a page. Times in milliseconds; `loaded` is when the page itself was there."""

    bytes: int
    requests: int
    loaded: float
    ready: float
    script: float
    longest: float
    shift: float
    first_paint: float


def browser_rows(folder: Path, share: float) -> Iterator[Row]:
    """The lines of the table about the customer's browser."""
    prepared(folder)
    token = _mailed(folder)
    theme = Themes(folder / "themes", folder / "compiled", base_forms())
    with serving(folder) as server:
        ours = {
            "survey": _pasted(server, theme, "survey", f"#aldaba={token}"),
            "pre-request": _pasted(server, theme, "pre-request", ""),
        }
        with pages(ours) as (site, shown):
            file = folder / "themes" / "horizonte" / "tenant.toml"
            file.write_text(file.read_text("utf-8").replace(LISTED, site.origin("localhost")))
            visits = _visited(shown, max(3, round(ROUNDS * share)))
    for name, pasted in ours.items():
        yield from _judged(visits, name, pasted.size)
    yield from _peers(visits)


def _mailed(folder: Path) -> str:
    """A link to a survey, as a customer gets it."""
    settings = read(environment(folder, 80) | {"ALDABA_MAIL_URL": f"folder:{folder / 'mail'}"})
    migrate(settings.database_url)
    with deployed(settings) as deployment:
        return link_about_work(deployment, "survey")


def _pasted(server: Server, themes: Themes, name: str, fragment: str) -> Pasted:
    """Horizonte's form `name` as its webmaster pastes it."""
    horizonte = themes.get("horizonte")
    assert horizonte is not None
    form = themes.form(horizonte, name, "pt-BR")
    lines = snippets(f"http://127.0.0.1:{server.port}", horizonte, form)
    script = get(f"/e/horizonte/{name}.js?lang=pt-BR", "Accept-Encoding: br")
    size = len(send(server.port, [script], 1).body)
    return Pasted(lines["lines"], lines["height"], size, fragment)


def _visited(shown: dict[str, Shown], rounds: int) -> dict[str, list[Visit]]:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = str(own) if own.exists() else shutil.which("chromium")
        with pinned(CORES):  # on one alone its compositor would stand in its script's way
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        visits: dict[str, list[Visit]] = {name: [] for name in shown}
        for turn in range(rounds + 1):
            for name, page in shown.items():
                visit = _visit(browser, page)
                if turn:  # the first one warms up
                    visits[name].append(visit)
        browser.close()
    return visits


def _visit(browser: Browser, shown: Shown) -> Visit:
    context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True)
    page = context.new_page()
    asked: dict[str, int] = {}
    devtools = context.new_cdp_session(page)
    devtools.on(
        "Network.loadingFinished",
        lambda told: asked.update({told["requestId"]: told["encodedDataLength"]}),
    )
    documents = []
    devtools.on(
        "Network.responseReceived",
        lambda told: documents.append(told["requestId"]) if told["type"] == "Document" else None,
    )
    for domain in ("Network", "Performance"):
        devtools.send(f"{domain}.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH.replace("READY", shown.ready))
    page.goto(shown.address, wait_until="domcontentloaded")
    page.wait_for_function("window.seen.ready", timeout=60_000)
    fetched = {each: size for each, size in asked.items() if each not in documents}
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate("window.seen")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    script = next(each["value"] for each in metrics if each["name"] == "ScriptDuration")
    context.close()
    return Visit(
        bytes=sum(fetched.values()),
        requests=len(fetched),
        loaded=loaded,
        ready=seen["ready"],
        script=script * 1000 - seen["asking"],
        longest=max(seen["long"], default=0),
        shift=seen["shift"],
        first_paint=seen["first"],
    )


def _judged(visits: dict[str, list[Visit]], name: str, size: int) -> Iterator[Row]:
    own, one = visits[name], visits[f"one {name}"]
    ours = f"the {name} in the browser"
    wait, least = (_apart(visits, each, _ready) for each in (name, f"one {name}"))
    yield at_most(f"{ours}: bytes", BYTES[name], size, "bytes")
    asked = middle(each.requests for each in own)
    yield at_most(f"{ours}: requests until it can be used", 1, asked, "")
    said = (
        f"{wait:,.0f} ms beyond the page with nothing, one request of those bytes {least:,.0f} ms"
    )
    yield at_most(f"{ours}: time to use, against one request", 1.1, wait / least, absolute=said)
    script = _apart(visits, name, lambda each: each.script)
    yield at_most(f"{ours}: script", 60, script, "ms")
    longest = max(each.longest for each in own)
    nothing = max(each.longest for each in visits["blank"])
    told = f"of the page with nothing {nothing:,.0f} ms"
    yield at_most(f"{ours}: longest task", 50, longest, "ms", told)
    yield at_most(f"{ours}: layout shift", 0, max(each.shift for each in own), "")
    blank, first = (middle(each.first_paint for each in some) for some in (visits["blank"], own))
    noise = max(each.first_paint for each in visits["blank"]) - blank
    told = f"with nothing {blank:,.0f} ms, ours {first:,.0f} ms, one {_first(one):,.0f} ms"
    yield at_most(f"{ours}: host's first paint later", noise, first - blank, "ms", told)


def _peers(visits: dict[str, list[Visit]]) -> Iterator[Row]:
    ours = _apart(visits, "survey", _ready)
    for name in ("SurveyJS", "form.io"):
        wait = _apart(visits, name, _ready)
        yield information(
            f"{name}, six questions: time to use against our survey",
            wait / ours,
            absolute=f"{middle(each.bytes for each in visits[name]):,.0f} bytes,"
            f" {middle(each.requests for each in visits[name]):.0f} requests, {wait:,.0f} ms,"
            f" script {_apart(visits, name, lambda each: each.script):,.0f} ms,"
            f" longest task {max(each.longest for each in visits[name]):,.0f} ms,"
            f" shift {middle(each.shift for each in visits[name]):.2f},"
            f" first paint {_apart(visits, name, lambda each: each.first_paint):+,.0f} ms",
        )


def _apart(visits: dict[str, list[Visit]], name: str, figure: Callable[[Visit], float]) -> float:
    """Beyond the page with nothing, round by round."""
    pairs = zip(visits[name], visits["blank"], strict=True)
    return middle(figure(visit) - figure(blank) for visit, blank in pairs)


def _ready(visit: Visit) -> float:
    return visit.ready


def _first(visits: list[Visit]) -> float:
    return middle(each.first_paint for each in visits)
