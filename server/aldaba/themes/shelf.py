"""The themes in service: checked when they are used, the last good one kept."""

import logging
import re
import time
from pathlib import Path

import msgspec
from msgspec import Struct

from aldaba.forms.form import Form
from aldaba.problems import Problem
from aldaba.storage.files import Files as Kept
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Fingerprint, fingerprint
from aldaba.themes.load import load_folder
from aldaba.themes.own_forms import Bases, form_of
from aldaba.themes.theme import Asset, Theme

NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}\Z")
MANUAL = "default"  # a folder to read and to copy from, no company's
PAUSE = 0.8  # seconds between two looks at a folder: an edit shows within one, compiling included
LAST_GOOD = "last-good"

log = logging.getLogger(__name__)


class Seen(Struct, frozen=True):
    """What the last look at a folder found; `at` is in seconds of the monotonic clock."""

    at: float
    fingerprint: Fingerprint
    theme: Theme | None
    faults: tuple[Fault, ...]


class Themes:
    """The tenants of the folder `root`, one folder each. Last good themes are kept under `kept`,
    so that a broken folder stays out of service after a restart too. `base_forms` are the
    product's forms by name, which the tenants' are judged with."""

    def __init__(self, root: Path, kept: Path, base_forms: Bases) -> None:
        self._root = root
        self._kept = Kept(f"folder:{kept}")
        self._base_forms = base_forms
        self._seen: dict[str, Seen] = {}
        self._forms: dict[tuple[str, str, str], tuple[str, Form]] = {}

    def get(self, tenant: str) -> Theme | None:
        """The theme that `tenant` is in service with, at most a second old; None where there is
        no such folder, or never was a good one."""
        seen = self._look(tenant)
        return seen.theme if seen else None

    def faults(self, tenant: str) -> tuple[Fault, ...]:
        """What is wrong with the folder as it is now, the last good one in service or not."""
        seen = self._look(tenant)
        return seen.faults if seen else ()

    def names(self) -> tuple[str, ...]:
        """The tenants that have a folder, in alphabetical order."""
        return tuple(sorted(each.name for each in self._root.iterdir() if self._is_tenant(each)))

    def form(self, theme: Theme, name: str, language: str) -> Form:
        """The form `name` of a theme in service, in one of its languages."""
        key = (theme.name, name, language)
        made = self._forms.get(key)
        if made is None or made[0] != theme.hash:
            own = theme.forms.get(name, {})
            made = theme.hash, form_of(self._base_forms[name], own, theme, language)
            self._forms[key] = made
        return made[1]

    def asset(self, file: str) -> Asset | None:
        """The logo or font that is served as `file` (`Asset.file`), of whichever tenant."""
        theme = self.get(file.partition("_")[0])
        assets = theme.assets.values() if theme else ()
        return next((asset for asset in assets if asset.file == file), None)

    def _is_tenant(self, folder: Path) -> bool:
        return bool(NAME.match(folder.name)) and folder.name != MANUAL and folder.is_dir()

    def _look(self, tenant: str) -> Seen | None:
        seen = self._seen.get(tenant)
        now = time.monotonic()
        if seen and now - seen.at < PAUSE:
            return seen
        folder = self._root / tenant
        if not NAME.match(tenant) or not self._is_tenant(folder):
            self._seen.pop(tenant, None)
            return None
        stamps = fingerprint(folder)
        if seen and seen.fingerprint == stamps:
            found = msgspec.structs.replace(seen, at=now)
        else:
            found = self._load(folder, stamps, seen, now)
        self._seen[tenant] = found
        return found

    def _load(self, folder: Path, stamps: Fingerprint, seen: Seen | None, now: float) -> Seen:
        theme, faults = load_folder(folder, self._base_forms)
        for fault in faults:
            log.warning("%s", fault.within(folder))
        if theme:
            self._keep(theme)
        else:
            theme = seen.theme if seen else self._last_good(folder.name)
        return Seen(now, stamps, theme, tuple(faults))

    def _keep(self, theme: Theme) -> None:
        """A disk that is full takes nothing out of service."""
        try:
            self._kept.put(theme.name, LAST_GOOD, msgspec.msgpack.encode(theme))
        except (Problem, OSError):
            log.exception("the last good theme of %s was not kept", theme.name)

    def _last_good(self, tenant: str) -> Theme | None:
        """What an earlier run kept; one that another version wrote may not be readable any more."""
        try:
            kept = self._kept.read(tenant, LAST_GOOD)
            return msgspec.msgpack.decode(kept, type=Theme) if kept else None
        except (OSError, msgspec.DecodeError):
            log.exception("the last good theme of %s can't be read", tenant)
            return None
