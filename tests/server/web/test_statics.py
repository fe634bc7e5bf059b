"""Statics are served for ever under a name that holds their hash, to any site."""

import brotli
import pytest

from aldaba.pages import address, statics, theme_css

pytestmark = pytest.mark.anyio


@pytest.fixture
def themes(deployment):
    return deployment.themes


async def test_everything_that_pages_name_is_served(client, themes):
    assets = list(statics().values())
    for theme in map(themes.get, themes.names()):
        assets += [theme_css(theme), *theme.assets.values()]
    assert len({asset.media_type for asset in assets}) >= 4
    for asset in assets:
        answer = await client.get(f"/c/{asset.file}", headers={"accept-encoding": "identity"})
        assert (answer.status_code, answer.content) == (200, asset.body)
        assert answer.headers["content-type"].startswith(asset.media_type)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_text_is_packed_for_who_can_unpack(client):
    path = address("page.css", None)
    answer = await client.get(path, headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["vary"] == "Accept-Encoding"
    plain = statics()["page.css"].body
    assert answer.content in {plain, brotli.compress(plain, quality=9)}  # httpx may unpack
    assert int(answer.headers["content-length"]) < len(plain) / 2


async def test_head_tells_the_size(client):
    asset = statics()["form.css"]
    answer = await client.head(f"/c/{asset.file}", headers={"accept-encoding": "identity"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == len(asset.body)


async def test_another_hash_is_not_found(client, themes):
    theme = themes.get("horizonte")
    files = [statics()["form.css"].file, theme_css(theme).file, theme.assets["logo"].file]
    for file in files:
        stem, digest, extension = file.split(".")
        stale = await client.get(f"/c/{stem}.{digest[::-1]}.{extension}")
        assert stale.status_code == 404
    for file in ("theme-nobody.0.css", "nobody_logo.0.png", "theme-.css", "_", "form.css", ".."):
        assert (await client.get(f"/c/{file}")).status_code == 404
