"""What never changes under its name, `/c/{name}.{hash}.{ext}`: styles, scripts, fonts, logos.

Any site may load them: they say nothing about anybody.
"""

from functools import lru_cache
from typing import Any

import brotli
from litestar import Request, Response, get

from aldaba.pages import statics, theme_css
from aldaba.problems import Problem
from aldaba.themes import Asset, Themes
from aldaba.web.deployment import Deployment

THEME = "theme-"  # begins the name of a company's stylesheet
TEXT = {"text/css", "text/javascript", "image/svg+xml"}
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",  # a logo opened by itself, as SVG
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@get("/c/{file:str}")
async def static(
    request: Request[Any, Any, Any], deployment: Deployment, file: str
) -> Response[bytes]:
    """The asset whose name and hash are `file`'s. Raises Problem `not_found` for another hash."""
    asset = find(deployment.themes, file)
    if asset is None:
        raise Problem("not_found")
    if asset.media_type not in TEXT:
        return Response(asset.body, headers=HEADERS, media_type=asset.media_type)
    headers = HEADERS | {"Vary": "Accept-Encoding"}
    if "br" not in request.headers.get("accept-encoding", ""):
        return Response(asset.body, headers=headers, media_type=asset.media_type)
    headers |= {"Content-Encoding": "br"}
    return Response(packed(asset), headers=headers, media_type=asset.media_type)


def find(themes: Themes, file: str) -> Asset | None:
    """Our own static, a company's stylesheet, or its logo or font, by the name it is served as."""
    own = next((asset for asset in statics().values() if asset.file == file), None)
    if own or not file.startswith(THEME):
        return own or themes.asset(file)
    theme = themes.get(file.removeprefix(THEME).partition(".")[0])
    sheet = theme_css(theme) if theme else None
    return sheet if sheet and sheet.file == file else None


@lru_cache(maxsize=1024)
def packed(asset: Asset) -> bytes:
    """The asset's bytes in brotli."""
    body: bytes = brotli.compress(asset.body, mode=brotli.MODE_TEXT, quality=11)
    return body
