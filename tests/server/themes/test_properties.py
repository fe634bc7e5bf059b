"""Whatever is written: what a theme says is what comes out, and nothing else does."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.server.themes.test_stylesheet import BRAND, HOSTILE, OUTPUT, AnyFont

from aldaba.themes.compiler import compile_theme
from aldaba.themes.stylesheet import read_stylesheet
from aldaba.themes.tokens import COLOURS

channel = st.integers(0, 255)
solid = st.builds("#{:02x}{:02x}{:02x}".format, channel, channel, channel)
length = st.one_of(
    st.builds("{}px".format, st.integers(0, 64)),
    st.builds("{}.{}em".format, st.integers(0, 3), st.integers(1, 9)),
)
family = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,12}( [A-Z][a-z]{1,8})?", fullmatch=True)
PIECES = [piece for each in HOSTILE for piece in (each, each[:20], each[-20:]) if len(each) < 200]


@settings(max_examples=60, deadline=None)
@given(
    light=st.dictionaries(st.sampled_from(sorted(COLOURS)), solid),
    dark=st.dictionaries(st.sampled_from(sorted(COLOURS)), solid),
    radius=length,
    families=st.lists(family, min_size=1, max_size=4),
)
def test_a_theme_reads_back_as_it_was_written(
    light: dict[str, str], dark: dict[str, str], radius: str, families: list[str]
) -> None:
    light = {"brand": "#0a5c36"} | light
    stack = ", ".join(f'"{each}"' for each in families)
    said = "".join(f"--{name}: {value};" for name, value in light.items())
    night = "".join(f"--{name}: {value};" for name, value in dark.items())
    source = (
        f":root {{ {said} --radius: {radius}; --font-body: {stack} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {night} }} }}"
    )
    sheet = read_stylesheet(source)
    assert sheet.faults == []
    compiled = compile_theme("casa", sheet, AnyFont())
    assert {name: compiled.light[name] for name in light} == light
    assert {name: compiled.dark[name] for name in dark} == dark
    assert compiled.light["radius"] == radius
    assert all(f'"{each}"' in compiled.light["font-body"] for each in families)
    assert OUTPUT.match(compiled.css), compiled.css


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_whatever_is_pasted_together_only_our_own_grammar_comes_out(source: str) -> None:
    compiled = compile_theme("casa", read_stylesheet(BRAND + source), AnyFont())
    assert OUTPUT.match(compiled.css), compiled.css


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_brings_the_reader_down(source: str) -> None:
    for fault in read_stylesheet(source).faults:
        assert str(fault).isprintable()
        assert fault.line >= 1
        assert fault.column >= 1
