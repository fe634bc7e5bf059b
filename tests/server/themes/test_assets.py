"""Logos and fonts: written again, or refused."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from aldaba.themes.assets import read_assets
from aldaba.themes.fault import Fault
from aldaba.themes.svg import redraw

DRAWING = (
    b'<?xml version="1.0"?><!-- made by hand -->\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    b'version="1.1" viewBox="0 0 10 10"><defs><linearGradient id="g"><stop offset="0" '
    b'stop-color="#fff"/></linearGradient></defs><path d="M0 0h9" fill="url(#g)" '
    b'transform="translate(1 1)"/><use xlink:href="#g"/><text>A &amp; B</text></svg>'
)


def picture(
    form: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object
) -> bytes:
    written = BytesIO()
    Image.new(mode, size, "teal" if mode != "L" else 9).save(written, form, **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("file", "form"), [("logo.png", "PNG"), ("logo.webp", "WEBP"), ("logo.jpg", "JPEG")]
)
def test_a_picture_becomes_a_png_for_pages_and_mail(file: str, form: str) -> None:
    assets, faults = read_assets("casa", {file: picture(form)})
    assert faults == []
    assert assets["logo"] is assets["logo-email"]
    assert assets["logo"].file == f"casa_logo.{assets['logo'].hash}.png"
    assert Image.open(BytesIO(assets["logo"].body)).size == (40, 20)


def test_nothing_that_an_editor_left_in_a_picture_goes_out() -> None:
    notes = PngInfo()
    notes.add_text("Author", "Vera Balcao")
    assets, _ = read_assets("casa", {"logo.png": picture("PNG", pnginfo=notes) + b"<script>"})
    assert b"Vera" not in assets["logo"].body
    assert b"<script>" not in assets["logo"].body


def test_a_kilobyte_that_claims_many_megapixels_is_refused_unread() -> None:
    bomb = picture("PNG", (9_000, 9_000), "1")
    assets, (fault,) = read_assets("casa", {"logo.png": bomb})
    assert assets == {}
    assert fault.message.startswith("is 9000×9000 pixels")


@pytest.mark.parametrize("broken", [b"", b"GIF89a", picture("GIF"), picture("PNG")[:60]])
def test_what_is_no_picture_is_a_fault(broken: bytes) -> None:
    _, (fault,) = read_assets("casa", {"logo-dark.png": broken})
    assert str(fault).startswith("logo-dark.png:1:1: error: this is not a PNG, WebP or JPEG")


def test_a_drawing_serves_pages_and_the_picture_beside_it_mail() -> None:
    assets, faults = read_assets("casa", {"logo.svg": DRAWING, "logo.png": picture("PNG")})
    assert faults == []
    assert assets["logo"].media_type == "image/svg+xml"
    assert assets["logo-email"].media_type == "image/png"


def test_a_drawing_alone_warns_that_mail_shows_none() -> None:
    _, (fault,) = read_assets("casa", {"logo.svg": DRAWING})
    assert str(fault) == (
        "logo.svg:1:1: warning: mail programs show no SVG; put a logo.png beside it"
    )


def test_a_drawing_is_written_again_without_what_it_doesnt_need() -> None:
    redrawn = redraw("logo.svg", DRAWING)
    assert isinstance(redrawn, bytes)
    assert redrawn.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs>')
    assert redrawn.endswith(b'<use href="#g"></use><text>A &amp; B</text></svg>')
    assert redraw("logo.svg", redrawn) == redrawn


@pytest.mark.parametrize(
    "hostile",
    [
        b"<script>alert(1)</script>",
        b"<style>* { background: url(//evil.example) }</style>",
        b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        b"<image href='https://evil.example/a.png'/>",
        b"<use href='https://evil.example/a.svg#x'/>",
        b"<use xlink:href='data:image/svg+xml,x'/>",
        b"<path onload='alert(1)' d='M0 0'/>",
        b"<path style='fill:url(//evil.example)' d='M0 0'/>",
        b"<path fill='url(https://evil.example#x)' d='M0 0'/>",
        b"<path clip-path='url(&#34;//evil.example&#34;)' d='M0 0'/>",
        b"<a href='https://evil.example'><path d='M0 0'/></a>",
        b"<animate attributeName='href' to='javascript:alert(1)'/>",
        b"<set attributeName='onclick' to='alert(1)'/>",
        b"<html:script xmlns:html='http://www.w3.org/1999/xhtml'>alert(1)</html:script>",
        b"<path xml:base='https://evil.example' d='M0 0'/>",
        b"<unclosed>",
        b"&unknown;",
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(hostile: bytes) -> None:
    faults = redraw("logo.svg", DRAWING.replace(b"<defs>", hostile + b"<defs>"))
    assert isinstance(faults, list)
    assert {fault.line for fault in faults} == {2}


def test_a_doctype_ends_the_reading() -> None:
    laughs = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + DRAWING[22:]
    (fault,) = redraw("logo.svg", laughs)
    assert isinstance(fault, Fault)
    assert "DOCTYPE" in fault.message


@pytest.mark.parametrize("broken", [b"", b"wOF2", b"wOFF" + bytes(40), b"wOF2" + bytes(40)])
def test_what_is_no_woff2_font_is_a_fault(broken: bytes) -> None:
    assets, (fault,) = read_assets("casa", {"fonts/a.woff2": broken})
    assert assets == {}
    assert str(fault).startswith("fonts/a.woff2:1:1: error: this is not a WOFF2 font")
