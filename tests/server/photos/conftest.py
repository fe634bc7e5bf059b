"""Uploads as phones and strangers send them, made from a small real photo."""

import io
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pillow_heif
import pytest
from PIL import ExifTags, Image

PHOTOS = Path(__file__).parents[2] / "photos"
COFFEE = PHOTOS / "coffee.jpg"

pillow_heif.register_heif_opener()


@pytest.fixture(scope="session")
def coffee() -> Image.Image:
    """A real photo, 600 × 400."""
    with Image.open(COFFEE) as image:
        return image.convert("RGB")


@pytest.fixture
def on_disk() -> Iterator[Callable[[bytes], IO[bytes]]]:
    """An upload as it arrives: a file on disk."""
    with ExitStack() as files:

        def write(body: bytes) -> IO[bytes]:
            file = files.enter_context(tempfile.TemporaryFile())
            file.write(body)
            return file

        yield write


@pytest.fixture(scope="session")
def encoded() -> Callable[..., bytes]:
    def encode(image: Image.Image, kind: str, **options: object) -> bytes:
        out = io.BytesIO()
        image.save(out, kind, **options)
        return out.getvalue()

    return encode


@pytest.fixture(scope="session")
def phone_exif() -> bytes:
    """What a phone held upright writes: how it was held, whose it is, when and where it was."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Andorinha"
    exif[ExifTags.Base.Model] = "Modelo Secreto"
    exif[ExifTags.Base.DateTime] = "2026:11:19 16:05:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "S"
    place[ExifTags.GPS.GPSLatitude] = (22.0, 54.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "W"
    place[ExifTags.GPS.GPSLongitude] = (43.0, 10.0, 22.0)
    return exif.tobytes()


@pytest.fixture(scope="session")
def png_of() -> Callable[[int, int], bytes]:
    """A PNG of a few bytes that says it holds width × height pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    def make(width: int, height: int) -> bytes:
        header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
        pixels = zlib.compress(b"\0" * 1000)
        chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
        return b"\x89PNG\r\n\x1a\n" + chunks

    return make
