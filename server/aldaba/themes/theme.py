"""A tenant's folder, read, checked and compiled: what every page, mail and script is dressed in."""

from typing import Any

from msgspec import Struct

from aldaba.themes.tenant import Tenant
from aldaba.themes.workflow import Step, Workflow, product

EXTENSIONS = {
    "font/woff2": "woff2",
    "image/png": "png",
    "image/svg+xml": "svg",
    "text/css": "css",
    "text/javascript": "js",
}


class Asset(Struct, frozen=True):
    """Bytes that are served for ever under a name that holds their hash.

    A tenant's assets are named `<tenant>_<name>` (`horizonte_logo`); a tenant's name has no `_`.
    """

    name: str
    hash: str
    media_type: str
    body: bytes

    @property
    def file(self) -> str:
        """`<name>.<hash>.<ext>`, its name under `/c/`."""
        return f"{self.name}.{self.hash}.{EXTENSIONS[self.media_type]}"


class Terms(Struct, frozen=True):
    """A text that people agree to. `hash` is the SHA-256 of `source` (Markdown), hexadecimal;
    `summary` is the plain text of its first section, one paragraph a line."""

    name: str
    language: str
    hash: str
    source: str
    html: str
    summary: str


class Theme(Struct, frozen=True, kw_only=True):
    """A tenant's folder as it is in service.

    `css` sets the private names (`--a-brand` …) on `.aldaba`; `light` and `dark` hold the same
    values by their name alone (`brand`, `on-brand`, `font-body` …), as literals for e-mail.
    `terms` are kept by (name, language), `texts` by language and dotted key, `forms` by name as
    their TOML says it. `assets` are `logo`, `logo-dark` and `logo-email` (always PNG: mail
    programs fail on WebP and SVG) where the folder has them, and each font file by its
    path (`fonts/inter-400.woff2`). `workflow` is the tenant's own, empty where
    it has the product's. `borrows` says what a form takes from the page around it (`colours`,
    `font`), because the stylesheet names none; everywhere else it is the product's. `hash` changes
    with anything in here.
    """

    name: str
    tenant: Tenant
    hash: str
    css: str
    light: dict[str, str]
    dark: dict[str, str]
    terms: dict[tuple[str, str], Terms]
    texts: dict[str, dict[str, str]]
    forms: dict[str, dict[str, Any]]
    assets: dict[str, Asset]
    workflow: dict[str, Step] = {}
    borrows: tuple[str, ...] = ()

    def flow(self) -> Workflow:
        """The states that the tenant's requests can be in, the product's where it says none."""
        return self.workflow or product()

    def allows(self, right: str, role: str, status: str) -> bool:
        """Whether the workflow leaves `right` (of `workflow.ALLOWED`) to staff of that role while a
        request is in that state; the company itself ("") has every right."""
        step = self.flow().get(status)
        return not role or step is None or role in getattr(step, right)

    def terms_in(self, name: str, language: str) -> Terms | None:
        """The terms `name` in `language`, else in the tenant's first language."""
        first = self.tenant.languages[0]
        return self.terms.get((name, language)) or self.terms.get((name, first))

    def own_words(self, language: str) -> dict[str, str]:
        """The tenant's own texts over the product's in `language`, by dotted key."""
        return self.texts.get(language, {})
