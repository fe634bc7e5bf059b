"""A workflow as a small drawing: the states as boxes in columns by how far they are from the first,
the moves as lines that go on to the right. What leads back stands in the table beside it."""

from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from aldaba.themes.workflow import FIRST, Workflow

WIDE, HIGH, GAP, STEP = 196, 40, 64, 56  # of a box; between columns, and from box to box


class Box(Struct, frozen=True):
    """A state where it is drawn: its left and upper edge, in units of the drawing."""

    code: str
    x: int
    y: int


def drawing(workflow: Workflow, labels: Mapping[str, str], title: str) -> str:
    """The SVG of `workflow`, whose states read as `labels` say."""
    columns = _columns(workflow)
    boxes = {
        code: Box(code, 4 + column * (WIDE + GAP), 4 + row * STEP)
        for column, codes in enumerate(columns)
        for row, code in enumerate(codes)
    }
    wide = len(columns) * (WIDE + GAP) - GAP + 8
    high = max(map(len, columns)) * STEP - (STEP - HIGH) + 8
    lines = "".join(
        _line(boxes[code], boxes[target])
        for code, step in workflow.items()
        if code in boxes
        for target in step.to
        if target in boxes and boxes[target].x > boxes[code].x
    )
    drawn = "".join(_box(box, workflow[box.code].final, labels[box.code]) for box in boxes.values())
    return (
        f'<svg class="flow" viewBox="0 0 {wide} {high}" width="{wide}" role="img"'
        f' aria-label="{escape(title)}">{lines}{drawn}</svg>'
    )


def _columns(workflow: Workflow) -> list[Sequence[str]]:
    """The states by their distance from the first one; those that nothing leads to are left out."""
    columns: list[Sequence[str]] = [[FIRST]]
    seen = {FIRST}
    while columns[-1]:
        ahead = [target for code in columns[-1] for target in workflow[code].to]
        columns.append([code for code in dict.fromkeys(ahead) if code not in seen])
        seen |= set(columns[-1])
    return columns[:-1]


def _line(start: Box, end: Box) -> str:
    x, y, to_x, to_y = start.x + WIDE, start.y + HIGH // 2, end.x, end.y + HIGH // 2
    middle = (x + to_x) // 2
    return f'<path d="M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"/>'


def _box(box: Box, final: bool, label: str) -> str:
    kind = ' class="flow__final"' if final else ""
    return (
        f'<g{kind}><rect x="{box.x}" y="{box.y}" width="{WIDE}" height="{HIGH}" rx="8"/>'
        f'<text x="{box.x + WIDE // 2}" y="{box.y + HIGH // 2 + 5}">{escape(label)}</text></g>'
    )
