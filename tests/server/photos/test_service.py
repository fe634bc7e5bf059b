"""A staged photo becomes part of one request, once."""

import pytest

from aldaba import clock
from aldaba.photos import service
from aldaba.photos.service import Photo

NOON = 1_795_694_400 * clock.SECOND
OURS, ANOTHERS = "request:0123456789", "request:9876543210"

pytestmark = pytest.mark.anyio


def staged(photo_id: str = "a1", at: int = NOON, tenant: str = "horizonte") -> Photo:
    return Photo(
        tenant=tenant,
        id=photo_id,
        digest="d" * 64,
        name="IMG_0001.HEIC",
        width=600,
        height=400,
        staged_at=at,
    )


async def attach(store, ids, stream=OURS, sequence=1, at=NOON):
    return await store.write(
        "horizonte", service.attach, ids, stream=stream, sequence=sequence, at=at
    )


async def test_staged_photos_become_part_of_the_request_that_is_sent(store):
    for moment, photo_id in enumerate(("b2", "a1")):
        await store.write("horizonte", service.keep, staged(photo_id, NOON + moment))
    assert await attach(store, ["b2", "a1"]) == ()
    kept = await store.read("horizonte", service.of_stream, OURS)
    assert [(photo.id, photo.sequence) for photo in kept] == [("b2", 1), ("a1", 1)]


async def test_attaching_again_changes_nothing(store):
    await store.write("horizonte", service.keep, staged())
    assert await attach(store, ["a1"], sequence=1) == ()
    assert await attach(store, ["a1"], sequence=2, at=NOON + 7 * clock.DAY) == ()
    assert (await store.read("horizonte", service.find, "a1")).sequence == 1


async def test_a_photo_of_another_request_is_refused_and_none_is_attached(store):
    for photo_id in ("a1", "b2"):
        await store.write("horizonte", service.keep, staged(photo_id))
    await attach(store, ["a1"], stream=ANOTHERS)
    assert await attach(store, ["b2", "a1"]) == ("a1",)
    assert (await store.read("horizonte", service.find, "a1")).stream == ANOTHERS
    assert (await store.read("horizonte", service.find, "b2")).stream is None


async def test_a_photo_of_another_company_is_refused(store):
    await store.write("norte", service.keep, staged(tenant="norte"))
    assert await attach(store, ["a1"]) == ("a1",)


async def test_a_photo_waits_24_hours_for_its_form(store):
    await store.write("horizonte", service.keep, staged())
    late = NOON + clock.DAY + 1
    assert await store.write("horizonte", service.unavailable, ["a1"], late) == ("a1",)
    assert await store.write("horizonte", service.unavailable, ["a1"], late - 1) == ()


async def test_no_form_can_attach_what_the_sweep_takes(store):
    await store.write("horizonte", service.keep, staged())
    swept_at = NOON + service.SWEPT_AFTER + 1
    assert await store.read("*", service.never_sent, swept_at - 1) == []
    assert [photo.id for photo in await store.read("*", service.never_sent, swept_at)] == ["a1"]
    assert await attach(store, ["a1"], at=NOON + service.SWEPT_AFTER) == ("a1",)


async def test_the_row_of_a_sent_photo_is_never_forgotten(store):
    await store.write("horizonte", service.keep, staged())
    await attach(store, ["a1"])
    await store.write("horizonte", service.forget, "a1")
    assert await store.read("horizonte", service.find, "a1")
