"""With the lines and the rule of the install page nothing that somebody looks at moves: on a first
visit, when the company's fonts come late, and on a later one, when the cache has them."""

import pytest
from playwright.sync_api import Browser, expect
from tests.widget.asked import Mailed
from tests.widget.host import Host, Site, settled

from aldaba.capabilities.intake.snippets import snippets
from aldaba.web.deployment import Deployment

WATCH = """
window.moved = [];
new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) moved.push([each.value,
    ...each.sources.map(({currentRect}) => JSON.stringify(currentRect))]);
}).observe({type: "layout-shift", buffered: true});
"""
HEAD = """<meta name="viewport" content="width=device-width"><style>
body { margin: 0 auto; padding: 1em; max-width: 40em; font: 16px/1.5 sans-serif }
HEIGHT</style>"""
TEXT = "<h1>Assistência</h1><p>" + "Apartments in the old town, built to be lived in. " * 6 + "</p>"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["pre-request", "survey"])
@pytest.mark.parametrize(("tenant", "language"), [("horizonte", "pt-BR"), ("norte", "es")])
def test_nothing_moves_whether_the_fonts_are_at_hand_or_not(
    browser: Browser,
    running: Deployment,
    host: Host,
    mailed: Mailed,
    width: int,
    name: str,
    tenant: str,
    language: str,
) -> None:
    theme = running.themes.get(tenant)
    assert theme is not None
    form = running.themes.form(theme, name, language)
    lines = snippets(running.settings.base_url, theme, form)
    token = mailed("survey", tenant, language) if name == "survey" else ""
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.add_init_script(WATCH)
    site = Site(page, host, running.settings.base_url, [], [])
    for visit in range(2):  # the first one fills the cache
        site.show(
            TEXT + lines["lines"] + TEXT,
            head=HEAD.replace("HEIGHT", lines["height"]),
            fragment=f"?{visit}#aldaba={token}",
        )
        expect(page.locator("aldaba-form form").first).to_be_visible()
        settled(page)
        page.evaluate("new Promise(requestAnimationFrame)")
        assert page.evaluate("moved") == []
    page.close()
