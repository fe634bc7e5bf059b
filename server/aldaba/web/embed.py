"""The one script that puts a form into somebody else's page: our code, the look, the words and the
form itself in one answer, and nothing of one person or one view, so that any cache may keep it."""

import json
import re
from typing import Any

from msgspec import Struct

from aldaba.forms.form import Form
from aldaba.pages import address, statics
from aldaba.pages.sheet import compact, sheet
from aldaba.pages.tree import tree
from aldaba.themes import Theme
from aldaba.themes.pairs import PAIRS

FACE = re.compile(r'@font-face\{font-family:"([^"]+)";([^}]*;)?src:url\("([^"]+)"\)[^}]*\}')
TOKEN = re.compile(r"(--a-[\w-]+):[^;}]*;?")
FALLBACK = ("surface", "on-surface", "brand", "error", "success")  # where a page has no better


class Wanted(Struct, frozen=True):
    """What a tag asks for: a form in `language`, which it named itself (`asked`) or not; a `test`
    is what an element in that mode asks for."""

    language: str
    asked: bool = False
    test: bool = False


def form_script(theme: Theme, form: Form, html: str, base_url: str, wanted: Wanted) -> str:
    """The script of `form`, whose fragment is `html`."""
    lines = tree(html)
    notice = ("touched.css", "page.css") if wanted.test else ()  # has it; otherwise it comes later
    look = sheet(lines, "embed.css", "form.css", *notice)
    offer = {
        "language": form.language,
        "languages": theme.tenant.languages,
        "asked": wanted.asked,
        **({"test": True} if wanted.test else {}),
        "title": form.title,
    }
    touched = compact(statics()["touched.css"].body.decode())
    return _compose("embed.js", theme, form.name, base_url, offer, touched, css=look, tree=lines)


class Common(Struct, frozen=True):
    """What the page behind a link shows whoever opens it: `html`, in which the form is `form`."""

    form: Form
    html: str


def link_script(theme: Theme, purpose: str, base_url: str, common: Common | None = None) -> str:
    """The script for links of `purpose`: everything but the page behind the link, or what there is
    of that beside its `common` part, which it asks for with the token in the address of the page
    around it."""
    if common is None:
        return _compose("link.js", theme, purpose, base_url, {}, css=sheet("", "embed.css"))
    lines = tree(common.html)
    offer = {"language": common.form.language, "version": common.form.version}
    look = sheet(lines, "embed.css", "form.css", "page.css")
    return _compose("link.js", theme, purpose, base_url, offer, css=look, tree=lines)


def _compose(
    code: str,
    theme: Theme,
    name: str,
    base_url: str,
    more: dict[str, Any],
    later: str = "",
    **texts: str,
) -> str:
    """The text of a script; what its `code` begins with is described in `widget/types.d.ts`. Of the
    theme it has what its styles use, and those that come `later` without a view."""
    offer = {
        "name": f"{theme.name}/{name}",
        "base": base_url,
        "origins": (base_url, *theme.tenant.origins),
        "sending": base_url + address("sending.js", None),
        "fonts": [_font(*face.groups("")) for face in FACE.finditer(theme.css)],
        **more,
    }
    scripts = statics()[code].body.decode()
    if theme.borrows:
        offer["look"] = _look(theme)
        scripts = f"(()=>{{{statics()['host-look.js'].body.decode()}}})();{scripts}"
    said = json.dumps(offer, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    texts["css"] += _used(tokens(theme), texts["css"] + later)
    long = "".join(f",{name}:`{_literal(text)}`" for name, text in texts.items())
    return f"(ALDABA=>{{{scripts}}})({said[:-1]}{long}}})"


def tokens(theme: Theme) -> str:
    """The company's colours, fonts and measures, as an embed has them."""
    return compact(FACE.sub("", theme.css))


def _used(tokens: str, css: str) -> str:
    """Those `tokens` that `css` uses."""

    def token(found: re.Match[str]) -> str:
        return found[0] if f"var({found[1]})" in css else ""

    return TOKEN.sub(token, tokens).replace(";}", "}")


def _look(theme: Theme) -> dict[str, Any]:
    """What the page around is measured with, where the theme leaves its colours to it."""
    fallback = {
        scheme: {name: tuple(bytes.fromhex(colours[name][1:])) for name in FALLBACK}
        for scheme, colours in (("light", theme.light), ("dark", theme.dark))
    }
    return {"font": "font" in theme.borrows, "pairs": PAIRS, **fallback}


def _font(family: str, said: str, file: str) -> tuple[str, str, dict[str, str]]:
    """A font as FontFace wants it: `unicode-range` is `unicodeRange`, `font-weight` is `weight`.
    How it is displayed while it loads is our script's business."""
    descriptors = {}
    for descriptor in filter(None, said.split(";")):
        name, _, value = descriptor.partition(":")
        first, *others = name.removeprefix("font-").split("-")
        if first != "display":
            descriptors[first + "".join(other.title() for other in others)] = value
    return family, file, descriptors


def _literal(text: str) -> str:
    """`text` as it stands between backticks; no page that takes the script in ends it early."""
    return re.sub(r"([\\`]|\$(?=\{))", r"\\\1", text).replace("</", r"<\/")
