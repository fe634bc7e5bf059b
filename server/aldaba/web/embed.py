"""The one script that puts a form into somebody else's page: our code, the look, the words and the
form itself in one answer, and nothing of one person or one view, so that any cache may keep it."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import brotli
from litestar import Request, Response
from msgspec import Struct

from aldaba.forms.form import Form
from aldaba.pages import address, statics
from aldaba.pages.sheet import compact, sheet
from aldaba.pages.tree import tree
from aldaba.problems import CODES
from aldaba.texts import REFERENCE, Words
from aldaba.themes import Theme

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}
MEDIA_TYPE = "text/javascript"
MOST_KEPT = 2048  # scripts, of some 7 kB each
FACE = re.compile(r'@font-face\{font-family:"([^"]+)";([^}]*;)?src:url\("([^"]+)"\)[^}]*\}')
DRESSED_LATER = frozenset({"photos--live"})  # by our code


class Script(Struct, frozen=True):
    """`body` in brotli; `tag` is the strong ETag of what is inside."""

    body: bytes
    tag: str


_kept: dict[tuple[str, str, str, bool, bool], tuple[str, Script]] = {}


def script(
    theme: Theme,
    form: Form,
    html: Callable[[], str],
    base_url: str,
    *,
    asked: bool,
    test: bool = False,
) -> Script:
    """The script for `form`, made once for each state of the company's folder. `html` writes the
    form's fragment; `asked` says that the tag named the language; a `test` is what an element in
    that mode asks for."""
    key = (base_url, f"{theme.name}/{form.name}", form.language, asked, test)
    kept = _kept.get(key)
    if kept is None or kept[0] != theme.hash:
        if kept is None and len(_kept) == MOST_KEPT:
            del _kept[next(iter(_kept))]
        code = compose(theme, form, html(), base_url, asked=asked, test=test).encode()
        packed: bytes = brotli.compress(code, mode=brotli.MODE_TEXT, quality=11)
        kept = theme.hash, Script(packed, hashlib.sha256(code).hexdigest()[:32])
        _kept[key] = kept
    return kept[1]


def answer(request: Request[Any, Any, Any], made: Script) -> Response[bytes]:
    """`made` in brotli, or plain for a client that can't read it; 304 for who has it already."""
    packed = "br" in request.headers.get("accept-encoding", "")
    tag = f'"{made.tag}{"" if packed else "-plain"}"'
    headers = HEADERS | {"ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    if not packed:
        return Response(brotli.decompress(made.body), headers=headers, media_type=MEDIA_TYPE)
    headers["Content-Encoding"] = "br"
    return Response(made.body, headers=headers, media_type=MEDIA_TYPE)


def refusal(code: str) -> Response[bytes]:
    """A script that tells whoever looks why the link stays: a code of `problems.CODES`."""
    words = Words(REFERENCE)
    told = json.dumps(f"Aldaba: {words(f'problem.{code}.title')}")
    body = f"console.warn({told})".encode()
    return Response(body, status_code=CODES[code], headers=HEADERS, media_type=MEDIA_TYPE)


def compose(
    theme: Theme, form: Form, html: str, base_url: str, *, asked: bool, test: bool = False
) -> str:
    """The script's text; what it begins with is described in `widget/types.d.ts`."""
    lines = tree(html)
    notice = ("refused.css",) if test else ()  # has it; otherwise it comes when it is needed
    look = sheet(lines, "embed.css", "form.css", *notice, also=DRESSED_LATER)
    offer = {
        "name": f"{theme.name}/{form.name}",
        "language": form.language,
        "languages": theme.tenant.languages,
        "asked": asked,
        **({"test": True} if test else {}),
        "base": base_url,
        "origins": (base_url, *theme.tenant.origins),
        "title": form.title,
        "sending": base_url + address("sending.js", None),
        "fonts": [_font(*face.groups("")) for face in FACE.finditer(theme.css)],
    }
    said = json.dumps(offer, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    css = look + compact(FACE.sub("", theme.css))
    texts = f"css:`{_literal(css)}`,tree:`{_literal(lines)}`"
    code = statics()["embed.js"].body.decode()
    return f"(ALDABA=>{{{code}}})({said[:-1]},{texts}}})"


def _font(family: str, said: str, file: str) -> tuple[str, str, dict[str, str]]:
    """A font as FontFace wants it: `unicode-range` is `unicodeRange`, `font-weight` is `weight`."""
    descriptors = {}
    for descriptor in filter(None, said.split(";")):
        name, _, value = descriptor.partition(":")
        first, *others = name.removeprefix("font-").split("-")
        descriptors[first + "".join(other.title() for other in others)] = value
    return family, file, descriptors


def _literal(text: str) -> str:
    """`text` as it stands between backticks; no page that takes the script in ends it early."""
    return re.sub(r"([\\`]|\$(?=\{))", r"\\\1", text).replace("</", r"<\/")
