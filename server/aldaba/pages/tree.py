"""A rendered fragment as a tree of lines, for pages that let no HTML be parsed: an embed's script
turns it into elements (`widget/build.js`).

A line is a node:

    tag⇥name=value⇥name    opens an element below the one that is open
    '                      adds the next text
    <                      closes an element, as often as it stands before a node

After an empty line come the texts, with tabs between them: apart from what they stand in they take
fewer bytes when they are compressed.

What the reader can tell by itself is left out: `^` in a value is the name of the field around it
(`data-field`), a label without `for` names the control before it, and an `svg` has what every icon
has (`pages/icons.html`).
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ADDRESSES = {"action", "data-photos", "data-upload", "formaction", "href", "src", "srcset"}
CLOSED = "\0"
TEXT = "'"
SPACE = re.compile(r"[ \t]*\n[ \t\n]+|[ \t]+|\A\n|\n\Z")  # a bare line break is the text's own
ICON = {"class", "viewbox", "aria-hidden"}
ICON_CLASS = "icon"


class Element:
    """`children` are elements and texts; `field` is the name of the field that it stands in."""

    def __init__(self, tag: str, attributes: dict[str, str], field: str = "") -> None:
        self.tag = tag
        self.attributes = attributes
        self.field = attributes.get("data-field", field)
        self.children: list[Element | str] = []


def tree(html: str, base_url: str = "") -> str:
    """The lines of `html`, whose elements are all closed. Addresses on our own site begin with
    `base_url`."""
    parser = _Parser(base_url)
    parser.feed(html)
    parser.close()
    texts: list[str] = []
    nodes = "\n".join(node for child in parser.open[0].children for node in _nodes(child, texts))
    lines = nodes.replace(f"{CLOSED}\n", CLOSED).rstrip(f"\n{CLOSED}").replace(CLOSED, "<")
    return "\n\n".join((lines, "\t".join(texts)))


class _Parser(HTMLParser):
    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.base_url = base_url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1]
        attributes = {name: value or "" for name, value in attrs}
        for name in ADDRESSES & attributes.keys():
            if attributes[name].startswith("/"):
                attributes[name] = self.base_url + attributes[name]
        element = Element(tag, attributes, parent.field)
        _leave_out(element, parent.children[-1] if parent.children else "")
        parent.children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            children = self.open.pop().children
            if children and isinstance(children[-1], str):
                children[-1] = children[-1].rstrip()

    def handle_data(self, data: str) -> None:
        if data.strip():
            siblings = self.open[-1].children
            text = SPACE.sub(" ", data)
            siblings.append(text if siblings else text.lstrip())


def _leave_out(element: Element, before: Element | str) -> None:
    attributes = element.attributes
    if element.tag == "svg":
        for name in ICON & attributes.keys():
            del attributes[name]
    if element.tag == "label" and isinstance(before, Element):
        control = before.tag == "input" and before.attributes.get("id")
        if control and control == attributes.get("for"):
            del attributes["for"], before.attributes["id"]


def _nodes(node: Element | str, texts: list[str]) -> Iterator[str]:
    if isinstance(node, str):
        texts.append(node)
        yield TEXT
        return
    said = (_attribute(node.field, *pair) for pair in node.attributes.items())
    yield "\t".join((node.tag, *said))
    for child in node.children:
        yield from _nodes(child, texts)
    yield CLOSED


def _attribute(field: str, name: str, value: str) -> str:
    value = re.sub(r"\s+", " ", value)
    if field and name != "data-field":
        value = re.sub(rf"(?<![\w.]){field}(?![\w.])", "^", value)
    return f"{name}={value}" if value else name
