"""`::part(button) { … }`: the few shapes that a theme may give to parts of our pages beyond its
tokens. No colours: those are measured."""

from collections.abc import Callable
from typing import Any

import tinycss2
from msgspec import Struct

from aldaba.themes import everyday, values
from aldaba.themes.fault import Fault, in_stylesheet
from aldaba.themes.fontface import weight, word_of
from aldaba.themes.values import Tokens, significant

# Each name is written twice, so that it wins over the stylesheet that comes after the theme's.
PARTS = {
    "button": (".button.button",),
    "heading": (".title.title", ".section__title.section__title"),
    "input": (".input.input",),
    "label": (".label.label",),
    "options": (".options.options", ".options--short.options--short > .option"),
    "section": (".section.section",),
    "card": (".card.card",),
}
CASES = ("none", "uppercase", "lowercase", "capitalize")


class Part(Struct, frozen=True):
    """`declarations` are written anew."""

    name: str
    declarations: tuple[str, ...]

    @property
    def css(self) -> str:
        """The rule, below `.aldaba` like all of ours."""
        selectors = ",".join(f".aldaba {each}" for each in PARTS[self.name])
        return f"{selectors}{{{';'.join(self.declarations)}}}"


def is_part(prelude: Tokens) -> bool:
    """Whether a selector is `::part(…)` and nothing else."""
    match significant(prelude):
        case [first, second, part]:
            colons = [(each.type, getattr(each, "value", "")) for each in (first, second)]
            return colons == [("literal", ":")] * 2 and _is_function(part, "part")
    return False


def read_part(rule: Any) -> tuple[Part | None, list[Fault]]:
    """The part that a rule for which `is_part` holds describes, or what is wrong with it."""
    function = significant(rule.prelude)[2]
    named = significant(function.arguments)
    name = named[0].value if len(named) == 1 and named[0].type == "ident" else ""
    if name not in PARTS:
        shown = everyday.printable(name)
        return None, [
            in_stylesheet(function, f"{shown} is no part; {everyday.advice(name, PARTS)}")
        ]
    declarations: list[str] = []
    faults: list[Fault] = []
    for node in tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    ):
        if node.type != "declaration" or node.lower_name not in PROPERTIES:
            shown = everyday.printable(getattr(node, "name", "this"))
            faults.append(
                in_stylesheet(node, f"{shown} is not read here; {', '.join(PROPERTIES)} are")
            )
            continue
        read, advice = PROPERTIES[node.lower_name]
        tokens = significant(node.value)
        value = read(tokens)
        if value is None or node.important:
            place = next(iter(tokens), node)
            faults.append(in_stylesheet(place, f"{node.lower_name}: {advice}"))
        else:
            declarations.append(f"{node.lower_name}:{value}")
    return Part(name, tuple(declarations)), faults


def _is_function(token: Any, name: str) -> bool:
    return bool(token.type == "function" and token.lower_name == name)


PROPERTIES: dict[str, tuple[Callable[[Tokens], str | None], str]] = {
    "border-radius": (values.length, "write one length in px or em, such as 12px"),
    "border-width": (values.line, "write one length of at most 8px, such as 2px"),
    "font-weight": (weight, "write one weight, such as 400, 600 or bold"),
    "letter-spacing": (values.spacing, "write one length between -0.1em and 0.3em, such as 0.05em"),
    "text-transform": (word_of(CASES), f"write one of {', '.join(CASES)}"),
}
