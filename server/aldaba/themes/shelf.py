"""The themes in service: checked when they are used, the last good one kept.

What the last look at a folder made of it is kept on disk, under the folder's fingerprint. So a
restart compiles nothing anew, a broken folder stays out of service after it too, and memory holds
only the companies that were asked for lately.
"""

import asyncio
import re
import threading
import time
from collections import OrderedDict
from pathlib import Path

from msgspec import Struct

from aldaba.forms.form import Form
from aldaba.problems import Problem
from aldaba.themes.fault import Fault
from aldaba.themes.finding import Bases, Finder
from aldaba.themes.folder import read_files
from aldaba.themes.keeping import Found, Keeping, Published, TermsVersion
from aldaba.themes.theme import Asset, Theme

NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}\Z")
MANUAL = "default"  # a folder to read and to copy from, no company's
PAUSE = 0.8  # seconds between two looks at a folder: an edit shows within one, compiling included
SETTLED = 0.15  # seconds after which a file is taken as saved: editors and uploads write in pieces
IN_MEMORY = 96  # themes, of some 200 KiB each; another one is read back in a millisecond


class Seen(Struct):
    """The same in memory, with the forms that were asked for, by name and language. `at` is the
    moment of the last look, in seconds of the monotonic clock."""

    at: float
    found: Found
    forms: dict[tuple[str, str], Form] = {}


class Themes:
    """The tenants of the folder `root`, one folder each. What was found there is kept under `kept`.
    `base_forms` are the product's forms by name, which the tenants' are judged with."""

    def __init__(self, root: Path, kept: Path, base_forms: Bases) -> None:
        self._root = root
        self._kept = Keeping(kept)
        self._base_forms = base_forms
        self._finder = Finder(self._kept, base_forms)
        self._seen: OrderedDict[str, Seen] = OrderedDict()
        self._keeping = threading.Lock()
        self._looks: dict[str, asyncio.Future[Seen | None]] = {}

    async def ready(self, tenant: str) -> None:
        """Look at the folder of `tenant`, if that is due, on a thread: compiling takes a tenth of
        a second, in which the visitors of other companies should not wait."""
        seen = self._seen.get(tenant)
        if not NAME.match(tenant) or (seen and time.monotonic() - seen.at < PAUSE):
            return
        if tenant not in self._looks:
            look = asyncio.ensure_future(asyncio.to_thread(self._look, tenant))
            look.add_done_callback(lambda _: self._looks.pop(tenant))
            self._looks[tenant] = look
        await asyncio.shield(self._looks[tenant])

    def in_service(self, tenant: str) -> Theme:
        """As `get`. Raises Problem `tenant_unknown` where there is no such folder, and
        `tenant_unpublished` where nothing of it ever went into service."""
        theme = self.get(tenant)
        if theme is None:
            known = bool(NAME.match(tenant)) and self._is_tenant(self._root / tenant)
            raise Problem("tenant_unpublished" if known else "tenant_unknown")
        return theme

    def get(self, tenant: str) -> Theme | None:
        """The theme that `tenant` is in service with, at most a second old; None where there is
        no such folder, or never was a good one."""
        seen = self._look(tenant)
        return seen.found.theme if seen else None

    def draft(self, tenant: str) -> Theme | None:
        """The last good version of the folder, in service or waiting to be published."""
        seen = self._look(tenant)
        return (seen.found.draft or seen.found.theme) if seen else None

    def previous(self, tenant: str) -> Theme | None:
        """The version that was in service before this one, as far as it can be read."""
        return self._kept.previous(tenant) if self._look(tenant) else None

    def terms_history(self, tenant: str) -> list[TermsVersion]:
        """When which text of terms went into service, the oldest first."""
        return self._kept.terms(tenant) if self._look(tenant) else []

    def publish(self, tenant: str, at: int) -> tuple[Fault, ...]:
        """Put the folder as it is now in service, where `publish = "on-command"`; the errors that
        it has instead, if any. Raises Problem `storage_unavailable`."""
        seen = self._look(tenant, anew=True)
        errors = seen.found.faults if seen else (Fault(tenant, 1, 1, "there is no such folder"),)
        errors = tuple(fault for fault in errors if fault.severity == "error")
        if not errors:
            files, _ = read_files(self._root / tenant)
            self._kept.publish(tenant, Published(at, files))
            self._look(tenant, anew=True)
        return errors

    def faults(self, tenant: str) -> tuple[Fault, ...]:
        """What is wrong with the folder as it is now, the last good one in service or not."""
        seen = self._look(tenant)
        return seen.found.faults if seen else ()

    def tally(self) -> dict[str, float]:
        """Of the companies in memory, how many folders are `good` and how many `faulty`, and the
        `age` in seconds of the look at a folder that was longest ago."""
        seen, now = [*self._seen.values()], time.monotonic()
        faulty = sum(any(f.severity == "error" for f in each.found.faults) for each in seen)
        age = max((now - each.at for each in seen), default=0.0)
        return {"good": len(seen) - faulty, "faulty": faulty, "age": age}

    def names(self) -> tuple[str, ...]:
        """The tenants that have a folder, in alphabetical order."""
        return tuple(sorted(each.name for each in self._root.iterdir() if self._is_tenant(each)))

    def form(self, theme: Theme, name: str, language: str) -> Form:
        """The form `name` of a theme in service, in one of its languages."""
        seen = self._seen.get(theme.name)
        forms = seen.forms if seen and seen.found.theme is theme else {}
        made = forms.get((name, language))
        if made is None:
            from aldaba.themes.own_forms import form_of  # noqa: PLC0415 - as in `finding`

            made = form_of(name, self._base_forms, theme.forms.get(name, {}), theme, language)
            forms[name, language] = made
        return made

    def asset(self, file: str) -> Asset | None:
        """The logo or font that is served as `file` (`Asset.file`), of whichever tenant."""
        theme = self.get(file.partition("_")[0])
        assets = theme.assets.values() if theme else ()
        return next((asset for asset in assets if asset.file == file), None)

    def _is_tenant(self, folder: Path) -> bool:
        return bool(NAME.match(folder.name)) and folder.name != MANUAL and folder.is_dir()

    def _look(self, tenant: str, *, anew: bool = False) -> Seen | None:
        seen = self._seen.get(tenant)
        now = time.monotonic()
        if seen and now - seen.at < PAUSE and not anew:
            return self._remembered(tenant, seen)
        folder = self._root / tenant
        if not NAME.match(tenant) or not self._is_tenant(folder):
            self._seen.pop(tenant, None)
            return None
        stamps, newest = self._finder.stamps(folder)
        settled = not 0 <= time.time() - newest < SETTLED
        if seen and seen.found.stamps == stamps:
            seen.at = now
        elif seen and not settled and not anew:
            seen.at = now - PAUSE + SETTLED  # somebody is saving: look again when they are done
        else:
            seen = Seen(now, self._finder.find(folder, stamps, seen.found if seen else None))
        return self._remembered(tenant, seen)

    def _remembered(self, tenant: str, seen: Seen) -> Seen:
        """`seen`, kept as the last that was asked for; the first one goes where there are many."""
        with self._keeping:  # a look may be on a thread
            self._seen[tenant] = seen
            self._seen.move_to_end(tenant)
            if len(self._seen) > IN_MEMORY:
                self._seen.popitem(last=False)
        return seen
