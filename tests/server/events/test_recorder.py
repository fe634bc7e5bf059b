"""An event is recorded once, in its place, and what follows from it is done with it."""

import asyncio
from collections.abc import Iterator
from itertools import chain

import pytest
from sqlalchemy import Connection, insert, select

from aldaba.events import Recorded, history, install_reactions, record, verify
from aldaba.events.intake import RequestRejected
from aldaba.events.models import event, event_content
from aldaba.events.requests import CommentAdded
from aldaba.storage.database import Store
from aldaba.web.models import throttle

pytestmark = pytest.mark.anyio

HELLO = CommentAdded(text="Bom dia, João", to_customer=True)
STREAM = "request:ABCDEFGHJ"


@pytest.fixture(autouse=True)
def no_reactions() -> Iterator[None]:
    install_reactions([])
    yield
    install_reactions([])


def comment(db: Connection, tenant: str, stream: str = STREAM, text: str = "x") -> int:
    event = CommentAdded(text=text, to_customer=False)
    return record(db, tenant, stream, event, at=5, role="staff", actor="staff:1")


def note(
    db: Connection, tenant: str, stream: str, sequence: int, event: CommentAdded, at: int
) -> None:
    name = f"{stream} {sequence} {event.text}"
    db.execute(insert(throttle).values(tenant=tenant, bucket=name, tokens=0, refilled_at=at))


def noted(db: Connection, tenant: str) -> list[str]:
    return list(db.scalars(select(throttle.c.bucket).where(throttle.c.tenant == tenant)))


async def test_what_was_recorded_is_read_in_order(store: Store) -> None:
    sequence = await store.write("norte", record, STREAM, HELLO, at=7, role="customer")
    rejected = RequestRejected(reason_code="expired", reason="La garantía venció.")
    await store.write("norte", record, STREAM, rejected, at=9, role="staff", actor="staff:1")

    assert sequence == 1
    assert await store.read("norte", history, STREAM) == [
        Recorded(1, "CommentAdded", 7, "customer", "", HELLO),
        Recorded(2, "RequestRejected", 9, "staff", "staff:1", rejected),
    ]


async def test_streams_and_tenants_count_for_themselves(store: Store) -> None:
    await store.write("norte", comment)

    assert await store.write("norte", comment, "request:ZZZZZZZZZ") == 1
    assert await store.write("horizonte", comment) == 1
    assert await store.write("norte", comment) == 2
    assert len(await store.read("horizonte", history, STREAM)) == 1


async def test_erased_content_leaves_the_event(store: Store) -> None:
    def erase(db: Connection, _tenant: str) -> None:
        db.execute(event_content.delete())

    await store.write("norte", comment)
    await store.write("norte", erase)

    assert await store.read("norte", history, STREAM) == [
        Recorded(1, "CommentAdded", 5, "staff", "", None)
    ]


async def test_the_same_words_twice_have_different_hashes(store: Store) -> None:
    def hashes(db: Connection, _tenant: str) -> set[bytes]:
        return set(db.scalars(select(event.c.content_hash)))

    for stream in ("request:1", "request:2"):
        await store.write("norte", comment, stream)

    assert len(await store.read("norte", hashes)) == 2


async def test_reactions_run_in_their_order_with_the_event(store: Store) -> None:
    ran = []
    install_reactions(
        [
            (CommentAdded, note),
            (CommentAdded, lambda *_: ran.append("second")),
            (RequestRejected, lambda *_: ran.append("another kind")),
        ]
    )

    await store.write("norte", comment, text="hello")

    assert await store.read("norte", noted) == [f"{STREAM} 1 hello"]
    assert ran == ["second"]


async def test_a_reaction_that_fails_undoes_the_event(store: Store) -> None:
    def fail(*_: object) -> None:
        raise LookupError("a bug")

    install_reactions([(CommentAdded, note), (CommentAdded, fail)])
    with pytest.raises(LookupError):
        await store.write("norte", comment)

    assert await store.read("norte", history, STREAM) == []
    assert await store.read("norte", noted) == []
    install_reactions([])
    assert await store.write("norte", comment) == 1


async def test_a_reaction_may_record_on_the_same_stream(store: Store) -> None:
    def answer(
        db: Connection, tenant: str, stream: str, _sequence: int, _event: RequestRejected, at: int
    ) -> None:
        record(db, tenant, stream, HELLO, at=at, role="system")

    install_reactions([(RequestRejected, answer)])
    rejected = RequestRejected(reason_code="other", reason="x")
    assert await store.write("norte", record, STREAM, rejected, at=1, role="staff") == 1

    kinds = [one.kind for one in await store.read("norte", history, STREAM)]
    assert kinds == ["RequestRejected", "CommentAdded"]
    assert await store.read("norte", verify) == []


async def test_eight_writers_never_fork_the_chain(store: Store) -> None:
    async def write() -> list[int]:
        return [await store.write("norte", comment) for _ in range(15)]

    sequences = await asyncio.gather(*(write() for _ in range(8)))

    assert sorted(chain.from_iterable(sequences)) == list(range(1, 121))
    assert await store.read("norte", verify) == []
