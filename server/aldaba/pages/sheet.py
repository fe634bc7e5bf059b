"""Our stylesheets as an embed carries them: small, and only what its elements can use."""

import re
from functools import lru_cache

from aldaba.pages.assets import statics
from aldaba.pages.tree import ICON_CLASS

RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
CLASS = re.compile(r"\.(-?[a-z][\w-]*)")
TAG = re.compile(r"(?<![\w.:#\[(=-])[a-z][a-z0-9]*")
APART = re.compile(r",(?![^(]*\))")  # commas between selectors, not those in brackets
ANY = re.compile(r":(is|where)\(([^()]*)\)")
IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
SAID = re.compile(r"(?:\A|\n|\t)class=([^\t\n]*)")
OPENED = re.compile(r"^<*([a-z][a-z0-9]*)", re.MULTILINE)
GIVEN = frozenset({"aldaba", "photos--live"})  # classes that our code gives
MADE = frozenset({"a", "li", "strong"})  # by our code, in a summary of problems


def sheet(tree: str, *names: str) -> str:
    """The rules of the statics `names` that the elements of a `pages.tree` can be subject to."""
    classes = {name for said in SAID.findall(tree) for name in said.split()}
    tags = frozenset(OPENED.findall(tree.partition("\n\n")[0]))
    if "svg" in tags:
        classes.add(ICON_CLASS)
    return _sheet(tags | MADE, frozenset(classes) | GIVEN, names)


def compact(css: str) -> str:
    """`css`, in which every rule stands below `.aldaba`, without that, comments, blanks and breaks:
    inside a shadow root there is nothing else that it could reach."""
    css = re.sub(r"(/\*.*?\*/|\s)+", " ", css, flags=re.DOTALL)
    css = re.sub(r" ?([{};,>~!]) ?", r"\1", css.replace(": ", ":"))
    return css.replace(";}", "}").replace(" * ", "*").replace(".aldaba ", "")


@lru_cache(maxsize=256)
def _sheet(tags: frozenset[str], classes: frozenset[str], names: tuple[str, ...]) -> str:
    def fits(selector: str) -> bool:
        bare = IN_BRACKETS.sub("", selector)
        return classes.issuperset(CLASS.findall(bare)) and tags.issuperset(TAG.findall(bare))

    def narrowed(found: re.Match[str]) -> str:
        left = [each for each in found[2].split(",") if fits(each)]
        alone = found[1] == "is" and len(left) == 1  # `:where` says that it counts for nothing
        return left[0] if alone else f":{found[1]}({','.join(left)})"

    def rule(found: re.Match[str]) -> str:
        selectors = (ANY.sub(narrowed, each) for each in APART.split(found[1]))
        left = [each for each in selectors if fits(each) and "()" not in each]
        return f"{','.join(left)}{{{found[2]}}}" if left else ""

    css = "".join(compact(statics()[name].body.decode()) for name in names)
    return re.sub(r"@[^{}]*\{\}", "", RULE.sub(rule, css))
