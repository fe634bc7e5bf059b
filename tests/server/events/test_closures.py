"""The treaty of closures: what its events say, and to whom."""

import pytest

from aldaba.events import Event
from aldaba.events.closures import (
    ClosedUnanswered,
    ClosureAccepted,
    ClosureAttempted,
    ClosurePostponed,
    ClosureUndone,
    RequestClosed,
    RequestReopened,
)

SHOWN = {"terms_version": "t", "language": "es", "purpose": "acceptance", "shown": ()}
CLOSED = RequestClosed(round=1, note="Listo.", photos=("a",), answer_by=5, reopen_by=9)
ACCEPTED = ClosureAccepted(round=1, words="¡Gracias!", undo_by=3, **SHOWN)
REOPENED = RequestReopened(round=1, reason="Pierde.", photos=("b",), undo_by=3, **SHOWN)


def test_the_customer_reads_what_was_done_and_decided() -> None:
    assert (CLOSED.told(), CLOSED.shown_photos()) == ("Listo.", ("a",))
    assert ACCEPTED.told() == "¡Gracias!"
    assert (REOPENED.told(), REOPENED.shown_photos()) == ("Pierde.", ("b",))


@pytest.mark.parametrize(
    "event",
    [
        CLOSED,
        ACCEPTED,
        REOPENED,
        ClosedUnanswered(round=1, reopen_by=9),
        ClosureUndone(round=1, decision="accepted"),
        ClosurePostponed(round=1, remind_at=4),
    ],
)
def test_the_customer_sees_each_of_them(event: Event) -> None:
    assert event.seen_by_customer()


def test_only_the_team_sees_who_came_too_late() -> None:
    late = ClosureAttempted(round=1, decision="reopened", stood="accepted", words="No fui yo")
    assert late.told() == "No fui yo"
    assert not late.seen_by_customer()
