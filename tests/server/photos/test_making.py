"""An upload becomes a safe photo, or a word says why not."""

import asyncio
import io
import time
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from aldaba.photos import darkroom
from aldaba.photos.darkroom import Safe

PHOTOS = Path(__file__).parents[2] / "photos"


@pytest.fixture
def made(on_disk):
    return lambda body: asyncio.run(darkroom.make_safe(on_disk(body)))


def _opened(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


def _near(pixel, colour) -> bool:
    return all(abs(is_ - should) < 12 for is_, should in zip(pixel, colour, strict=True))


def test_a_photo_keeps_its_size_and_gets_a_thumbnail(made):
    photo = made((PHOTOS / "coffee.jpg").read_bytes())
    assert (photo.width, photo.height) == (600, 400)
    assert _opened(photo.photo).size == (600, 400)
    assert _opened(photo.thumbnail).size == (400, 267)


def test_a_large_photo_is_made_smaller(made, coffee, encoded):
    photo = made(encoded(coffee.resize((4000, 3000)), "JPEG"))
    assert _opened(photo.photo).size == (photo.width, photo.height) == (2048, 1536)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_phone_held_upright_gives_an_upright_photo(made, encoded, phone_exif, kind):
    as_stored = Image.new("RGB", (1200, 900), "blue")
    as_stored.paste("red", (0, 0, 1200, 300))  # turned upright, the top of it is on the right
    photo = made(encoded(as_stored, kind, exif=phone_exif))
    assert (photo.width, photo.height) == (900, 1200)
    for body, right in ((photo.photo, 895), (photo.thumbnail, 295)):
        assert _near(_opened(body).getpixel((right, 20)), (254, 0, 0))
        assert _near(_opened(body).getpixel((5, 20)), (0, 0, 254))


def test_nothing_tells_where_when_or_with_what_it_was_taken(made, coffee, encoded, phone_exif):
    upload = encoded(
        coffee.resize((4000, 3000)),
        "JPEG",
        exif=phone_exif,
        comment=b"Rua das Laranjeiras 9",
        xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secreto</x:xmpmeta>',
    )
    assert b"Modelo Secreto" in upload
    photo = made(upload)
    for body in (photo.photo, photo.thumbnail):
        kept = _opened(body)
        assert set(kept.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not kept.getexif()
        assert all(secret not in body for secret in (b"Secreto", b"secreto", b"Laranjeiras"))


def test_a_heic_of_an_iphone_is_read_upright(made, encoded, phone_exif):
    as_stored = Image.new("RGB", (1200, 900), "blue")
    as_stored.paste("red", (0, 0, 1200, 300))
    photo = made(encoded(as_stored, "HEIF", exif=phone_exif))
    assert (photo.width, photo.height) == (900, 1200)
    assert _near(_opened(photo.photo).getpixel((895, 20)), (254, 0, 0))
    assert b"Secreto" not in photo.photo


def test_a_jpeg_with_a_second_picture_inside_gives_the_first(made, coffee, encoded):
    second = Image.new("RGB", (600, 400), "red")
    upload = encoded(coffee, "MPO", save_all=True, append_images=[second])
    assert _opened(upload).format == "MPO"
    assert isinstance(made(upload), Safe)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_gives_its_first_frame(made, encoded, kind):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    upload = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert _near(_opened(made(upload).photo).getpixel((20, 20)), (254, 0, 0))


@pytest.mark.parametrize(
    "see_through",
    [
        Image.new("RGBA", (40, 40), (255, 0, 0, 0)),
        Image.new("LA", (40, 40), (0, 0)),
        Image.new("RGBA", (40, 40), (255, 0, 0, 0)).convert("P"),
    ],
    ids=["colour", "grey", "palette"],
)
def test_what_is_transparent_becomes_white(made, encoded, see_through):
    assert _opened(made(encoded(see_through, "PNG")).photo).getpixel((20, 20)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_not_burnt_white(made, encoded):
    grey = Image.new("I;16", (40, 40), 128 * 256)
    assert _near(_opened(made(encoded(grey, "PNG")).photo).getpixel((20, 20)), (128, 128, 128))


def test_colours_of_another_profile_become_srgb(made, encoded):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")
    red_means_green = encoded(Image.new("RGB", (40, 40), "red"), "JPEG", icc_profile=swapped)
    photo = _opened(made(red_means_green).photo)
    assert _near(photo.getpixel((20, 20)), (0, 254, 0))
    assert "icc_profile" not in photo.info


@pytest.mark.parametrize("damaged", [{"icc_profile": b"nonsense"}, {"exif": b"Exif\0\0nonsense"}])
def test_a_good_picture_with_damaged_metadata_is_kept(made, coffee, encoded, damaged):
    assert made(encoded(coffee, "JPEG", **damaged)).width == 600


def test_a_print_in_four_inks_is_read(made, coffee, encoded):
    assert made(encoded(coffee.convert("CMYK"), "JPEG")).width == 600


@pytest.mark.parametrize("pixels", [(13_380, 13_380), (2**31 - 1, 2**31 - 1)])
def test_a_png_bomb_is_refused_before_it_is_unpacked(made, png_of, pixels):
    bomb = png_of(*pixels)
    began = time.monotonic()
    assert len(bomb) < 1000
    assert made(bomb) == "photo_too_large"
    assert time.monotonic() - began < 2


def test_a_progressive_jpeg_is_held_to_the_smaller_limit(made, encoded):
    upload = encoded(Image.new("L", (7000, 6000)), "JPEG", progressive=True)
    assert made(upload) == "photo_too_large"


def test_a_truncated_photo_is_unreadable(made):
    whole = (PHOTOS / "coffee.jpg").read_bytes()
    assert made(whole[: len(whole) // 2]) == "photo_unreadable"


def test_a_heic_cut_short_is_unreadable(made, coffee, encoded):
    whole = encoded(coffee, "HEIF")
    assert made(whole[: len(whole) // 2]) == "photo_unreadable"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
        b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + b"\0" * 64,
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
        b"II*\0\x08\0\0\0\0\0\0\0\0\0",
    ],
    ids=["nothing", "pdf", "mp4", "html", "svg", "gif", "tiff"],
)
def test_what_is_no_photo_is_told_apart(made, body):
    assert made(body) == "not_a_photo"


def test_a_page_hidden_in_a_photo_is_gone(made, coffee, encoded):
    page = b"<script>alert(document.domain)</script>"
    upload = encoded(coffee, "JPEG", comment=page) + page
    photo = made(upload)
    assert page not in photo.photo + photo.thumbnail
    assert photo.photo.startswith(b"\xff\xd8\xff")
    assert photo.photo.endswith(b"\xff\xd9")


def test_the_same_upload_gives_the_same_bytes(made):
    upload = (PHOTOS / "rocket.jpg").read_bytes()
    assert made(upload) == made(upload)
