"""Terms: a Markdown file a language, shown as HTML and kept by the hash of its source."""

import hashlib
import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.theme import Terms

NAMES = ("conditions", "privacy", "acceptance")
REQUIRED = ("conditions", "privacy")
FILE = re.compile(r"terms/([a-z]+)\.([A-Za-z-]+)\.md\Z")

MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "code"]).enable("table")
TAGS = set(
    """
    a blockquote br code em h1 h2 h3 h4 hr li ol p strong table tbody td th thead tr ul
    """.split()  # noqa: SIM905 - a list of words reads better
)
PASTED = {
    0x0B: "\n",  # a line broken by hand
    0x0C: "\n\n",  # a page
    0x2028: "\n",
    0x2029: "\n\n",
} | dict.fromkeys((0x200B, 0x2060, 0xFEFF), "")  # nothing at all, wide or not
ADDRESSES = ("https://", "mailto:", "tel:")


def read_terms(
    files: Files, languages: tuple[str, ...]
) -> tuple[dict[tuple[str, str], Terms], list[Fault]]:
    """The folder's terms by name and language. The required ones are needed in the first of
    `languages`; elsewhere readers see that one."""
    terms: dict[tuple[str, str], Terms] = {}
    faults: list[Fault] = []
    wanted = {f"terms/{name}.{languages[0]}.md" for name in REQUIRED}
    for file in sorted(wanted | {file for file in files if file.startswith("terms/")}):
        name, language = _named(file)
        if name not in NAMES or language not in languages:
            continue
        source = text_of(files, file)
        if isinstance(source, Fault):
            faults.append(source)
        else:
            terms[name, language], found = _read(file, name, language, source)
            faults += found
    return terms, faults


def _named(file: str) -> tuple[str, str]:
    found = FILE.match(file)
    return (found.group(1), found.group(2)) if found else ("", "")


def _read(file: str, name: str, language: str, source: str) -> tuple[Terms, list[Fault]]:
    tokens = MARKDOWN.parse(_pasted(source))
    faults = [
        Fault(file, line, 1, f"{address[:60]}: a link begins with {', '.join(ADDRESSES)}")
        for line, address in _links(tokens)
        if not address.startswith(ADDRESSES)
    ]
    faults += [
        Fault(file, line, column, "HTML is shown as it is written; take it away", "warning")
        for line, column in _html(source)
    ]
    summary = _summary(tokens)
    if not summary:
        advice = "begin with a heading such as ## In short and two or three lines of text"
        faults.append(Fault(file, 1, 1, advice))
    html = _clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))
    digest = hashlib.sha256(source.encode()).hexdigest()
    return Terms(name, language, digest, source, html, summary), faults


def _pasted(source: str) -> str:
    """`source` with what a word processor means by its characters, in Markdown's."""
    text = source.translate(PASTED)
    text = re.sub(r"(?m)^[ \t\u00a0]*[•·▪◦‣–][ \t\u00a0]+", "- ", text)
    return re.sub(r"(?m)^[ \t\u00a0]+(?=[^\s\-*+\d])", "", text)


def _html(source: str) -> Iterator[tuple[int, int]]:
    """Where a line holds something like `<b>`, which is not an address in angle brackets."""
    for number, line in enumerate(source.splitlines(), start=1):
        if found := re.search(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^>]*)?/?>", line):
            yield number, found.start() + 1


def _clean(html: str) -> str:
    """HTML of the tags that terms need; nh3 alone would keep relative and odd addresses."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, _name, value: value if value.startswith(ADDRESSES) else None,
        url_schemes={"https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def _links(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Line, from 1, and address of each link."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield (token.map or [0])[0] + 1, str(child.attrs["href"])


def _summary(tokens: list[Token]) -> str:
    """The plain text of the first heading's section that has any, one paragraph a line."""
    paragraphs: list[str] = []
    heading = False
    for token in tokens:
        if token.type == "heading_open":
            if paragraphs:
                break
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.type == "inline" and not heading:
            paragraphs.append(_plain(token))
    return "\n".join(paragraphs)


def _plain(inline: Token) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
    )
