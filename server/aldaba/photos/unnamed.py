"""Files that no row names: a process ended when it had put them and not yet written the row."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from aldaba import clock
from aldaba.photos import service
from aldaba.storage.files import UNFINISHED, Files

NAMED_WITHIN = clock.DAY  # until then a row may be about to come
BATCH = 500

PHOTO = re.compile(r"[0-9a-f]{32}(\.thumb)?\.jpg\Z")


def old_files(files: Files, tenant: str, at: int) -> Iterator[list[str]]:
    """The names of the files of `tenant` that have, or never get, a row: some at a time. What has
    another name than `staging` gives is not ours to judge."""
    old = files.written_before(tenant, at - NAMED_WITHIN)
    ours = (name for name in old if PHOTO.match(name) or UNFINISHED.match(name))
    while names := list(islice(ours, BATCH)):
        yield names


def unnamed(db: Connection, tenant: str, names: Sequence[str]) -> list[str]:
    """Those of `names` that no row names. Ask when their list is made, never before: the row of a
    file may have come meanwhile."""
    ids = {name: name.partition(".")[0] for name in names}
    known = service.known(db, tenant, ids.values())
    return [name for name in names if ids[name] not in known]
