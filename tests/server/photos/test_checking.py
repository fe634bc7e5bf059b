"""A photo that was changed or lost on the disk is found, and only one that was sent."""

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
