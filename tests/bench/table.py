"""What the benchmark prints: one table of budgets, figures and verdicts."""

from collections.abc import Iterable
from typing import NamedTuple

HEADINGS = ("what", "budget", "figure", "verdict", "absolute figures, not judged")


class Row(NamedTuple):
    """One line of the table. `verdict` is met, NOT MET, information, or why it is not measurable
    yet; `absolute` are the figures that the ratio was made of."""

    what: str
    budget: str
    figure: str
    verdict: str
    absolute: str = ""


def at_least(what: str, budget: float, figure: float, unit: str = "%", absolute: str = "") -> Row:
    """A figure that must not be smaller than its budget."""
    return _judged(what, "≥", budget, figure, unit, absolute, met=figure >= budget)


def at_most(what: str, budget: float, figure: float, unit: str = "×", absolute: str = "") -> Row:
    """A figure that must not be larger than its budget."""
    return _judged(what, "≤", budget, figure, unit, absolute, met=figure <= budget)


def information(what: str, figure: float, unit: str = "×", absolute: str = "") -> Row:
    """A figure without a budget."""
    return Row(what, "", _said(figure, unit), "information", absolute)


def not_yet(what: str, budget: str, why: str) -> Row:
    """A budget whose subject does not exist yet."""
    return Row(what, budget, "", f"not measurable yet: {why}")


def printed(rows: Iterable[Row]) -> str:
    """The table as text, a line each, columns aligned."""
    lines = [HEADINGS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (HEADINGS, rule, *rows)
    )


ABOUT = """# What it costs

Written by `make bench` (`python -m tests.bench --write`); not by hand. {machine}.

Each figure is a ratio of two things that ran in turn on the same machine, the median of five
rounds. Absolute figures depend on the machine and are not judged. How each was measured stands in
`tests/bench/`.

"""


def document(rows: Iterable[Row], machine: str) -> str:
    """The table as Markdown, under a heading that says where it was measured."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *rows]
    table = (f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
    return ABOUT.format(machine=machine) + "\n".join(table) + "\n"


def _judged(
    what: str, sign: str, budget: float, figure: float, unit: str, absolute: str, *, met: bool
) -> Row:
    verdict = "met" if met else "NOT MET"
    return Row(what, f"{sign} {_said(budget, unit)}", _said(figure, unit), verdict, absolute)


def _said(figure: float, unit: str) -> str:
    return f"{figure:,.0f} {unit}" if figure >= 20 else f"{figure:.2f} {unit}"
