"""A tenant's folder as files in memory: read once, judged as one."""

import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from aldaba.themes import everyday
from aldaba.themes.fault import Fault

LARGEST = 1024 * 1024
ROOMS = ("terms", "forms", "fonts")  # the folders that a theme may have

Files = Mapping[str, bytes]
Fingerprint = tuple[tuple[str, int, int], ...]


def fingerprint(folder: Path) -> Fingerprint:
    """Path, time of change and size of each file, in order."""
    return tuple(sorted(_stamps(folder)))


def read_files(folder: Path) -> tuple[dict[str, bytes], list[Fault]]:
    """The files by their path in the folder, and a fault for each that was not read.

    A symbolic link that leads out of the folder is not followed: it could put any file of the
    server on a public page.
    """
    files: dict[str, bytes] = {}
    faults = list(_other_folders(folder))
    home = folder.resolve()
    for name, _, size in fingerprint(folder):
        path = (folder / name).resolve()
        if not path.is_relative_to(home):
            faults.append(Fault(name, 1, 1, "leads out of this folder; put the file itself here"))
        elif size > LARGEST:
            faults.append(Fault(name, 1, 1, f"larger than {LARGEST // 1024} KB"))
        else:
            try:
                files[name] = path.read_bytes()
            except OSError as error:
                faults.append(Fault(name, 1, 1, f"can't be read ({error.strerror})"))
    return files, faults


def marks(files: Files) -> list[Fault]:
    """A warning for each text that begins with a byte-order mark, which only some programs bear."""
    advice = (
        "begins with a byte-order mark; it does no harm here, saving as UTF-8 without BOM is safer"
    )
    marked = (path for path, body in files.items() if body.startswith(BOM_UTF8))
    return [Fault(path, 1, 1, advice, "warning") for path in marked]


def text_of(files: Files, name: str) -> str | Fault:
    """The text of a file that has to be UTF-8, with no byte-order mark."""
    if name not in files:
        return Fault(name, 1, 1, "is missing")
    try:
        return files[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = files[name][: error.start].decode()
        line = before.count("\n") + 1
        column = len(before.rpartition("\n")[2]) + 1
        what = everyday.of_bytes(files[name]) or "this is not UTF-8; save the file as UTF-8"
        return Fault(name, line, column, what)


def _other_folders(folder: Path) -> Iterator[Fault]:
    for each in sorted(folder.iterdir()):
        if each.is_dir() and each.name not in ROOMS and not each.name.startswith((".", "__")):
            meant = everyday.nearest(each.name, ROOMS)
            advice = f"rename it to {meant}" if meant else f"there are {', '.join(ROOMS)}"
            message = f"nothing reads a folder of this name; {advice}"
            yield Fault(each.name, 1, 1, message, "error" if meant else "warning")


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for room in ("", *ROOMS):
        with suppress(OSError), os.scandir(folder / room) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # an editor's file, gone again
                    if entry.is_file() and not entry.name.startswith("."):
                        stat = entry.stat()
                        yield os.path.join(room, entry.name), stat.st_mtime_ns, stat.st_size
