"""Our stylesheets as an embed carries them: small, and only what its elements can use."""

import re
from functools import lru_cache

from aldaba.pages.assets import statics
from aldaba.pages.tree import ICON_CLASS

RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
CLASS = re.compile(r"\.(-?[a-z][\w-]*)")
IN_BRACKETS = re.compile(r"\([^()]*\)")  # of `:is(…)` and `:not(…)`, where any class will do
SAID = re.compile(r"(?:\A|\n|\t)class=([^\t\n]*)")


def sheet(tree: str, *names: str, also: frozenset[str] = frozenset()) -> str:
    """The rules of the statics `names` that the elements of a `pages.tree`, or those with the
    classes `also`, can be subject to."""
    classes = {ICON_CLASS} | {name for said in SAID.findall(tree) for name in said.split()}
    return _sheet(frozenset(classes) | also, names)


def compact(css: str) -> str:
    """`css`, in which every rule stands below `.aldaba`, without that, comments, blanks and breaks:
    inside a shadow root there is nothing else that it could reach."""
    css = re.sub(r"(/\*.*?\*/|\s)+", " ", css, flags=re.DOTALL)
    css = re.sub(r" ?([{};,>~!]) ?", r"\1", css.replace(": ", ":"))
    return css.replace(";}", "}").replace(" * ", "*").replace(".aldaba ", "")


@lru_cache(maxsize=256)
def _sheet(classes: frozenset[str], names: tuple[str, ...]) -> str:
    def rule(found: re.Match[str]) -> str:
        bare, times = found[1], 1
        while times:
            bare, times = IN_BRACKETS.subn("", bare)
        selectors = bare.split(",")
        named = [set(CLASS.findall(each)) - {"aldaba"} for each in selectors]
        return found[0] if any(each <= classes for each in named) else ""

    css = "".join(compact(statics()[name].body.decode()) for name in names)
    return re.sub(r"@[^{}]*\{\}", "", RULE.sub(rule, css))
