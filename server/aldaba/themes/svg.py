"""An SVG logo, written again from a list of what a drawing needs.

An SVG that is opened on its own is a document: scripts, styles, foreign content and references to
other places must not come through, so nothing is copied that is not listed here.
"""

import re
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from aldaba.themes.fault import Fault

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink "
ELEMENTS = set(
    """
    svg g defs title desc path rect circle ellipse line polyline polygon text tspan clipPath mask
    linearGradient radialGradient stop symbol use
    """.split()  # noqa: SIM905 - a list of words reads better
)
ATTRIBUTES = set(
    """
    aria-label class clip-path clip-rule clipPathUnits cx cy d dx dy fill fill-opacity fill-rule
    font-family font-size font-weight fx fy gradientTransform gradientUnits height href id
    letter-spacing mask maskUnits offset opacity points preserveAspectRatio r role rx ry
    spreadMethod stop-color stop-opacity stroke stroke-dasharray stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-anchor transform viewBox width x x1 x2
    y y1 y2
    """.split()  # noqa: SIM905 - a list of words reads better
)
DROPPED = ("version", "http://www.w3.org/XML/1998/namespace space")
TRANSFORMS = ("transform", "gradientTransform")
PAINT = re.compile(r"(url\(#[\w-]+\)|rgba?\([0-9.,%/ ]+\))\Z")
HREF = re.compile(r"#[\w-]+\Z")


def redraw(file: str, source: bytes) -> bytes | list[Fault]:
    """The drawing of `source` written anew, or a fault for each thing in it that no logo needs."""
    drawing = _Drawing(file)
    try:
        drawing.parser.Parse(source, True)
    except ExpatError:
        drawing.refuse("this is not XML")
    except _DoctypeError:
        drawing.refuse("take the DOCTYPE away: it can hold other files and endless entities")
    return drawing.faults or "".join(drawing.written).encode()


class _DoctypeError(Exception):
    """Ends the parse before any entity is declared."""


class _Drawing:
    """Takes the parser's events and writes what is listed."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.written: list[str] = []
        self.faults: list[Fault] = []
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text

    def refuse(self, message: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.faults.append(Fault(self.file, line, column, message))

    def _doctype(self, *_: object) -> None:
        raise _DoctypeError

    def _open(self, name: str, given: dict[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        if namespace != NAMESPACE or element not in ELEMENTS:
            self.refuse(f"<{element[:40]}> has no place in a logo; export it as plain SVG")
            return
        attributes = [f'xmlns="{NAMESPACE}"'] if not self.written else []
        for attribute, value in given.items():
            kept = attribute.removeprefix(XLINK)
            if kept in ATTRIBUTES and _harmless(kept, value):
                attributes.append(f"{kept}={quoteattr(value)}")
            elif attribute not in DROPPED:
                self.refuse(f"{kept[:40]} has no place here; export the logo as plain SVG")
        self.written.append(f"<{' '.join([element, *attributes])}>")

    def _close(self, name: str) -> None:
        namespace, _, element = name.rpartition(" ")
        if namespace == NAMESPACE and element in ELEMENTS:
            self.written.append(f"</{element}>")

    def _text(self, text: str) -> None:
        if self.written:
            self.written.append(escape(text))


def _harmless(attribute: str, value: str) -> bool:
    """Whether the value stays within the drawing: `href="#a"`, `fill="url(#a)"`."""
    if attribute == "href":
        return bool(HREF.match(value))
    return "(" not in value or attribute in TRANSFORMS or bool(PAINT.match(value))
