"""Who has a request open just now is told to whoever opens it too, and to nobody else."""

import pytest

from aldaba.people import service as people
from aldaba.requests.presence import EVERY, GONE_AFTER, leave, others, stay

from .conftest import NOON

pytestmark = pytest.mark.anyio

OURS, NUMBER = "horizonte", "ABC123DE9"


@pytest.fixture
async def desk(store, written):
    await written(NUMBER)
    await written("OTHER0001")
    for id_ in ("vera", "nora", "teo"):
        said = {"name": id_.title(), "role": "coordinator", "language": "pt-BR", "at": NOON}
        await store.write(OURS, people.put, f"{id_}@horizonte.example", id_=id_, **said)
    return store


async def test_they_see_each_other_as_long_as_both_stay(desk):
    first = await desk.write(OURS, stay, NUMBER, "vera", NOON)
    assert (first.others, first.version) == ((), 0)
    second = await desk.write(OURS, stay, NUMBER, "nora", NOON + EVERY)
    assert second.others == ("Vera",)
    assert (await desk.write(OURS, stay, NUMBER, "vera", NOON + 2 * EVERY)).others == ("Nora",)
    late = NOON + EVERY + GONE_AFTER
    assert await desk.read(OURS, others, NUMBER, "teo", late) == ("Vera",)
    await desk.write(OURS, leave, NUMBER, "vera")
    assert await desk.read(OURS, others, NUMBER, "teo", NOON + 2 * EVERY) == ("Nora",)


async def test_another_request_and_another_company_are_none_of_theirs(desk):
    await desk.write(OURS, stay, NUMBER, "vera", NOON)
    assert (await desk.write(OURS, stay, "OTHER0001", "nora", NOON)).others == ()
    assert await desk.write("norte", stay, NUMBER, "vera", NOON) is None
    assert await desk.read("norte", others, NUMBER, "nora", NOON) == ()


async def test_who_went_without_a_word_leaves_no_row(desk):
    await desk.write(OURS, stay, NUMBER, "vera", NOON)
    await desk.write(OURS, stay, "OTHER0001", "nora", NOON + GONE_AFTER)
    assert await desk.read(OURS, others, NUMBER, "nora", NOON) == ()
