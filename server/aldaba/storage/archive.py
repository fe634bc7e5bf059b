"""The file that a backup is: a tar with `database/…`, `files/<tenant>/<name>`, and `manifest.json`
last, with a SHA-256 of each. A file that was cut short has none, and is not taken for a backup."""

import hashlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import msgspec

from aldaba import clock
from aldaba.settings import SettingsError

MANIFEST = "manifest.json"
MEMBER = re.compile(r"(database/[a-z0-9_.]+|files/[a-z0-9-]+/[a-z0-9][a-z0-9.-]*)\Z", re.ASCII)
BLOCK = 2**20


class BackupRefused(SettingsError):
    """What stands in the way of a backup or of restoring one; its text says what to do."""


class Manifest(msgspec.Struct, frozen=True):
    """`database` is its kind (`sqlite`, `postgresql`), `digests` are by a member's name."""

    made_at: int
    database: str
    digests: dict[str, str]


class _Hashing:
    """A file that is read, or written, and hashed on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.hash.update(block)
        return block

    def write(self, block: bytes) -> int:
        self.hash.update(block)
        return self._file.write(block)


def write(file: IO[bytes], database: Path, files: Path, kind: str) -> int:
    """Everything as a tar; how many files that is. `kind` is the database's."""
    digests = {}
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, path in _members(database, files):
            with suppress(FileNotFoundError), path.open("rb") as source:  # swept or erased since
                read = _Hashing(source)
                _add(tar, name, os.fstat(source.fileno()).st_size, read)
                digests[name] = read.hash.hexdigest()
        body = msgspec.json.encode(Manifest(clock.now(), kind, digests))
        _add(tar, MANIFEST, len(body), io.BytesIO(body))
    return len(digests)


def _add(tar: tarfile.TarFile, name: str, size: int, body: "_Hashing | io.BytesIO") -> None:
    about = tarfile.TarInfo(name)
    about.size = size
    tar.addfile(about, cast(IO[bytes], body))


def _members(database: Path, files: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(database.iterdir()):
        yield f"database/{path.name}", path
    for path in sorted(files.glob("*/*")) if files.exists() else ():
        name = f"files/{path.parent.name}/{path.name}"
        if MEMBER.match(name):  # what has another name is being written, and no row's yet
            yield name, path


def read(source: Path, work: Path) -> Manifest:
    """Unpack `source` into `work`, synced. Raises BackupRefused unless it is whole."""
    digests: dict[str, str] = {}
    manifest = None
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                body = cast(IO[bytes], tar.extractfile(member))
                if member.name == MANIFEST:
                    manifest = msgspec.json.decode(body.read(), type=Manifest)
                else:
                    digests[member.name] = _unpack(member, body, work)
    except (OSError, tarfile.TarError, msgspec.MsgspecError) as error:
        raise BackupRefused(f"{source} can't be read as a backup ({error}).") from error
    if manifest is None or manifest.digests != digests:
        raise BackupRefused(f"{source} is damaged, or was cut short. Nothing was restored.")
    return manifest


def _unpack(member: tarfile.TarInfo, body: IO[bytes], work: Path) -> str:
    if not member.isfile() or not MEMBER.match(member.name):
        raise tarfile.TarError(f"{member.name!r} has no place in it")
    path = work / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with private(path) as file:
        written = _Hashing(file)
        shutil.copyfileobj(body, cast(IO[bytes], written), BLOCK)
        file.flush()
        os.fsync(file.fileno())
    return written.hash.hexdigest()


def private(path: Path) -> IO[bytes]:
    """A new file that nobody else may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
