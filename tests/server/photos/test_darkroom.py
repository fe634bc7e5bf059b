"""A photo can end only its own process."""

import asyncio
import logging
import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from aldaba.photos import darkroom
from aldaba.photos.darkroom import Safe

COFFEE = Path(__file__).parents[2] / "photos" / "coffee.jpg"


@pytest.fixture
def made(on_disk):
    return lambda body: asyncio.run(darkroom.make_safe(on_disk(body)))


def _instead(monkeypatch, program: str) -> None:
    monkeypatch.setattr(darkroom, "COMMAND", (sys.executable, "-I", "-c", program))


@pytest.mark.parametrize(
    "bomb",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.kill(os.getpid(), 11)",
        "raise IndexError('a decoder met what it never expected')",
    ],
)
def test_after_a_bomb_the_next_photo_is_made(made, monkeypatch, caplog, bomb):
    with monkeypatch.context() as exploding, caplog.at_level(logging.WARNING):
        _instead(exploding, bomb)
        assert made(b"bomb") == "photo_unreadable"
    assert "ended its process" in caplog.text
    assert isinstance(made(COFFEE.read_bytes()), Safe)


def test_a_photo_that_takes_for_ever_is_given_up(made, monkeypatch):
    _instead(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(darkroom, "SECONDS", 0.2)
    assert made(b"slow") == "photo_unreadable"


@pytest.fixture
def in_memory_of(monkeypatch, tmp_path):
    """Photos are made in a process with so many MiB."""

    def cramp(mebibytes: int) -> None:
        making = Path(darkroom.__file__).with_name("making.py").read_text()
        cramped = tmp_path / "making.py"
        cramped.write_text(making.replace("MEMORY = 768 *", f"MEMORY = {mebibytes} *"))
        monkeypatch.setattr(darkroom, "COMMAND", (sys.executable, "-I", str(cramped)))

    return cramp


def test_a_photo_that_needs_too_much_memory_is_too_large(made, encoded, in_memory_of):
    in_memory_of(128)
    assert isinstance(made(COFFEE.read_bytes()), Safe)
    assert made(encoded(Image.new("RGB", (6000, 6000)), "PNG")) == "photo_too_large"


def test_a_jpeg_of_50_megapixels_needs_little_memory(made, coffee, encoded, in_memory_of):
    in_memory_of(192)
    photo = made(encoded(coffee.resize((8160, 6120)), "JPEG", quality=60))
    assert (photo.width, photo.height) == (2048, 1536)


def test_the_process_sees_no_keys_of_the_service(made, monkeypatch):
    monkeypatch.setenv("ALDABA_SECRET_KEYS", "known only to the service")
    _instead(monkeypatch, "import os, sys; sys.exit(' '.join(sorted(os.environ)))")
    told = []
    monkeypatch.setattr(darkroom.log, "warning", lambda *args: told.append(args[-1]))
    made(b"")
    assert "ALDABA_SECRET_KEYS" not in told[0]


def test_photos_are_made_one_at_a_time(on_disk, monkeypatch, tmp_path):
    _instead(
        monkeypatch,
        "import os, sys, time; os.mkdir(sys.stdin.read()); time.sleep(0.1); sys.exit(1)",
    )

    async def both() -> list[Safe | str]:
        uploads = [on_disk(os.fsencode(tmp_path / str(n))) for n in range(2)]
        return await asyncio.gather(*map(darkroom.make_safe, uploads))

    assert asyncio.run(both()) == ["photo_unreadable"] * 2
    first, second = sorted(folder.stat().st_mtime for folder in tmp_path.iterdir())
    assert second - first >= 0.1
