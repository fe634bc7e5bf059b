"""Reads `theme.css`: which tokens it sets in light and dark, which font files it names.

Only what is listed here is understood, and only what was understood is handed on; everything else
is a fault with its line and column. Selectors are matched token by token, because a selector that
is copied can carry `</style><script>` into a page.
"""

from typing import Any

import tinycss2
from msgspec import Struct, field

from aldaba.themes import everyday
from aldaba.themes.fault import Fault, Severity, in_stylesheet
from aldaba.themes.fontface import Face, read_face
from aldaba.themes.parts import Part, is_part, read_part
from aldaba.themes.tokens import COLOURS, DARK, FONTS, LIGHT, Readers
from aldaba.themes.values import Tokens, significant

LARGEST = 32 * 1024  # 32 KB take some 20 ms
LONGEST = 40  # tokens of a value that are looked at to name a mistake
ROOT = [("literal", ":"), ("ident", "root")]
PREFERS_DARK = [("ident", "prefers-color-scheme"), ("literal", ":"), ("ident", "dark")]
AT_RULES = "@media (prefers-color-scheme: dark) { :root { … } } and @font-face"


class Declared(Struct, frozen=True):
    """A token's value, written anew, and where it stands."""

    value: str
    line: int
    column: int


class Stylesheet(Struct):
    """What a `theme.css` says. `light` and `dark` are by token, without its two dashes; `rooted`
    says whether there is a `:root` at all: a file that lost its content names no colours either."""

    light: dict[str, Declared] = field(default_factory=dict)
    dark: dict[str, Declared] = field(default_factory=dict)
    faces: list[Face] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rooted: bool = False

    @property
    def borrows(self) -> tuple[str, ...]:
        """What forms take from the page around them: its colours, where none is named, and then
        its font, if none is named either."""
        said = self.light.keys() | self.dark.keys()
        if not self.rooted or said & COLOURS.keys():
            return ()
        return ("colours",) if said & FONTS.keys() else ("colours", "font")

    def blame(self, node: Any, message: str, severity: Severity = "error") -> None:
        """Adds a fault at a node of the parse."""
        self.faults.append(in_stylesheet(node, message, severity))


def read_stylesheet(source: str) -> Stylesheet:
    """The stylesheet of `source`, with a fault for everything in it that a theme can't hold."""
    sheet = Stylesheet()
    if len(source.encode()) > LARGEST:
        too_large = f"larger than {LARGEST // 1024} KB; a theme is a page of tokens"
        sheet.faults.append(Fault("theme.css", 1, 1, too_large))
        return sheet
    if lost := everyday.of_stylesheet(source):
        sheet.faults.append(Fault("theme.css", *lost))
        return sheet
    for rule in tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            _read_at_rule(sheet, rule)
        else:
            _read_rule(sheet, rule, sheet.light, LIGHT)
    if not sheet.faults and _is_cut_short(source):
        last = tinycss2.parse_component_value_list(source)[-1]
        sheet.blame(last, "the file ends inside this: a } or */ is missing")
    return sheet


def _is_cut_short(source: str) -> bool:
    """Whether something is still open at the end, as in a file that is half saved: then one more
    brace closes it, or says nothing, instead of being one too many."""
    return bool(tinycss2.parse_component_value_list(f"{source}}}")[-1].type != "error")


def _read_at_rule(sheet: Stylesheet, rule: Any) -> None:
    if rule.lower_at_keyword == "font-face" and rule.content is not None:
        face = read_face(rule)
        if isinstance(face, Face):
            sheet.faces.append(face)
        else:
            sheet.faults.append(face)
    elif rule.lower_at_keyword == "media" and rule.content is not None and _is_dark(rule.prelude):
        for inner in tinycss2.parse_rule_list(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            _read_rule(sheet, inner, sheet.dark, DARK)
    elif rule.lower_at_keyword == "media":
        sheet.blame(rule, f"only {AT_RULES} are read")
    else:
        sheet.blame(
            rule, f"@{everyday.printable(rule.lower_at_keyword)} is not read; {AT_RULES} are"
        )


def _read_rule(
    sheet: Stylesheet,
    rule: Any,
    into: dict[str, Declared],
    tokens: Readers,
) -> None:
    if rule.type == "error":
        sheet.blame(rule, f"this is not CSS: {rule.message}")
    elif rule.type == "qualified-rule" and tokens is LIGHT and is_part(rule.prelude):
        part, faults = read_part(rule)
        sheet.parts += [part] if part else []
        sheet.faults += faults
    elif rule.type != "qualified-rule" or _spelled(rule.prelude) != ROOT:
        sheet.blame(rule, "only :root { … } is read here; put tokens such as --brand into it")
    else:
        sheet.rooted = True
        for node in tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            _read_declaration(sheet, node, into, tokens)


def _read_declaration(
    sheet: Stylesheet,
    node: Any,
    into: dict[str, Declared],
    tokens: Readers,
) -> None:
    if node.type == "error":
        sheet.blame(node, f"this is not CSS: {node.message}")
        return
    if node.type != "declaration":
        sheet.blame(node, "rules can't stand inside :root")
        return
    token = node.name.removeprefix("--")
    if not node.name.startswith("--") or token not in tokens:
        sheet.blame(node, _advice_on(node.name, tokens))
        return
    read, advice = tokens[token]
    value = read(node.value)
    first = next(iter(significant(node.value)), node)
    if value is None or node.important:
        written = _written(node.value)
        sheet.blame(first, f"--{token}: {everyday.of_css(read.__name__, written) or advice}")
        return
    if token in into:
        sheet.blame(first, f"--{token} stands here twice; this one counts", "warning")
    into[token] = Declared(value, first.source_line, first.source_column)


def _advice_on(name: str, tokens: Readers) -> str:
    token = name.removeprefix("--")
    if token in LIGHT and token not in tokens:
        return f"--{token} is the same in light and dark; set it in the first :root"
    if name in tokens:
        return f"a token begins with two dashes: --{name}"
    listed = everyday.advice(token, tokens, "--")
    return f"{everyday.printable(name)} is not a token of a theme; {listed}"


def _written(tokens: Tokens) -> str:
    """What stands there, enough of it to see a mistake; what is nested can be endless."""
    nested = ("function", "() block", "[] block", "{} block")
    return "".join(
        "(…)" if token.type in nested else token.serialize() for token in tokens[:LONGEST]
    )


def _is_dark(prelude: Tokens) -> bool:
    blocks = significant(prelude)
    return (
        len(blocks) == 1
        and blocks[0].type == "() block"
        and _spelled(blocks[0].content) == PREFERS_DARK
    )


def _spelled(tokens: Tokens) -> list[tuple[str, str]]:
    """Type and text of each token, to be compared with what is allowed."""
    return [
        (token.type, getattr(token, "lower_value", getattr(token, "value", "")))
        for token in significant(tokens)
    ]
