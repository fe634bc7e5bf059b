"""A rendered fragment as a tree of lines, for pages that let no HTML be parsed: an embed's script
turns it into elements (`widget/build.js`).

A line is a node:

    tag⇥name=value⇥name    opens an element below the one that is open
    '                      adds the next text
    <                      closes an element, as often as it stands before a node

After an empty line come values, each for an attribute that ends with `=`, and after another one the
texts, all with tabs between them: apart from each other they take fewer bytes when compressed.

What the reader can tell by itself is left out: `^` in a value is the name of the field around it
(`data-field`), a label without `for` names the control before it, an `svg` has what every icon
has (`pages/icons.html`), and a message that says nothing is made when it does (`problems.js`).
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ADDRESSES = {"action", "data-photos", "data-upload", "formaction", "href", "src", "srcset"}
CLOSED = "\0"
TEXT = "'"
APART = {"data-asks", "data-field", "value"}  # attributes whose values are seldom the same
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
    writer = _Writer(parser.left_out)
    nodes = "\n".join(node for child in parser.open[0].children for node in writer.nodes(child))
    lines = nodes.replace(f"{CLOSED}\n", CLOSED).rstrip(f"\n{CLOSED}").replace(CLOSED, "<")
    return "\n\n".join((lines, "\t".join(writer.values), "\t".join(writer.texts)))


class _Parser(HTMLParser):
    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.base_url = base_url
        self.left_out: set[str] = set()  # ids of messages

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
            element = self.open.pop()
            children = element.children
            if children and isinstance(children[-1], str):
                children[-1] = children[-1].rstrip()
            if not children and {"data-message", "hidden"} <= element.attributes.keys():
                self.open[-1].children.remove(element)
                self.left_out.add(element.attributes["id"])

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


class _Writer:
    """Writes nodes as lines, and what goes apart from them; nothing refers to ids `left_out`."""

    def __init__(self, left_out: set[str]) -> None:
        self.left_out = left_out
        self.values: list[str] = []
        self.texts: list[str] = []

    def nodes(self, node: Element | str) -> Iterator[str]:
        if isinstance(node, str):
            self.texts.append(node)
            yield TEXT
            return
        said = (self.attribute(node.field, *pair) for pair in node.attributes.items())
        yield "\t".join((node.tag, *filter(None, said)))
        for child in node.children:
            yield from self.nodes(child)
        yield CLOSED

    def attribute(self, field: str, name: str, value: str) -> str:
        value = re.sub(r"\s+", " ", value)
        if name == "aria-describedby":
            value = " ".join(part for part in value.split() if part not in self.left_out)
            if not value:
                return ""
        if field and name != "data-field":
            value = re.sub(rf"(?<![\w.]){re.escape(field)}(?![\w.])", "^", value)
        if value and name in APART:
            self.values.append(value)
            return f"{name}="
        return f"{name}={value}" if value else name
