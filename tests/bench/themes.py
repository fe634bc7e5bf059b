"""What it takes to check and compile a theme, against the parse alone that it can't do without."""

import time
from collections.abc import Callable
from statistics import median

import tinycss2

from aldaba.app import base_forms
from aldaba.themes.compiler import compile_theme
from aldaba.themes.contrast import contrast_faults
from aldaba.themes.load import load_folder
from aldaba.themes.stylesheet import read_stylesheet
from tests.bench.rounds import ROUNDS
from tests.bench.service import ROOT
from tests.bench.table import Row, information


def compile_row() -> Row:
    """Horizonte's stylesheet checked, measured and compiled against tinycss2's parse of it."""
    folder, forms = ROOT / "themes" / "horizonte", base_forms()
    source = (folder / "theme.css").read_text("utf-8")
    theme, _ = load_folder(folder, forms)
    assert theme

    def compiled() -> None:
        sheet = read_stylesheet(source)
        assert not contrast_faults(sheet)
        compile_theme("horizonte", sheet, theme.assets)

    def parsed() -> None:
        for rule in tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True):
            tinycss2.parse_blocks_contents(rule.content or [])

    rounds = [(_cpu(compiled, 20), _cpu(parsed, 200)) for _ in range(ROUNDS)]
    ours, theirs = (median(each) for each in zip(*rounds, strict=True))
    whole = median(_cpu(lambda: load_folder(folder, forms), 3) for _ in range(ROUNDS))
    absolute = (
        f"{ours * 1e3:.1f} against {theirs * 1e3:.2f} ms CPU; the whole folder {whole * 1e3:.0f}"
    )
    return information(
        "a theme.css compiled against tinycss2's parse", ours / theirs, "×", absolute
    )


def _cpu(act: Callable[[], object], times: int) -> float:
    """Seconds of this process for one of them."""
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times
