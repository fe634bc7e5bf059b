"""A company that names no colours: its form takes those of the page around it, where they are known
and can be read by the server's own table of pairs. Many pages stand in one, each in a box."""

from random import Random
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, expect
from tests.widget.host import GUEST, THEMES, Site, script, settled, tag

from aldaba.app import base_forms
from aldaba.themes import Theme, Themes, palette
from aldaba.themes.colours import BLACK, Colour, contrast
from aldaba.themes.pairs import PAIRS

FORM = f"{GUEST}/pre-request"
DEFAULT = palette.light({})
NIGHT = palette.dark({}, DEFAULT)
# What a form is drawn with, as the browser resolves it.
DRAWN = """element => {
    const names = NAMES;
    const place = element.shadowRoot.lastElementChild, style = getComputedStyle(place);
    const paper = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const drawn = name => {
        paper.fillStyle = style.getPropertyValue(name).trim();
        paper.fillRect(0, 0, 1, 1);
        return [...paper.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const said = names.filter(name => style.getPropertyValue("--a-" + name)); // others come later
    const colours = said.map(name => [name, drawn("--a-" + name)]);
    return {colours: Object.fromEntries(colours), scheme: style.colorScheme,
        font: style.getPropertyValue("--a-font-body"), size: style.fontSize};
}""".replace("NAMES", str(sorted(DEFAULT)))
BODY = "<style>body { font: 1rem Georgia; color: #2b2622 } a { color: #7c3218 }</style>"
LINKS = '<nav><a href="#a">One</a> <a href="#b">Two</a> <a href="#c" class="btn">Three</a></nav>'

# A box's style (`|` before that of a box in it), and the surface and text that are taken (None: the
# default).
BOXES: dict[str, tuple[str, str | None, str | None]] = {
    "plain": ("background: #fff", "#ffffff", "#2b2622"),
    "tinted": ("background: #f4efe6; color: #33291f", "#f4efe6", "#33291f"),
    "dark": ("background: #10151c; color: #dfe6ee", "#10151c", "#dfe6ee"),
    "a colour of another space": ("background: oklch(1 0 0); color: #123456", "#ffffff", "#123456"),
    "half transparent": (
        "background: #fff | background: rgb(0 0 0 / .9); color: #fff",
        "#1a1a1a",
        "#ffffff",
    ),
    "faint over nothing": ("background: rgb(0 0 0 / .9); color: #fff", None, "#ffffff"),
    "an image further out": ("background: url(data:,x) | color: #222", None, "#222222"),
    "faint ink": ("background: #fff; color: rgb(0 0 0 / .8)", "#ffffff", "#333333"),
    "an image": ("background: #10151c url(data:image/gif;base64,x); color: #222", None, "#222222"),
    "a gradient": ("background: linear-gradient(red, blue); color: #222", None, "#222222"),
    "a gradient by night": (
        "background: linear-gradient(#000, #222); color: #eee",
        None,
        "#eeeeee",
    ),
    "nothing": ("color: #222", None, "#222222"),
    "ink that can't be read": ("background: #fff; color: #999", "#ffffff", None),
    "ink like the paper": ("background: #10151c; color: #10151c", "#10151c", None),
    "middle grey": ("background: #808080; color: #fff", "#808080", "#000000"),
}


@pytest.fixture(scope="module")
def themes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Theme]:
    """The sample companies'."""
    shelf = Themes(THEMES, tmp_path_factory.mktemp("kept"), base_forms())
    return {name: theme for name in shelf.names() if (theme := shelf.get(name))}


def hex_of(channels: list[int]) -> str:
    return str(Colour(*channels))


def look(form: Locator) -> dict[str, Any]:
    """The look of an `aldaba-form`, once it has taken the page's."""
    expect(form.locator("form")).to_be_visible()
    form.page.evaluate(
        "() => new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)))"
    )
    return dict(form.evaluate(DRAWN))


def check(drawn: dict[str, Any]) -> None:
    """Every pair of the table can be read."""
    colours = {name: Colour(*channels) for name, channels in drawn["colours"].items()}
    for text, grounds, needed in PAIRS:
        for ground in grounds:
            if {text, ground} <= colours.keys():
                assert contrast(colours[text], colours[ground]) >= needed, (text, ground, drawn)


def boxed(style: str, number: int) -> str:
    """A form in a box, or in a box in a box."""
    inner = tag(FORM)
    for each in reversed(style.split("|")):
        inner = f'<div style="{each}">{inner}</div>'
    return f'<section id="b{number}">{inner}</section>'


def test_it_takes_what_is_known_of_the_page_and_can_be_read(site: Site) -> None:
    boxes = "".join(boxed(style, number) for number, (style, _, _) in enumerate(BOXES.values()))
    site.show(script(FORM) + LINKS + boxes, head=BODY)
    for number, (name, (_, surface, text)) in enumerate(BOXES.items()):
        drawn = look(site.page.locator(f"#b{number} aldaba-form"))
        check(drawn)
        night = contrast(Colour(*drawn["colours"]["surface"]), BLACK) < 5.3
        base = NIGHT if night else DEFAULT
        assert drawn["scheme"] == ("dark" if night else "light"), name
        assert hex_of(drawn["colours"]["surface"]) == (surface or str(base["surface"])), name
        assert hex_of(drawn["colours"]["on-surface"]) == (text or str(base["on-surface"])), name
        assert drawn["font"].startswith("Georgia,system-ui"), name
    assert hex_of(look(site.page.locator("#b0 aldaba-form"))["colours"]["brand"]) == "#7c3218"
    assert site.faults == []


def test_whatever_the_page_is_painted_in_can_be_read(site: Site) -> None:
    dice = Random(6)
    painted = [Colour(*dice.randbytes(3)) for _ in range(120)]
    pages = list(zip(painted[::2], painted[1::2], strict=True))
    boxes = "".join(
        boxed(f"background: {surface}; color: {text}", number)
        for number, (surface, text) in enumerate(pages)
    )
    accent = f'<a class="btn" style="background: {painted[7]}" href="#">Go</a>'
    site.show(script(FORM) + boxes + accent, head=BODY)
    look(site.page.locator("aldaba-form").last)
    drawn = site.page.locator("aldaba-form").evaluate_all(f"all => all.map({DRAWN})")
    for each, (surface, text) in zip(drawn, pages, strict=True):
        check(each)
        assert hex_of(each["colours"]["surface"]) == str(surface)
        taken = hex_of(each["colours"]["on-surface"]) == str(text)
        assert taken == (contrast(surface, text) >= 4.5) or contrast(surface, text) < 5.5
    assert site.faults == []


def test_a_page_that_nobody_styled_gets_the_default(site: Site) -> None:
    site.show(script(FORM) + LINKS.replace("btn", "") + "<button>Go</button>" + tag(FORM))
    drawn = look(site.page.locator("aldaba-form"))
    check(drawn)
    assert hex_of(drawn["colours"]["brand"]) == str(DEFAULT["brand"])
    assert drawn["font"].startswith("system-ui")
    assert drawn["scheme"] == "light"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_a_page_that_turns_dark(site: Site, scheme: Literal["light", "dark"]) -> None:
    site.page.emulate_media(color_scheme=scheme)
    turns = ".night { background: #10151c; color: #dfe6ee } body { background: #fff }"
    site.show(script(FORM) + tag(FORM), head=f"{BODY}<style>{turns}</style>")
    form = site.page.locator("aldaba-form")
    assert look(form)["scheme"] == "light"  # as the page is, whatever the device prefers
    site.page.evaluate("document.body.className = 'night'")
    drawn = look(form)
    check(drawn)
    assert (drawn["scheme"], hex_of(drawn["colours"]["surface"])) == ("dark", "#10151c")


def test_nothing_moves_and_nothing_is_thrown(site: Site) -> None:
    watch = """<script>window.shifts = []; new PerformanceObserver(list => list.getEntries()
        .forEach(each => shifts.push(each.value))).observe({type: "layout-shift", buffered: true});
        if (location.hash) window.getComputedStyle = () => { throw new Error("mine"); };</script>"""
    rule = "aldaba-form { display: block; min-height: 3000px } body { background: #f4efe6 }"
    site.show(script(FORM) + tag(FORM), head=f"{watch}{BODY}<style>{rule}</style>")
    drawn = look(site.page.locator("aldaba-form"))
    assert hex_of(drawn["colours"]["surface"]) == "#f4efe6"
    settled(site.page)
    assert sum(site.page.evaluate("shifts")) == 0
    site.page.goto("about:blank")
    site.open(f"{site.host.origin}/#broken")
    expect(site.page.locator("aldaba-form form")).to_be_visible()
    assert site.faults == []
    assert [said for said in site.told if "mine" in said]


ACCENTS = {"bootstrap": "#0d6efd", "plain": "#7c3218"}
FORMS = (FORM, "horizonte/pre-request", "norte/pre-request")
ADDED = """([service, forms]) => {
    for (const form of forms.filter(each => !document.querySelector(`[form="${each}"]`))) {
        const make = tag => document.createElement(tag);
        const [script, element] = [make("script"), make("aldaba-form")];
        script.src = `${service}/e/${form}.js`;
        element.setAttribute("form", form);
        document.querySelector("main, body").append(script, element);
    }
}"""


@pytest.mark.parametrize(
    "folder", ["plain", "bootstrap", "bulma", "wordpress", "busy", "hostile", "strict-csp"]
)
def test_on_every_kind_of_host_each_look_can_be_read_and_stays_its_own(
    site: Site, examples: str, themes: dict[str, Theme], folder: str
) -> None:
    for scheme in ("light", "dark"):
        site.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        site.open(f"{examples}/{folder}/")
        first = site.page.locator("aldaba-form").first
        expect(first.locator("form")).to_be_visible()
        before = first.evaluate(DRAWN)
        site.page.evaluate(ADDED, [site.service, FORMS])
        drawn = {form: look(site.page.locator(f"aldaba-form[form='{form}']")) for form in FORMS}
        for each in drawn.values():
            check(each)
        for form in FORMS[1:]:
            theme = themes[form.partition("/")[0]]
            own = theme.dark if scheme == "dark" else theme.light
            brand = hex_of(drawn[form]["colours"]["brand"])
            assert (brand, drawn[form]["font"]) == (own["brand"], own["font-body"])
        if accent := ACCENTS.get(folder):
            assert hex_of(drawn[FORM]["colours"]["brand"]) == accent
        assert first.evaluate(DRAWN) == before
    assert site.faults == []
