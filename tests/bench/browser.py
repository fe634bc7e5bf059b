"""What the embed costs the page that it stands in, on a slow phone: Chromium, 412 × 823, CPU 4 ×
slower, 562.5 ms of latency, 1,474 kbit/s, an empty cache. Pages are opened in turn, nine times
each.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from playwright.sync_api import Browser, sync_playwright

from aldaba.app import base_forms
from aldaba.capabilities.intake.snippets import snippets
from aldaba.themes import Themes
from tests.bench.browser_pages import Shown, pages
from tests.bench.load import get, send
from tests.bench.rounds import middle
from tests.bench.service import prepared, serving
from tests.bench.table import Row, at_most, information

ROUNDS = 9
LISTED = "http://localhost:8001"
FORM = "/e/horizonte/pre-request.js?lang=pt-BR"
BITS = {"downloadThroughput": 1_474_000 / 8, "uploadThroughput": 675_000 / 8}
NETWORK = {"offline": False, "latency": 562.5, **BITS}
SETTLED = 1500  # milliseconds after it can be used: fonts come, late tasks run
WATCH = """
window.seen = {ready: 0, first: 0, shift: 0, long: [], moved: []};
const seen = window.seen, watch = (type, take) => new PerformanceObserver(
  list => list.getEntries().forEach(take)).observe({type, buffered: true});
watch("paint", each => { if (each.name === "first-contentful-paint") seen.first = each.startTime });
watch("layout-shift", each => { if (!each.hadRecentInput) seen.shift += each.value });
watch("longtask", each => seen.long.push(each.duration));
const look = () => {
  if (document.body && (READY)) setTimeout(() => { seen.ready = performance.now() });
  else requestAnimationFrame(look);
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
    theme = Themes(folder / "themes", folder / "compiled", base_forms())
    horizonte = theme.get("horizonte")
    assert horizonte is not None
    form = theme.form(horizonte, "pre-request", "pt-BR")
    with serving(folder) as server:
        lines = snippets(f"http://127.0.0.1:{server.port}", horizonte, form)
        size = len(send(server.port, [get(FORM, "Accept-Encoding: br")], 1).body)
        with pages(lines["lines"], lines["height"], size) as (site, shown):
            file = folder / "themes" / "horizonte" / "tenant.toml"
            file.write_text(file.read_text("utf-8").replace(LISTED, site.origin("localhost")))
            visits = _visited(shown, max(3, round(ROUNDS * share)))
    yield from _judged(visits, size)


def _visited(shown: dict[str, Shown], rounds: int) -> dict[str, list[Visit]]:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = str(own) if own.exists() else shutil.which("chromium")
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
        script=script * 1000,
        longest=max(seen["long"], default=0),
        shift=seen["shift"],
        first_paint=seen["first"],
    )


def _judged(visits: dict[str, list[Visit]], size: int) -> Iterator[Row]:
    def of(name: str, figure: Callable[[Visit], float]) -> float:
        return middle(figure(visit) for visit in visits[name])

    def apart(name: str, figure: Callable[[Visit], float]) -> float:
        """Beyond the page with nothing, round by round."""
        pairs = zip(visits[name], visits["blank"], strict=True)
        return middle(figure(visit) - figure(blank) for visit, blank in pairs)

    ours = "the pre-request in the browser"
    waits = {name: apart(name, lambda visit: visit.ready) for name in visits}
    said = ", ".join(f"{name} {waits[name]:,.0f} ms" for name in ("one", "ours"))
    yield at_most(f"{ours}: bytes", 6000, size, "bytes")
    yield at_most(f"{ours}: requests until it can be used", 1, of("ours", _requests), "")
    ratio = waits["ours"] / waits["one"]
    yield at_most(f"{ours}: time to use, against one request", 1.1, ratio, absolute=said)
    yield at_most(f"{ours}: script", 60, apart("ours", lambda each: each.script), "ms")
    longest = max(visit.longest for visit in visits["ours"])
    yield at_most(f"{ours}: longest task", 50, longest, "ms", _tasks(visits["blank"]))
    yield at_most(f"{ours}: layout shift", 0, max(each.shift for each in visits["ours"]), "")
    paints = {name: of(name, lambda each: each.first_paint) for name in ("blank", "ours")}
    noise = max(each.first_paint for each in visits["blank"]) - paints["blank"]
    later = paints["ours"] - paints["blank"]
    yield at_most(f"{ours}: host's first paint later", noise, later, "ms", _said(paints))
    for name in ("SurveyJS", "form.io"):
        yield information(
            f"{name}, six questions: time to use against ours",
            waits[name] / waits["ours"],
            absolute=f"{of(name, _bytes):,.0f} bytes, {of(name, _requests):.0f} requests,"
            f" {waits[name]:,.0f} ms, script {apart(name, lambda each: each.script):,.0f} ms,"
            f" longest task {max(each.longest for each in visits[name]):,.0f} ms,"
            f" shift {of(name, lambda each: each.shift):.2f}, first paint"
            f" {apart(name, lambda each: each.first_paint):+,.0f} ms",
        )


def _requests(visit: Visit) -> float:
    return visit.requests


def _bytes(visit: Visit) -> float:
    return visit.bytes


def _tasks(visits: Sequence[Visit]) -> str:
    return f"of the page with nothing {max(visit.longest for visit in visits):,.0f} ms"


def _said(paints: dict[str, float]) -> str:
    return ", ".join(f"{name} {paint:,.0f} ms" for name, paint in paints.items())
