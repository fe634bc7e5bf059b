"""The product's words in each language, and a tenant's own words over them.

A catalogue is one TOML file a language, `texts/<language>.toml`; nested tables make dotted keys
(`intake.send`). Another language is another file. Sentences are filled with `{name}`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
REFERENCE = "en"  # the language whose keys the others must have


@cache
def languages() -> tuple[str, ...]:
    """The languages that the product speaks, as BCP 47 tags."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The product's own words in `language`, by dotted key."""
    return dict(flatten(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))))


def flatten(tree: Mapping[str, object], prefix: str = "") -> Iterable[tuple[str, str]]:
    """The leaves of nested tables as (dotted key, text)."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


class Words:
    """Looks words up for one reader: the tenant's `own` first, then the product's."""

    def __init__(self, language: str, own: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._own = own or {}
        self._product = catalogue(language)

    def __call__(self, key: str, **params: object) -> str:
        """The text `key` with its blanks filled. Raises KeyError for a key that nobody wrote."""
        text = self._own.get(key) or self._product[key]
        return text.format(**params) if params else text

    def has(self, key: str) -> bool:
        """Whether somebody wrote `key`."""
        return key in self._own or key in self._product


def choose(offered: tuple[str, ...], wishes: Iterable[str]) -> str:
    """The first of `wishes` (BCP 47) that is `offered`, by exact tag, then by language alone;
    the first offered one when there is none."""
    by_tag = {language.lower(): language for language in offered}
    by_language = {language.split("-")[0].lower(): language for language in reversed(offered)}
    for wish in wishes:
        tag = wish.strip().lower()
        found = by_tag.get(tag) or by_language.get(tag.split("-")[0])
        if found:
            return found
    return offered[0]
