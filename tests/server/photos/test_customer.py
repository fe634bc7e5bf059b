"""A photo goes ahead of its form, alone, and can be seen while it waits."""

import io
from pathlib import Path

import pytest
from litestar import Router
from litestar.testing import AsyncTestClient
from PIL import Image

from aldaba import clock
from aldaba.photos import admission, service
from aldaba.photos.customer import handlers
from aldaba.photos.showing import photo_response
from aldaba.photos.staging import restore
from aldaba.problems import Problem
from aldaba.web.assembly import assemble
from aldaba.web.limits import PHOTO as PHOTO_BYTES
from aldaba.web.throttle import Rate

COFFEE = (Path(__file__).parents[2] / "photos" / "coffee.jpg").read_bytes()
STREAM = "request:0123456789"

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(deployment):
    app = assemble(deployment, [Router("/", route_handlers=handlers)])
    async with AsyncTestClient(app) as client:
        yield client


async def _send(client, body: bytes, name: str = "foto.jpg", tenant: str = "horizonte"):
    return await client.post(f"/p/{tenant}", files={"photo": (name, body, "image/jpeg")})


async def test_a_photo_is_answered_with_its_signed_id_and_size(client, deployment):
    answer = await _send(client, COFFEE)
    assert answer.status_code == 201
    said = answer.json()
    assert set(said) == {"photo", "width", "height"}
    assert (said["width"], said["height"]) == (600, 400)
    assert len(await restore(deployment, "horizonte", [said["photo"]])) == 1


async def test_its_thumbnail_is_shown_to_who_has_the_signed_id_and_kept_nowhere(client):
    signed = (await _send(client, COFFEE)).json()["photo"]
    shown = await client.get(f"/p/horizonte/{signed}/thumbnail")
    assert Image.open(io.BytesIO(shown.content)).size == (400, 267)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["cache-control"] == "private, no-store"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert shown.headers["content-disposition"].startswith('inline; filename="photo-')
    assert (await client.head(f"/p/horizonte/{signed}/thumbnail")).status_code == 200


async def test_a_thumbnail_of_nothing_known_is_not_found(client):
    for signed in ("photo.forged.signature", "x"):
        assert (await client.get(f"/p/horizonte/{signed}/thumbnail")).status_code == 404


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (b"\0\0\0\x20ftypisom" + b"\0" * 64, "not_a_photo", 422),
        (COFFEE[:20_000], "photo_unreadable", 422),
        (b"\xff" * (PHOTO_BYTES + 1), "photo_too_large", 413),
        (b"\xff" * (PHOTO_BYTES + 100_000), "photo_too_large", 413),
    ],
    ids=["video", "cut short", "over 15 MB", "body over the limit"],
)
async def test_what_cant_be_taken_is_refused_in_words(client, body, code, status):
    answer = await _send(client, body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")


async def test_a_form_without_the_photo_is_malformed(client):
    answer = await client.post("/p/horizonte", files={"other": ("a.jpg", COFFEE)})
    assert answer.json()["type"] == "/problems/malformed"


async def test_a_file_name_reaches_no_path_and_no_header(client, deployment):
    signed = (await _send(client, COFFEE, "../../etc/passwd")).json()["photo"]
    [staged] = await restore(deployment, "horizonte", [signed])
    kept = await deployment.store.read("horizonte", service.find, staged.id)
    assert kept.name == "../../etc/passwd"
    shown = await client.get(f"/p/horizonte/{signed}/thumbnail")
    assert "passwd" not in str(shown.headers)


async def test_an_unknown_company_takes_no_photo(client):
    assert (await _send(client, COFFEE, tenant="nobody")).json()[
        "type"
    ] == "/problems/tenant_unknown"


async def test_a_network_that_floods_is_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(admission, "PER_NETWORK", Rate(burst=1, per_hour=1))
    assert (await _send(client, COFFEE)).status_code == 201
    assert (await _send(client, COFFEE)).json()["type"] == "/problems/too_many"


async def test_a_request_shows_its_own_photos_only(client, deployment):
    signed = (await _send(client, COFFEE)).json()["photo"]
    [row] = await restore(deployment, "horizonte", [signed])
    await deployment.store.write(
        "horizonte", service.attach, [row.id], stream=STREAM, sequence=1, at=clock.now()
    )
    shown = await photo_response(deployment, "horizonte", row.id, stream=STREAM, thumbnail=False)
    assert Image.open(io.BytesIO(shown.content)).size == (600, 400)
    assert (await client.get(f"/p/horizonte/{signed}/thumbnail")).status_code == 200
    for tenant, name, stream in (
        ("horizonte", row.id, "request:9876543210"),
        ("norte", row.id, STREAM),
        ("horizonte", "unknown", STREAM),
    ):
        with pytest.raises(Problem, match="not_found"):
            await photo_response(deployment, tenant, name, stream=stream, thumbnail=False)
