"""A photo that was changed or lost on the disk is found, and only one that was sent; files that no
row names are counted."""

from pathlib import Path

import pytest

from aldaba import clock
from aldaba.photos import checking, service
from aldaba.photos.staging import file_names, stage

COFFEE = Path(__file__).parents[2] / "photos" / "coffee.jpg"
STREAM = "request:0123456789"

pytestmark = pytest.mark.anyio


async def test_photos_that_were_changed_or_lost_are_named(deployment, on_disk) -> None:
    async def faults() -> list[str]:
        kept = (deployment.files, deployment.vault)
        return await deployment.store.read("horizonte", checking.faults, *kept)

    photo = await stage(deployment, "horizonte", on_disk(COFFEE.read_bytes()), "a.jpg")
    shown, thumbnail = (deployment.files.path("horizonte", name) for name in file_names(photo.id))
    body = shown.read_bytes()
    shown.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    assert await faults() == []  # nobody sent it yet
    sent = {"stream": STREAM, "sequence": 1, "at": clock.now()}
    await deployment.store.write("horizonte", service.attach, [photo.id], **sent)
    assert await faults() == [f"{STREAM}: photo {photo.id} was changed"]
    shown.write_bytes(body)
    assert await faults() == []
    thumbnail.unlink()
    assert await faults() == [f"{STREAM}: a file of photo {photo.id} is missing"]


async def test_files_without_a_row_are_counted_and_no_fault(deployment, on_disk) -> None:
    async def told(at: int) -> tuple[list[str], list[str]]:
        read, files = deployment.store.read, deployment.files
        faults = await read("horizonte", checking.faults, files, deployment.vault)
        return faults, await read("horizonte", checking.notes, files, at)

    for _ in range(2):
        photo = await stage(deployment, "horizonte", on_disk(COFFEE.read_bytes()), "a.jpg")
    later = clock.now() + clock.DAY + clock.MINUTE
    assert await told(later) == ([], [])
    await deployment.store.write("horizonte", service.forget, photo.id)
    assert await told(clock.now()) == ([], [])  # its row may be about to come
    assert await told(later) == (
        [],
        ["files of photos, older than a day, that no row names: 2"],
    )
