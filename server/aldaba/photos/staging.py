"""Staging: an upload is made safe and kept under a signed id until a form is sent with it, so that
a refused form loses no photo (a browser can't fill a file input again)."""

import asyncio
import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterable
from typing import IO

from msgspec import Struct

from aldaba import clock
from aldaba.links import Link, Signer
from aldaba.photos import darkroom, service
from aldaba.photos.darkroom import Safe
from aldaba.photos.service import Photo
from aldaba.problems import Problem
from aldaba.storage.files import Files
from aldaba.web.deployment import Deployment
from aldaba.web.limits import PHOTO

PURPOSE = "photo"


class Staged(Struct, frozen=True):
    """A photo that waits for its form: its `id` in the database, the `signed` id that a page
    carries, its size in pixels."""

    id: str
    signed: str
    width: int
    height: int


async def stage(deployment: Deployment, tenant: str, upload: IO[bytes], name: str) -> Staged:
    """Make `upload` (a file on disk) safe and keep it for 24 hours. `name` is the sender's.

    Raises Problem `photo_too_large`, `photo_unreadable`, `not_a_photo` or `storage_unavailable`.
    """
    if upload.seek(0, os.SEEK_END) > PHOTO:
        raise Problem("photo_too_large")
    made = await darkroom.make_safe(upload)
    if not isinstance(made, Safe):
        raise Problem(made)
    row = Photo(
        tenant=tenant,
        id=secrets.token_hex(16),
        digest=hashlib.sha256(made.photo).hexdigest(),
        name=shown_name(name),
        width=made.width,
        height=made.height,
        staged_at=clock.now(),
    )
    await asyncio.to_thread(_keep_files, deployment.files, row, made)
    await deployment.store.write(tenant, service.keep, row)
    return Staged(row.id, _signed(deployment.signer, row), row.width, row.height)


async def restore(deployment: Deployment, tenant: str, signed: Iterable[str]) -> list[Staged]:
    """The photos of these signed ids, sent since or not, in their order; without those that are
    forged, expired, swept or another tenant's."""
    restored = []
    for name in signed:
        photo_id = signed_for(deployment.signer, tenant, name)
        row = await deployment.store.read(tenant, service.find, photo_id) if photo_id else None
        if row:
            restored.append(Staged(row.id, name, row.width, row.height))
    return restored


def signed_for(signer: Signer, tenant: str, signed: str) -> str | None:
    """The id of the photo of `tenant` that was `signed`; None for any other text, or too late."""
    link = signer.read(signed)
    if link is None or (link.purpose, link.tenant) != (PURPOSE, tenant):
        return None
    return None if link.expired(clock.now()) else link.subject


def shown_name(name: str) -> str:
    """A sender's file name as a text to show: no control or surrogate characters, 200 at most."""
    printable = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in name
    )
    return printable.strip()[:200]


def file_names(photo_id: str) -> tuple[str, str]:
    """The names of a photo's file and of its thumbnail's."""
    return f"{photo_id}.jpg", f"{photo_id}.thumb.jpg"


def _signed(signer: Signer, row: Photo) -> str:
    expires = row.staged_at + service.STAGED_FOR
    return signer.sign(Link(PURPOSE, row.tenant, row.id, 0, expires, ""))


def _keep_files(files: Files, row: Photo, made: Safe) -> None:
    """Both files are synced and in their folder before a row names them."""
    for name, body in zip(file_names(row.id), (made.photo, made.thumbnail), strict=True):
        files.put(row.tenant, name, body)
