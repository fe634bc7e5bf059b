"""A whole record in one file: the database as it stood at one moment, and the files beside it.

The file is a tar: `database/…`, `files/<tenant>/<name>`, and `manifest.json` last, with a SHA-256
of each: a file that was cut short has none, and is not taken for a backup. The database is copied
before the files, so that each row's files are there; those that were put since stand there too, and
no row names them. The keys (`ALDABA_SECRET_KEYS`, `ALDABA_DATA_KEYS`) are in no backup.
"""

import hashlib
import importlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Protocol, cast

import msgspec

from aldaba import clock
from aldaba.settings import SettingsError
from aldaba.storage.files import Files, sync

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


class Kind(Protocol):
    """What a module knows that copies one kind of database."""

    def take(self, url: str, folder: Path, /) -> None: ...
    def put(self, url: str, folder: Path, /) -> None: ...
    def refuse_unless_empty(self, url: str, /) -> None: ...


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


def back_up(database_url: str, files: Files, target: Path) -> int:
    """Write `target`, beside whatever process serves; how many files it holds. It appears under
    its name when all of it is on the disk.

    Raises BackupRefused, and OSError where `target` can't be written.
    """
    if target.exists():
        raise BackupRefused(f"{target} is there already. Name a file that is not.")
    with _workplace(target.parent) as work:
        database = work / "database"
        database.mkdir()
        _kind(database_url).take(database_url, database)
        unnamed = work / "backup.tar"
        with _private(unnamed) as file:
            count = _write(file, database, files.root, _scheme(database_url))
            file.flush()
            os.fsync(file.fileno())
        unnamed.rename(target)
        sync(target.parent)
    return count


def restore(source: Path, database_url: str, files: Files) -> int:
    """Put what `source` holds where nothing is yet; how many files that were. All of it is checked
    before anything is put in place, the database last.

    Raises BackupRefused for a damaged file, and where there is something already.
    """
    kind = _kind(database_url)
    kind.refuse_unless_empty(database_url)
    if files.root.exists() and any(files.root.iterdir()):
        raise BackupRefused(f"{files.root} holds files. Name an empty place (ALDABA_FILES_URL).")
    files.root.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(files.root.parent) as work:
        manifest = _read(source, work)
        if manifest.database != _scheme(database_url):
            raise BackupRefused(
                f"{source} was made of a {manifest.database} database. Restore it to one"
                " (ALDABA_DATABASE_URL)."
            )
        (work / "files").mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            files.root.rmdir()
        (work / "files").rename(files.root)
        sync(files.root.parent)
        kind.put(database_url, work / "database")
    return len(manifest.digests)


def _write(file: IO[bytes], database: Path, files: Path, kind: str) -> int:
    """Everything as a tar; how many files that is."""
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


def _read(source: Path, work: Path) -> Manifest:
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
    with _private(path) as file:
        written = _Hashing(file)
        shutil.copyfileobj(body, cast(IO[bytes], written), BLOCK)
        file.flush()
        os.fsync(file.fileno())
    return written.hash.hexdigest()


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """A folder on the disk where the outcome will stand, gone at the end."""
    work = Path(mkdtemp(prefix=".aldaba-", dir=parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _private(path: Path) -> IO[bytes]:
    """A new file that nobody else may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _scheme(database_url: str) -> str:
    return database_url.partition("://")[0]


def _kind(database_url: str) -> Kind:
    """The module that copies this kind of database."""
    scheme = _scheme(database_url)
    if scheme not in {"sqlite", "postgresql"}:
        raise SettingsError(f"ALDABA_DATABASE_URL: {scheme} is not known.")
    return cast(Kind, importlib.import_module(f"aldaba.storage.{scheme}_copy"))
