"""A whole record in one file (`archive`): the database as it stood at one moment, and the files
beside it.

The database is copied before the files, so that each row's files are there; those that were put
since stand there too, and no row names them. The keys (`ALDABA_SECRET_KEYS`, `ALDABA_DATA_KEYS`)
are in no backup.
"""

import importlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol, cast

from aldaba.settings import SettingsError
from aldaba.storage import archive
from aldaba.storage.archive import BackupRefused
from aldaba.storage.files import Files, sync


class Kind(Protocol):
    """What a module knows that copies one kind of database."""

    def take(self, url: str, folder: Path, /) -> None: ...
    def put(self, url: str, folder: Path, /) -> None: ...
    def refuse_unless_empty(self, url: str, /) -> None: ...


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
        with archive.private(unnamed) as file:
            count = archive.write(file, database, files.root, _scheme(database_url))
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
        manifest = archive.read(source, work)
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


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """A folder on the disk where the outcome will stand, gone at the end."""
    work = Path(mkdtemp(prefix=".aldaba-", dir=parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _scheme(database_url: str) -> str:
    return database_url.partition("://")[0]


def _kind(database_url: str) -> Kind:
    """The module that copies this kind of database."""
    scheme = _scheme(database_url)
    if scheme not in {"sqlite", "postgresql"}:
        raise SettingsError(f"ALDABA_DATABASE_URL: {scheme} is not known.")
    return cast(Kind, importlib.import_module(f"aldaba.storage.{scheme}_copy"))
