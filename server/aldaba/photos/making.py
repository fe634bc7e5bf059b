"""Makes one photo safe. `darkroom` runs this file as a program of its own for each upload: the
upload on standard input, msgpack `[photo, thumbnail, width, height]` on standard output, or exit 1
with one word of `Refused` on standard error.

A stranger's bytes meet decoders only here, with bounded memory, so that a bomb kills nothing else.
It imports nothing of the service: neither its start nor its memory is paid for each photo.
"""

import io
import resource
import sys
from typing import BinaryIO

import msgspec
import pillow_heif
from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.Image import Resampling, Transpose

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # judged by content; never by name or declared type
LONG_EDGE = 2048
THUMBNAIL_EDGE = 400
QUALITY = 82
MEMORY = 768 * 2**20

# What Pillow (the first) and pillow-heif (the others) raise for a broken or truncated file.
DAMAGED = (OSError, EOFError, RuntimeError, SyntaxError, ValueError)

# A baseline JPEG is decoded at a fraction of its size (`Image.draft`); all else in full.
MOST_PIXELS_IN_PART = 200_000_000
MOST_PIXELS_IN_FULL = 40_000_000

ORIENTATION = 0x0112  # Exif 2.32, 4.6.4: how the camera was held
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class Refused(Exception):
    """`not_a_photo`, `photo_too_large` or `photo_unreadable`."""


def make_safe(upload: BinaryIO) -> tuple[bytes, bytes, int, int]:
    """A photo and its thumbnail as fresh JPEGs (sRGB, upright, no metadata, first frame only), and
    the photo's width and height. Raises Refused."""
    try:
        image = Image.open(upload, formats=FORMATS)
        _check_size(image)
        photo = _pixels(image)
    except UnidentifiedImageError as error:
        raise Refused("not_a_photo") from error
    except MemoryError as error:
        raise Refused("photo_too_large") from error
    except DAMAGED as error:
        raise Refused("photo_unreadable") from error
    thumbnail = photo.copy()
    thumbnail.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Resampling.LANCZOS)
    return _jpeg(photo), _jpeg(thumbnail), photo.width, photo.height


def _check_size(image: Image.Image) -> None:
    """Before anything is decoded: the header alone says how many pixels there are."""
    in_part = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    if image.width * image.height > (MOST_PIXELS_IN_PART if in_part else MOST_PIXELS_IN_FULL):
        raise Refused("photo_too_large")


def _pixels(image: Image.Image) -> Image.Image:
    """The picture as a person would see it, small enough, and nothing beside it."""
    profile = image.info.get("icc_profile")
    turn = UPRIGHT.get(_orientation(image))
    image = _in_a_mode_that_scales(image)
    image.thumbnail((LONG_EDGE, LONG_EDGE), Resampling.LANCZOS, reducing_gap=1.0)  # drafts a JPEG
    image = _in_srgb(_on_white(image), profile)
    if turn is not None:
        image = image.transpose(turn)
    image.info.clear()  # Pillow writes a comment found here
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (SyntaxError, TypeError, ValueError):  # damaged Exif around a good picture
        return 1


def _in_a_mode_that_scales(image: Image.Image) -> Image.Image:
    if image.mode in {"RGB", "L", "CMYK"} and "transparency" not in image.info:
        return image
    if image.mode.startswith("I;16"):
        return image.point(lambda level: level / 256).convert("L")
    return image.convert("RGBA")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image)
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image.convert("RGB")
    try:
        theirs, ours = io.BytesIO(profile), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB")
    except ImageCms.PyCMSError:  # a damaged profile: the colours as they stand
        return image.convert("RGB")
    return converted or image


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    Image.MAX_IMAGE_PIXELS = None  # only warns, and too late: `_check_size` refuses
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        made = make_safe(sys.stdin.buffer)
    except Refused as refused:
        sys.exit(str(refused))
    sys.stdout.buffer.write(msgspec.msgpack.encode(made))


if __name__ == "__main__":
    main()
