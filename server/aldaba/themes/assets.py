"""The files of a folder that browsers fetch: logos and fonts, checked and written again."""

import hashlib
from io import BytesIO

from PIL import Image, ImageOps

from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files
from aldaba.themes.svg import redraw
from aldaba.themes.theme import Asset

LOGOS = ("logo", "logo-dark")
RASTERS = (".png", ".webp", ".jpg", ".jpeg")
FORMATS = ("PNG", "WEBP", "JPEG")
WIDEST = 2000  # pixels
KEPT_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")

Assets = dict[str, Asset]


def read_assets(tenant: str, files: Files) -> tuple[Assets, list[Fault]]:
    """The logos by name, `logo-email` among them, and the fonts by their path."""
    assets: Assets = {}
    faults: list[Fault] = []
    for name in LOGOS:
        found, wrong = _read_logo(tenant, name, files)
        assets |= found
        faults += wrong
    for path in sorted(path for path in files if path.endswith(".woff2")):
        if _is_woff2(files[path]):
            stem = path.removeprefix("fonts/").removesuffix(".woff2")
            assets[path] = _asset(tenant, stem, "font/woff2", files[path])
        else:
            faults.append(Fault(path, 1, 1, "this is not a WOFF2 font, or it was cut short"))
    return assets, faults


def _read_logo(tenant: str, name: str, files: Files) -> tuple[Assets, list[Fault]]:
    """An SVG for pages where there is one, and a picture for mail and for pages without it."""
    assets: Assets = {}
    faults: list[Fault] = []
    picture = next((name + suffix for suffix in RASTERS if name + suffix in files), None)
    if picture:
        png = _as_png(files[picture])
        if isinstance(png, bytes):
            assets[name] = _asset(tenant, name, "image/png", png)
        else:
            faults.append(Fault(picture, 1, 1, png))
    if name == "logo" and name in assets:
        assets["logo-email"] = assets[name]
    if (drawing := f"{name}.svg") in files:
        redrawn = redraw(drawing, files[drawing])
        if isinstance(redrawn, bytes):
            assets[name] = _asset(tenant, name, "image/svg+xml", redrawn)
        else:
            faults += redrawn
        if name == "logo" and not picture:
            advice = "mail programs show no SVG; put a logo.png beside it"
            faults.append(Fault(drawing, 1, 1, advice, "warning"))
    return assets, faults


def _as_png(source: bytes) -> bytes | str:
    """The picture encoded again, without what a camera or an editor left in it; or what is wrong.

    Its size is read before its pixels: a kilobyte can claim a hundred megapixels.
    """
    written = BytesIO()
    try:
        with Image.open(BytesIO(source), formats=FORMATS) as image:
            if max(image.size) > WIDEST:
                return f"is {image.width}×{image.height} pixels; at most {WIDEST} a side"
            upright = ImageOps.exif_transpose(image)
            shown = upright if upright.mode in KEPT_MODES else upright.convert("RGB")
            shown.save(written, "PNG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "this is not a PNG, WebP or JPEG picture that can be read"
    return written.getvalue()


def _is_woff2(font: bytes) -> bool:
    """By its signature and the length that its header gives (WOFF 2.0, section 4)."""
    return font[:4] == b"wOF2" and int.from_bytes(font[8:12], "big") == len(font)


def _asset(tenant: str, name: str, media_type: str, body: bytes) -> Asset:
    digest = hashlib.sha256(body).hexdigest()[:16]
    return Asset(f"{tenant}_{name}", digest, media_type, body)
