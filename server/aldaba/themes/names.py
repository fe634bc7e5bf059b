"""The names that files of a folder may have, and what a file of another name was meant to be."""

from collections.abc import Iterable, Iterator

from aldaba.themes import everyday
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files
from aldaba.themes.terms import NAMES as TERMS

PICTURES = ("png", "webp", "jpg", "jpeg", "svg")
SINGLE = ("tenant.toml", "theme.css", "workflow.toml", "README.md")


def judge_names(
    files: Files, languages: Iterable[str], forms: Iterable[str], fonts: Iterable[str]
) -> list[Fault]:
    """A fault for each file that nothing reads: an error where it was meant to be read under
    another name, else a warning. `fonts` are those that theme.css names."""
    known = set(_known(languages, forms))
    named = set(fonts)
    return [fault for path in files for fault in _judge(path, known, named, files)]


def _judge(path: str, known: set[str], fonts: set[str], files: Files) -> Iterator[Fault]:
    font = path.startswith("fonts/")
    if path in known or everyday.is_litter(path) or (font and path.endswith(".txt")):
        return
    if font and path.endswith(".woff2"):
        if path not in fonts:
            yield Fault(path, 1, 1, "no @font-face of theme.css names this font", "warning")
    elif font and path.lower().endswith((".ttf", ".otf", ".woff")):
        yield Fault(
            path,
            1,
            1,
            f"browsers get WOFF2 here; run aldaba themes font {path} <company>",
            "warning",
        )
    elif everyday.is_copy(path):
        yield Fault(path, 1, 1, "this is a copy; nothing reads it", "warning")
    elif meant := everyday.of_name(path, known):
        doubt = "; it is there too, so take this one away" if meant in files else ""
        yield Fault(path, 1, 1, f"rename it to {meant}{doubt}", "warning" if doubt else "error")
    elif meant := everyday.nearest(path, known):
        yield Fault(path, 1, 1, f"nothing reads a file of this name; is it {meant}?", "warning")
    else:
        yield Fault(path, 1, 1, "nothing reads a file of this name", "warning")


def _known(languages: Iterable[str], forms: Iterable[str]) -> Iterator[str]:
    yield from SINGLE
    for language in languages:
        yield f"texts.{language}.toml"
        for name in TERMS:
            yield f"terms/{name}.{language}.md"
    for form in forms:
        yield f"forms/{form}.toml"
    for logo in ("logo", "logo-dark"):
        for kind in PICTURES:
            yield f"{logo}.{kind}"
