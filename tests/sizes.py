"""How many bytes a form costs the page that it stands in: `python -m tests.sizes`.

Bytes are not noisy, so `make check` asserts them: the script of each sample company's pre-request
and of each of its surveys in each of its languages, as a browser gets it, and what is loaded after
it on first use.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec.structs import replace

from aldaba.app import base_forms
from aldaba.capabilities.intake import embed as door
from aldaba.capabilities.surveys import page as survey
from aldaba.pages import statics
from aldaba.themes import Themes
from aldaba.web.embed import Wanted, form_script, link_script
from aldaba.web.reader import Reader, words_of
from aldaba.web.scripts import Script
from aldaba.web.statics import packed

THEMES = Path(__file__).parents[1] / "themes"
BASE_URL = "https://care.example"


class Size(msgspec.Struct):
    what: str
    bytes: int
    budget: int  # of `budgets.md`
    ceiling: int  # what it has come down to; it may only fall (hashes in it move it by some 30)


def sizes(themes: Themes) -> Iterator[Size]:
    for tenant in themes.names():
        theme = themes.get(tenant)
        assert theme is not None
        for language in theme.tenant.languages:
            form = themes.form(theme, "pre-request", language)
            reader = Reader(theme=theme, words=words_of(theme, language), door="e")
            html = door.html_of(reader, form, BASE_URL)
            made = form_script(theme, form, html, BASE_URL, Wanted(language, asked=True))
            size = len(Script(theme, made, {}).body)
            yield Size(f"{tenant} pre-request {language}", size, 6000, 7880)
            there = replace(reader, door="l", in_place=BASE_URL)
            for name in (name for name in theme.forms if name.startswith(survey.PURPOSE)):
                made = link_script(theme, name, BASE_URL, survey.common(there, themes, name))
                size = len(Script(theme, made, {}).body)
                yield Size(f"{tenant} {name} {language}", size, 5000, 5000)
    for name, budget in (("photos.js", 3000), ("sending.js", 3300)):
        yield Size(name, len(packed(statics()[name])), budget, budget)


def main() -> int:
    with TemporaryDirectory() as kept:
        found = list(sizes(Themes(THEMES, Path(kept), base_forms())))
    for each in found:
        over = each.bytes - each.budget
        verdict = f"over by {over}" if over > 0 else "ok"
        print(f"{each.what:<32} {each.bytes:>6} of {each.budget} {verdict}")  # noqa: T201
    return int(any(each.bytes > each.ceiling for each in found))


if __name__ == "__main__":
    sys.exit(main())
