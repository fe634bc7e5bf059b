"""Where uploads become photos: one at a time, each in a process of its own (see `making`).

The process has none of the service's environment, so that a decoder taken over by a photo finds no
keys; it has bounded memory and time, and ends with its photo.
"""

import asyncio
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import msgspec

REFUSALS = frozenset({"not_a_photo", "photo_too_large", "photo_unreadable"})
SECONDS = 30.0

# By path and isolated: as a module it would import the package, and the web framework with it.
COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("making.py")))
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}  # a decoder's threads would else reserve 64 MiB each

log = logging.getLogger(__name__)
_one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="darkroom")


class Safe(msgspec.Struct, frozen=True, array_like=True):
    """A photo and its thumbnail, both JPEG; `width` and `height` are the photo's, in pixels."""

    photo: bytes
    thumbnail: bytes
    width: int
    height: int


async def make_safe(upload: IO[bytes]) -> Safe | str:
    """The safe photo made of `upload` (a file on disk), or why not: one of `REFUSALS`."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, _run, upload)


def _run(upload: IO[bytes]) -> Safe | str:
    upload.flush()
    os.lseek(upload.fileno(), 0, os.SEEK_SET)  # the position that the process inherits
    try:
        done = subprocess.run(  # noqa: S603 - nothing of the upload's is in the command
            COMMAND, stdin=upload, capture_output=True, timeout=SECONDS, env=ENVIRONMENT, check=True
        )
    except subprocess.TimeoutExpired:
        log.warning("a photo was given up after %s s", SECONDS)
        return "photo_unreadable"
    except subprocess.CalledProcessError as ended:
        return _refusal(ended)
    return msgspec.msgpack.decode(done.stdout, type=Safe)


def _refusal(ended: subprocess.CalledProcessError) -> str:
    """The word that the process left, or `photo_unreadable` when a photo broke it."""
    told: bytes = ended.stderr
    last_line = told.decode(errors="replace").strip().rpartition("\n")[2]
    if last_line in REFUSALS:
        return last_line
    log.warning("a photo ended its process with %s: %s", ended.returncode, last_line)
    return "photo_unreadable"
