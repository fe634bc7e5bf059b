"""The story is read from the events; what a customer sees of it is derived, never stored."""

import pytest
from sqlalchemy import Connection, delete

from aldaba.events import Event, Recorded, history, record
from aldaba.events.intake import RequestOpened, RequestRejected
from aldaba.events.models import event_content
from aldaba.events.requests import CommentAdded
from aldaba.requests.timeline import entries, seen_by_customer

from .conftest import NOON

OPENED = RequestOpened(
    language="pt-BR",
    description="Pinga do teto",
    answers={},
    photos=("a1", "b2"),
    form_version="",
    conditions_version="",
    privacy_version="",
)
TO_TEAM = CommentAdded(text="Chamar o fornecedor", to_customer=False)
TO_CUSTOMER = CommentAdded(text="Vamos na quinta", to_customer=True)
REJECTED = RequestRejected(reason_code="R1", reason="O prazo terminou")


def story(*events: Event | None) -> list[Recorded]:
    return [
        Recorded(position, type(event).__name__, NOON, "staff", "vera", event)
        for position, event in enumerate(events, start=1)
    ]


def test_the_story_tells_who_said_what_with_which_photos() -> None:
    opened, comment = entries(story(OPENED, TO_TEAM))
    assert (opened.kind, opened.told, opened.photos) == (
        "RequestOpened",
        "Pinga do teto",
        ("a1", "b2"),
    )
    assert (comment.sequence, comment.actor, comment.told) == (2, "vera", "Chamar o fornecedor")


def test_the_customer_sees_all_but_what_is_for_the_team() -> None:
    seen = seen_by_customer(story(OPENED, TO_TEAM, TO_CUSTOMER, REJECTED))
    assert [entry.told for entry in seen] == [
        "Pinga do teto",
        "Vamos na quinta",
        "O prazo terminou",
    ]


def test_an_event_is_not_for_the_customer_unless_it_says_so() -> None:
    class Moved(Event, frozen=True):
        place: str = ""

    assert seen_by_customer(story(Moved())) == []


def erase(db: Connection, tenant: str, stream: str) -> None:
    db.execute(delete(event_content).where(event_content.c.stream == stream))


@pytest.mark.anyio
async def test_an_erased_event_keeps_its_line_and_loses_its_words(store) -> None:
    stream = "request:0123456789"
    about = {"at": NOON, "role": "customer", "actor": "ana"}
    await store.write("horizonte", record, stream, OPENED, **about)
    await store.write("horizonte", erase, stream)
    [line] = entries(await store.read("horizonte", history, stream))
    assert (line.kind, line.at, line.role) == ("RequestOpened", NOON, "customer")
    assert (line.told, line.photos, line.actor, line.visible) == ("", (), "", True)
