"""Our own stylesheets and scripts, each under a name that changes with its content."""

import hashlib
from functools import cache
from pathlib import Path

from aldaba.themes.theme import Asset, Theme

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}


@cache
def statics() -> dict[str, Asset]:
    """The files of `pages/static`, by name (`form.css`). Scripts are built from `widget/`."""
    files = (file for file in sorted(FOLDER.iterdir()) if file.suffix in MEDIA_TYPES)
    return {file.name: _asset(file) for file in files}


def theme_css(theme: Theme) -> Asset:
    """The stylesheet that dresses a page in `theme`."""
    return Asset(f"theme-{theme.name}", theme.hash, "text/css", theme.css.encode())


def address(name: str, theme: Theme | None) -> str:
    """Where the static `name` (`form.css`), or the theme's asset `name` (`logo`), is served.

    Raises KeyError for a name that neither has.
    """
    own = theme.assets.get(name) if theme else None
    return f"/c/{(own or statics()[name]).file}"


def _asset(file: Path) -> Asset:
    body = file.read_bytes()
    return Asset(file.stem, hashlib.sha256(body).hexdigest()[:16], MEDIA_TYPES[file.suffix], body)
