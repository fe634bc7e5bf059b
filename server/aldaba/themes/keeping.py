"""What is kept on disk of each company's theme, beside the folder that it edits.

| file | what it holds |
| --- | --- |
| `last-good` | what the last look at the folder found, compiled |
| `published` | the folder's files as they were published last, where that is done on command |
| `previous` | the version that was in service before this one |
| `terms` | when which text of terms went into service |
"""

import logging
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from aldaba.problems import Problem
from aldaba.storage.files import Files
from aldaba.themes.fault import Fault
from aldaba.themes.theme import Theme

LAST_GOOD, PUBLISHED, PREVIOUS, TERMS = "last-good", "published", "previous", "terms"

log = logging.getLogger(__name__)

Kept = TypeVar("Kept")


class Found(Struct, frozen=True):
    """What a look at a folder found: `stamps` is its fingerprint (32 bytes), `theme` the version in
    service, `faults` what is wrong with the folder as it is, `draft` its last good version where
    that is another one."""

    stamps: bytes
    theme: Theme | None
    faults: tuple[Fault, ...]
    draft: Theme | None = None


class Published(Struct, frozen=True):
    """A folder's files by path, as they were published at the moment `at`: sources, because
    another version of the product compiles them anew."""

    at: int
    files: dict[str, bytes]


class TermsVersion(Struct, frozen=True):
    """The text of terms with the SHA-256 `hash` (of its source), rendered to `html`, went into
    service at the moment `at`."""

    at: int
    name: str
    language: str
    hash: str
    html: str


class Keeping:
    """The files under `kept`. A disk that is full takes nothing out of service, and what can't be
    read any more counts as not there; both are logged."""

    def __init__(self, kept: Path) -> None:
        self._files = Files(f"folder:{kept}")

    def found(self, tenant: str) -> Found | None:
        """What the last look found."""
        return self._read(tenant, LAST_GOOD, Found)

    def keep(self, tenant: str, found: Found) -> None:
        """In place of what the last look found."""
        self._write(tenant, LAST_GOOD, found)

    def published(self, tenant: str) -> Published | None:
        """What was published last."""
        return self._read(tenant, PUBLISHED, Published)

    def publish(self, tenant: str, published: Published) -> None:
        """In place of what was published last. Raises Problem `storage_unavailable`."""
        self._files.put(tenant, PUBLISHED, msgspec.msgpack.encode(published))

    def published_stamp(self, tenant: str) -> bytes:
        """Changes with what is published."""
        try:
            stat = self._files.path(tenant, PUBLISHED).stat()
        except OSError:
            return b""
        return f"{stat.st_mtime_ns} {stat.st_ino}".encode()

    def previous(self, tenant: str) -> Theme | None:
        """The version that was in service before."""
        return self._read(tenant, PREVIOUS, Theme)

    def terms(self, tenant: str) -> list[TermsVersion]:
        """All texts of terms that ever were in service, the oldest first."""
        return self._read(tenant, TERMS, list[TermsVersion]) or []

    def put_in_service(self, new: Theme, old: Theme | None, at: int) -> None:
        """Writes down that `new` replaced `old`."""
        if old:
            self._write(new.name, PREVIOUS, old)
        listed = self.terms(new.name)
        current = {(each.name, each.language): each.hash for each in listed}
        added = [
            TermsVersion(at, *key, terms.hash, terms.html)
            for key, terms in sorted(new.terms.items())
            if current.get(key) != terms.hash
        ]
        if added:
            self._write(new.name, TERMS, [*listed, *added])

    def _read(self, tenant: str, name: str, kind: type[Kept]) -> Kept | None:
        try:
            kept = self._files.read(tenant, name)
            return msgspec.msgpack.decode(kept, type=kind) if kept else None
        except (OSError, msgspec.DecodeError):
            log.exception("the %s theme of %s can't be read", name, tenant)
            return None

    def _write(self, tenant: str, name: str, kept: object) -> None:
        try:
            self._files.put(tenant, name, msgspec.msgpack.encode(kept))
        except (Problem, OSError):
            log.exception("the %s theme of %s was not kept", name, tenant)
