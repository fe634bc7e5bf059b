"""What becomes of a folder: what was found in it before, or what it is compiled to now."""

import hashlib
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

import aldaba
from aldaba import clock
from aldaba.themes.folder import fingerprint
from aldaba.themes.keeping import Found, Keeping
from aldaba.themes.theme import Theme

log = logging.getLogger(__name__)

Bases = Mapping[str, Mapping[str, Any]]


class Finder:
    """Finds themes, and keeps in `kept` what it found. `base_forms` are the product's forms by
    name."""

    def __init__(self, kept: Keeping, base_forms: Bases) -> None:
        self._kept = kept
        self._base_forms = base_forms
        made_by = _sources() + msgspec.msgpack.encode(base_forms)
        self._compiler = hashlib.sha256(made_by).digest()

    def stamps(self, folder: Path) -> tuple[bytes, float]:
        """The fingerprint of a folder, of what was published of it and of what compiles it; and
        when somebody last wrote in it, in seconds since 1970."""
        found = fingerprint(folder)
        said = self._compiler + repr(found).encode() + self._kept.published_stamp(folder.name)
        newest = max((changed for _, changed, _ in found), default=0)
        return hashlib.sha256(said).digest(), newest / 1e9

    def find(self, folder: Path, stamps: bytes, before: Found | None) -> Found:
        """What was made of the folder as it is, by whoever looked first; `before` is what was."""
        kept = self._kept.found(folder.name)
        if kept and kept.stamps == stamps:
            return kept
        before = before or kept
        # Importing the compiler takes longer than start-up may, and a service seldom needs it.
        from aldaba.themes.load import load_folder  # noqa: PLC0415

        theme, faults = load_folder(folder, self._base_forms)
        for fault in faults:
            log.warning("%s", fault.within(folder))
        old = before.theme if before else None
        draft = theme or (before and before.draft) or old
        served = self._published(folder.name) or old if _waits(draft) else draft
        found = Found(stamps, served, tuple(faults), draft if draft is not served else None)
        if served and (old is None or served.hash != old.hash):
            self._kept.put_in_service(served, old, clock.now())
        self._kept.keep(folder.name, found)
        return found

    def _published(self, tenant: str) -> Theme | None:
        """What was published last."""
        from aldaba.themes.load import load  # noqa: PLC0415 - as in `find`

        published = self._kept.published(tenant)
        return load(tenant, published.files, self._base_forms)[0] if published else None


def _waits(draft: Theme | None) -> bool:
    """Whether a company's edits wait until they are published; what was published is also what
    there is while nothing else can be read."""
    return draft is None or draft.tenant.publish == "on-command"


@cache
def _sources() -> bytes:
    """The fingerprint of the product: another version may make another theme of the same files."""
    home = Path(aldaba.__path__[0])
    stats = (
        (str(file.relative_to(home)), file.stat().st_mtime_ns, file.stat().st_size)
        for suffix in ("py", "toml")
        for file in home.rglob(f"*.{suffix}")
    )
    return repr(sorted(stats)).encode()
