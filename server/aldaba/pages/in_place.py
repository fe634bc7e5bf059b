"""A page's content in somebody else's page: what an embed's script shows in its element."""

import re
from typing import TypedDict

from aldaba.pages.sheet import sheet
from aldaba.pages.tree import tree

SHEETS = ("form.css", "touched.css", "page.css")  # that every page of ours has
NAMED = re.compile(r'<link rel="stylesheet" href="/c/([\w-]+)\.[0-9a-f]+(\.css)">')
CONTENT = "<main>"  # where `page.html` begins with it, when it leaves the rest out


class View(TypedDict):
    """`tree` as `pages.tree` writes it, and the `css` that its elements need beside the company's
    theme and `embed.css`."""

    language: str
    css: str
    tree: str


def view(page: str, language: str, base_url: str) -> View:
    """The view of a `page` that was rendered with `in_place`, or of a part of one, in `language`;
    what it links to and sends to is at `base_url`."""
    head, _, content = page.rpartition(CONTENT)
    lines = tree(content, base_url)
    names = dict.fromkeys([*SHEETS, *("".join(named) for named in NAMED.findall(head))])
    return {"language": language, "css": sheet(lines, *names), "tree": lines}
