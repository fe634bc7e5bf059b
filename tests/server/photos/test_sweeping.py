"""What was staged and never sent goes, and nothing else."""

from pathlib import Path

import pytest

from aldaba import clock
from aldaba.photos import service
from aldaba.photos.staging import file_names, stage
from aldaba.photos.sweeping import sweep

COFFEE = Path(__file__).parents[2] / "photos" / "coffee.jpg"
STREAM = "request:0123456789"

pytestmark = pytest.mark.anyio


@pytest.fixture
def staged(deployment, on_disk, frozen_clock):
    return lambda: stage(deployment, "horizonte", on_disk(COFFEE.read_bytes()), "a.jpg")


def kept(deployment, photo) -> list[bool]:
    files = deployment.files
    return [files.read("horizonte", name) is not None for name in file_names(photo.id)]


async def test_a_day_later_a_photo_that_was_never_sent_is_gone(deployment, staged, frozen_clock):
    photo = await staged()
    frozen_clock.advance(clock.DAY + 2 * clock.HOUR)
    assert await sweep(deployment, clock.now()) == 1
    assert await deployment.store.read("horizonte", service.find, photo.id) is None
    assert kept(deployment, photo) == [False, False]


async def test_photos_that_were_sent_or_still_wait_stay(deployment, staged, frozen_clock):
    sent = await staged()
    await deployment.store.write(
        "horizonte", service.attach, [sent.id], stream=STREAM, sequence=1, at=clock.now()
    )
    frozen_clock.advance(clock.DAY + 2 * clock.HOUR)
    waiting = await staged()
    assert await sweep(deployment, clock.now()) == 0
    assert kept(deployment, sent) == kept(deployment, waiting) == [True, True]


async def test_a_sweep_that_stopped_half_way_is_finished_by_the_next(
    deployment, staged, frozen_clock
):
    photo = await staged()
    deployment.files.delete("horizonte", file_names(photo.id)[0])
    frozen_clock.advance(clock.DAY + 2 * clock.HOUR)
    assert await sweep(deployment, clock.now()) == 1
    assert kept(deployment, photo) == [False, False]
