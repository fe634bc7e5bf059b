"""An upload waits under a signed id until its form is sent."""

import hashlib
from pathlib import Path

import pytest

from aldaba import clock
from aldaba.links import Link
from aldaba.photos import service
from aldaba.photos.staging import file_names, restore, shown_name, stage
from aldaba.problems import Problem
from aldaba.web.limits import PHOTO as PHOTO_BYTES

PHOTOS = Path(__file__).parents[2] / "photos"

pytestmark = pytest.mark.anyio


async def test_a_staged_photo_has_its_files_its_row_and_a_signed_id(deployment, on_disk):
    upload = on_disk((PHOTOS / "coffee.jpg").read_bytes())
    staged = await stage(deployment, "horizonte", upload, "cozinha.jpg")
    assert (staged.width, staged.height) == (600, 400)
    kept, small = (deployment.files.read("horizonte", name) for name in file_names(staged.id))
    row = await deployment.store.read("horizonte", service.find, staged.id)
    assert hashlib.sha256(kept).hexdigest() == row.digest
    assert small.startswith(b"\xff\xd8\xff")
    assert await restore(deployment, "horizonte", [staged.signed]) == [staged]


async def test_the_same_photo_sent_twice_has_two_ids_and_one_digest(deployment, on_disk):
    body = (PHOTOS / "coffee.jpg").read_bytes()
    first, second = [await stage(deployment, "norte", on_disk(body), "a.jpg") for _ in range(2)]
    assert first.id != second.id
    one, other = [
        await deployment.store.read("norte", service.digests, [staged.id])
        for staged in (first, second)
    ]
    assert one == other


async def test_more_than_15_megabytes_are_too_large(deployment, on_disk):
    with pytest.raises(Problem) as refused:
        await stage(deployment, "horizonte", on_disk(b"\xff" * (PHOTO_BYTES + 1)), "a.jpg")
    assert refused.value.code == "photo_too_large"


async def test_what_is_no_photo_leaves_nothing_behind(deployment, on_disk):
    with pytest.raises(Problem) as refused:
        await stage(deployment, "horizonte", on_disk(b"%PDF-1.7"), "foto.jpg")
    assert refused.value.code == "not_a_photo"
    assert not deployment.files.path("horizonte", "a.jpg").parent.exists()


async def test_a_signed_id_opens_one_photo_of_one_company_for_24_hours(
    deployment, on_disk, frozen_clock
):
    upload = on_disk((PHOTOS / "coffee.jpg").read_bytes())
    staged = await stage(deployment, "horizonte", upload, "a.jpg")
    assert await restore(deployment, "norte", [staged.signed]) == []
    assert await restore(deployment, "horizonte", [staged.id, staged.signed[:-5] + "AAAAA"]) == []
    frozen_clock.advance(clock.DAY + 301 * clock.SECOND)
    assert await restore(deployment, "horizonte", [staged.signed]) == []


async def test_a_link_for_another_purpose_opens_no_photo(deployment, on_disk):
    upload = on_disk((PHOTOS / "coffee.jpg").read_bytes())
    staged = await stage(deployment, "horizonte", upload, "a.jpg")
    expires = clock.now() + clock.HOUR
    other = deployment.signer.sign(Link("follow", "horizonte", staged.id, 0, expires, "es"))
    assert await restore(deployment, "horizonte", [other]) == []


async def test_a_photo_that_was_sent_is_still_known_by_its_signed_id(deployment, on_disk):
    upload = on_disk((PHOTOS / "coffee.jpg").read_bytes())
    staged = await stage(deployment, "horizonte", upload, "a.jpg")
    await deployment.store.write(
        "horizonte",
        service.attach,
        [staged.id],
        stream="request:0123456789",
        sequence=1,
        at=clock.now(),
    )
    assert await restore(deployment, "horizonte", [staged.signed]) == [staged]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "../../etc/passwd"),
        ("a.jpg\r\nSet-Cookie: b=c", "a.jpg  Set-Cookie: b=c"),
        ("a\0b\ud800.jpg", "a b .jpg"),
        ("Água na 2.ª laje.jpg", "Água na 2.ª laje.jpg"),
        ("x" * 300, "x" * 200),
        ("", ""),
    ],
)
async def test_a_senders_file_name_is_a_text_and_no_more(sent, shown):
    assert shown_name(sent) == shown


async def test_no_file_is_named_by_its_sender(deployment, on_disk, tmp_path):
    upload = on_disk((PHOTOS / "coffee.jpg").read_bytes())
    staged = await stage(deployment, "horizonte", upload, "../../outside.jpg")
    row = await deployment.store.read("horizonte", service.find, staged.id)
    assert row.name == "../../outside.jpg"
    assert not list(tmp_path.rglob("outside*"))
