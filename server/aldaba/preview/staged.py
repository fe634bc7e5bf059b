"""The one company of a stage: its folder as it is now, and the same with the longest texts."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from aldaba import texts
from aldaba.themes import Fault, Theme, Themes
from aldaba.themes.finding import Bases

LONGER = 1.4  # than what is written: what a translation may grow to


class StagedThemes(Themes):
    """`themes` as a stage sees them: the draft of `tenant` alone, at home on `origin` too."""

    def __init__(
        self, themes: Themes, bases: Bases, tenant: str, origin: str, *, long: bool
    ) -> None:
        super().__init__(Path(), Path(), bases)
        self._behind = themes
        self._tenant = tenant
        self._origin = origin
        self._long = long
        self._made: tuple[str, Theme] | None = None

    async def ready(self, tenant: str) -> None:
        """Look at the folder of `tenant`, if that is due."""
        await self._behind.ready(tenant)

    def get(self, tenant: str) -> Theme | None:
        """The draft, dressed for the stage."""
        theme = self._behind.draft(tenant) if tenant == self._tenant else None
        if theme is None:
            return None
        if self._made is None or self._made[0] != theme.hash:
            self._made = theme.hash, self._dressed(theme)
        return self._made[1]

    def faults(self, tenant: str) -> tuple[Fault, ...]:
        """As of the folder."""
        return self._behind.faults(tenant)

    def names(self) -> tuple[str, ...]:
        """The one company."""
        return (self._tenant,)

    def _dressed(self, theme: Theme) -> Theme:
        origins = (*theme.tenant.origins, self._origin)
        staged = replace(theme, tenant=replace(theme.tenant, origins=origins))
        if not self._long:
            return staged
        words = {language: longest(language, theme) for language in theme.tenant.languages}
        return replace(staged, texts=words, hash=f"{theme.hash[:-1]}l")


def longest(language: str, theme: Theme) -> Mapping[str, str]:
    """Every text of `theme` in `language`, grown by 40 %."""
    written = {**texts.catalogue(language), **theme.own_words(language)}
    return {key: grown(text) for key, text in written.items()}


def grown(text: str) -> str:
    """`text` with its own words said again until it is long; blanks are filled once."""
    words = [word for word in text.split() if "{" not in word and "}" not in word] or [text]
    said = text
    position = 0
    while words[0] and "{" not in words[0] and len(said) < LONGER * len(text):
        said += f" {words[position % len(words)]}"
        position += 1
    return said
