"""Files beside the database, in a folder for each tenant. A row may name a file once `put` is back:
its bytes and its name are on the disk then, whatever fails next."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from aldaba.problems import Problem
from aldaba.settings import SettingsError
from aldaba.storage.lane import RETRY_AFTER

PREFIX = "folder:"
NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)*\Z", re.ASCII)
UNFINISHED = re.compile(r"\.[0-9a-f]{16}\Z")  # of `put`, and left there by a process that ended


class Files:
    """The files under `folder:<path>`. Names are the program's own, such as `<digest>.thumb.jpg`:
    whatever else comes raises ValueError, so that no client's words become a path."""

    def __init__(self, url: str) -> None:
        if not url.startswith(PREFIX):
            raise SettingsError(f"ALDABA_FILES_URL: write folder:<path>, not {url}.")
        self.root = Path(url.removeprefix(PREFIX))

    def put(self, tenant: str, name: str, body: bytes) -> None:
        """Keep `body` as `name`, in place of what was there.

        Raises Problem `storage_unavailable` where the disk is full or can't be written.
        """
        path = self.path(tenant, name)
        with _on_the_disk():
            _make_folder(path.parent)
            _write(path, body)

    def read(self, tenant: str, name: str) -> bytes | None:
        """What was kept as `name`, or None."""
        try:
            return self.path(tenant, name).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, tenant: str, name: str) -> None:
        """Forget `name`, if it is there. Raises Problem `storage_unavailable`."""
        path = self.path(tenant, name)
        with _on_the_disk():
            path.unlink(missing_ok=True)

    def tenants(self) -> list[str]:
        """Who has a folder here. Raises Problem `storage_unavailable`."""
        with _on_the_disk(), suppress(FileNotFoundError):
            return [name for name in sorted(os.listdir(self.root)) if NAME.match(name)]
        return []

    def written_before(self, tenant: str, at: int) -> Iterator[str]:
        """The names of what was last written before `at` (UTC microseconds), `UNFINISHED` ones and
        others' too. Raises Problem `storage_unavailable`."""
        folder = self.root / tenant
        with _on_the_disk(), suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # deleted since
                    if entry.stat(follow_symlinks=False).st_mtime_ns // 1000 < at:
                        yield entry.name

    def path(self, tenant: str, name: str) -> Path:
        """Where `name` of `tenant` is kept, whether or not it is there."""
        if not NAME.match(tenant) or not (NAME.match(name) or UNFINISHED.match(name)):
            raise ValueError(f"not a file's name: {tenant!r} {name!r}")
        return self.root / tenant / name


@contextmanager
def _on_the_disk() -> Iterator[None]:
    """Raise Problem `storage_unavailable` where the disk is full, read-only or away."""
    try:
        yield
    except OSError as error:
        raise Problem("storage_unavailable", headers=RETRY_AFTER) from error


def _write(path: Path, body: bytes) -> None:
    """All of `body` under its name, or nothing: written apart, synced, renamed, folder synced."""
    apart = path.with_name(f".{secrets.token_hex(8)}")
    try:
        with apart.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        apart.rename(path)
    except OSError:
        apart.unlink(missing_ok=True)
        raise
    sync(path.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync(folder.parent)


def sync(folder: Path) -> None:
    """What names `folder` holds is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
