"""What was staged and never sent goes, files that no row names go, and nothing else."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aldaba import clock
from aldaba.photos import service, sweeping
from aldaba.photos.staging import file_names, stage
from aldaba.photos.sweeping import sweep, sweep_unnamed, sweeper
from aldaba.storage.files import Files

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


@pytest.fixture
async def row(deployment, staged):
    """The row that was to come when a process ended: its two files are there, a day old. Another
    photo of the company is kept."""
    await staged()
    photo = await staged()
    row = await deployment.store.read("horizonte", service.find, photo.id)
    await deployment.store.write("horizonte", service.forget, photo.id)
    for name in file_names(photo.id):
        grow_old(deployment.files, name)
    return row


def grow_old(files: Files, name: str, age: int = clock.DAY + clock.SECOND) -> None:
    written = (clock.now() - age) * 1000
    os.utime(files.path("horizonte", name), ns=(written, written))


async def test_files_that_no_row_names_go_after_a_day(deployment, row):
    unfinished = ".0123456789abcdef"
    deployment.files.path("horizonte", unfinished).write_bytes(b"half a ph")
    grow_old(deployment.files, unfinished)

    assert await sweep_unnamed(deployment, clock.now()) == 3

    assert kept(deployment, row) == [False, False]
    assert len([*deployment.files.path("horizonte", "x").parent.iterdir()]) == 2  # of the other


async def test_a_file_that_is_not_a_day_old_may_get_its_row_yet(deployment, row):
    for name in file_names(row.id):
        grow_old(deployment.files, name, clock.DAY - clock.SECOND)
    assert await sweep_unnamed(deployment, clock.now()) == 0
    assert kept(deployment, row) == [True, True]


async def test_however_old_the_files_of_a_row_stay(deployment, staged, monkeypatch):
    """More of them than are asked about at once."""
    monkeypatch.setattr(sweeping, "MOST_UNNAMED", 2000)
    photo = await staged()
    for name in file_names(photo.id):
        grow_old(deployment.files, name, 400 * clock.DAY)
    for position in range(1100):
        deployment.files.path("horizonte", f"{position:032x}.jpg").touch()
        grow_old(deployment.files, f"{position:032x}.jpg")
    assert await sweep_unnamed(deployment, clock.now()) == 1100
    assert kept(deployment, photo) == [True, True]


class Listed(Files):
    """Files to whose list something happens when it is made."""

    def __init__(self, url: str, meanwhile: Callable[[], object]) -> None:
        super().__init__(url)
        self.meanwhile = meanwhile

    def written_before(self, tenant: str, at: int) -> Iterator[str]:
        yield from super().written_before(tenant, at)
        self.meanwhile()


async def test_a_row_that_commits_while_the_sweep_looks_keeps_its_files(deployment, row):
    here = asyncio.get_running_loop()

    def commit() -> None:
        writing = deployment.store.write("horizonte", service.keep, row)
        asyncio.run_coroutine_threadsafe(writing, here).result(10)

    deployment.files = Listed(deployment.settings.files_url, commit)
    assert await sweep_unnamed(deployment, clock.now()) == 0
    assert kept(deployment, row) == [True, True]


async def test_where_the_database_does_not_answer_nothing_goes(deployment, row):
    deployment.files = Listed(deployment.settings.files_url, deployment.store.close)
    with pytest.raises(RuntimeError):
        await sweep_unnamed(deployment, clock.now())
    assert kept(deployment, row) == [True, True]


async def test_a_database_without_photos_is_not_taken_at_its_word(deployment, row):
    strange = deployment.files.path("norte", "x").parent
    deployment.files.path("horizonte", "x").parent.rename(strange)
    assert await sweep_unnamed(deployment, clock.now()) == 0
    assert len([*strange.iterdir()]) == 4


async def test_what_has_a_name_of_its_own_is_not_the_sweeps(deployment, row):
    for name in ("notes.txt", "a.jpg", f"{row.id}.orig.jpg"):
        deployment.files.put("horizonte", name, b"x")
        grow_old(deployment.files, name)
    assert await sweep_unnamed(deployment, clock.now()) == 2
    assert deployment.files.read("horizonte", "a.jpg") == b"x"


async def test_the_service_sweeps_by_itself(deployment, row):
    sweeping = asyncio.create_task(sweeper(deployment))
    for _ in range(500):
        if kept(deployment, row) == [False, False]:
            break
        await asyncio.sleep(0.01)
    sweeping.cancel()
    assert kept(deployment, row) == [False, False]


async def test_so_many_files_without_a_row_speak_of_the_wrong_database(
    deployment, row, monkeypatch, caplog
):
    monkeypatch.setattr(sweeping, "MOST_UNNAMED", 1)
    assert await sweep_unnamed(deployment, clock.now()) == 0
    assert "none is deleted" in caplog.text
    assert kept(deployment, row) == [True, True]
