"""Are the photos as they were kept? Their files are read again, and compared with their rows, and
those that no row names are counted."""

import hashlib

from sqlalchemy import Connection, select

from aldaba.photos.models import photo
from aldaba.photos.staging import file_names
from aldaba.photos.unnamed import old_files, unnamed
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault


def faults(db: Connection, tenant: str, files: Files, _vault: Vault) -> list[str]:
    """What is wrong with the files of photos that are part of a request; those that still wait for
    their form may go at any time."""
    found = []
    sent = (photo.c.tenant == tenant, photo.c.stream.is_not(None))
    for row in db.execute(select(photo.c.id, photo.c.stream, photo.c.digest).where(*sent)):
        name, thumbnail = file_names(row.id)
        body = files.read(tenant, name)
        if body is None or files.read(tenant, thumbnail) is None:
            found.append(f"{row.stream}: a file of photo {row.id} is missing")
        elif hashlib.sha256(body).hexdigest() != row.digest:
            found.append(f"{row.stream}: photo {row.id} was changed")
    return found


def notes(db: Connection, tenant: str, files: Files, at: int) -> list[str]:
    """How many files wait for `sweeping.sweep_unnamed`, where there are any."""
    count = sum(len(unnamed(db, tenant, names)) for names in old_files(files, tenant, at))
    return [f"files of photos, older than a day, that no row names: {count}"] if count else []
