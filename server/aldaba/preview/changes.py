"""What is different between two versions of a company's theme, for a person to read."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from aldaba.themes import Theme

LONGEST = 120


class Change(Struct, frozen=True):
    """`what` is the file or token; `before` and `after` are short, "" where there was nothing."""

    what: str
    before: str
    after: str


def changes(old: Theme | None, new: Theme) -> list[Change]:
    """In the order of the folder's files."""
    if old is None:
        return []
    pairs: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
        ("tenant.toml: ", _flat(old.tenant), _flat(new.tenant)),
        ("theme.css: --", old.light, new.light),
        ("theme.css, dark: --", _dark(old), _dark(new)),
        ("", _files(old), _files(new)),
    ]
    pairs += [
        (f"texts.{language}.toml: ", old.own_words(language), new.own_words(language))
        for language in new.tenant.languages
    ]
    pairs.append(("forms/", old.forms, new.forms))
    return [each for prefix, was, now in pairs for each in _compared(prefix, was, now)]


def _compared(prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield Change(f"{prefix}{name}", _short(before), _short(after))


def _dark(theme: Theme) -> dict[str, str]:
    """What is not as in the light."""
    return {name: value for name, value in theme.dark.items() if value != theme.light[name]}


def _files(theme: Theme) -> dict[str, str]:
    """Terms and pictures by a piece of their hash: what changed in them is seen, not read."""
    terms = {f"terms/{name}.{lang}.md": each.hash[:8] for (name, lang), each in theme.terms.items()}
    return terms | {name: asset.hash[:8] for name, asset in theme.assets.items()}


def _flat(tenant: Any) -> dict[str, str]:
    return {key: str(value) for key, value in msgspec.to_builtins(tenant).items()}


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
