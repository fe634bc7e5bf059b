"""The states that a request can be in, as the queue looks at them: `themes.workflow.CODES` has all
of them and what leads to what."""

# Who waits for whom: the lower, the sooner somebody should look.
FIRST, TO_DECIDE, AT_WORK, AWAY = range(4)

PLACE = {
    "reopened": FIRST,
    "received": TO_DECIDE,
    "waiting_customer": AWAY,
    "waiting_quote": AWAY,
    "closed": AWAY,
    "closed_unanswered": AWAY,
}

OPEN = (
    "received",
    "waiting_customer",
    "approved",
    "visit_scheduled",
    "in_progress",
    "waiting_parts",
    "waiting_quote",
    "workshop_pending",
    "workshop_finished",
    "workshop_ready",
    "workshop_on_route",
    "workshop_delivered",
    "reopened",
)
CLOSED = ("closed", "accepted", "closed_unanswered", "rejected", "cancelled")
STATUSES = (*OPEN, *CLOSED)

THEIR_TURN = ("waiting_customer", "waiting_quote")  # the customer's: no deadline of ours runs


def late(status: str, answer_by: int, now: int) -> bool:
    """Whether the customer should have heard from the company by `now`."""
    return answer_by < now and status in OPEN and status not in THEIR_TURN


def turn_of(status: str, emergency: bool) -> int:
    """The column `turn`: what stands before what in the queue, emergencies first in each group."""
    return turn_in(PLACE.get(status, AT_WORK), emergency)


def turn_in(place: int, emergency: bool) -> int:
    """The column `turn` of a request in the group `place`, such as `FIRST`."""
    return 2 * place + (0 if emergency else 1)
