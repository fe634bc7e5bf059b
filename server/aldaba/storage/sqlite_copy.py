"""A SQLite database as one file, copied while it is written to.

SQLite's own backup copies one snapshot over a connection that only reads, so that the rule of one
writer holds (`storage.sqlite`); the writer goes on, its log just grows until the copy is made.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from aldaba.settings import SettingsError
from aldaba.storage import sqlite
from aldaba.storage.files import sync

COPY = "aldaba.db"


def take(url: str, folder: Path) -> None:
    """Copy the database at `url` into `folder`. Raises SettingsError where none can be read."""
    path = sqlite.path_of(url)
    try:
        with (
            closing(sqlite.connect(path, "ro", sqlite.READER)) as source,
            closing(sqlite3.connect(folder / COPY)) as copy,
        ):
            source.backup(copy)
    except sqlite3.Error as error:
        raise SettingsError(f"ALDABA_DATABASE_URL: {path} can't be read ({error}).") from error


def refuse_unless_empty(url: str) -> None:
    """Raise SettingsError where a database is."""
    path = sqlite.path_of(url)
    if path.exists() and path.stat().st_size:
        raise SettingsError(
            f"ALDABA_DATABASE_URL: {path} is there already. Move it away, or name another file."
        )


def put(url: str, folder: Path) -> None:
    """Put the copy in `folder` at `url`, all of it or nothing. Raises DatabaseInUse."""
    path = sqlite.path_of(url)
    with sqlite.locked(path):
        for left in ("-wal", "-shm"):  # of a database that is gone; they belong to no other
            Path(f"{path}{left}").unlink(missing_ok=True)
        moved = path.with_name(f".{path.name}.restored")
        shutil.copyfile(folder / COPY, moved)
        with moved.open("rb") as file:
            os.fsync(file.fileno())
        moved.chmod(0o600)
        moved.replace(path)
        sync(path.parent)
