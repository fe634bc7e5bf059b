"""Treaty of the record itself: what anybody may add to a request."""

from aldaba.events.event import Event


class CommentAdded(Event, frozen=True):
    """Staff wrote something: for the team only, or for the customer too."""

    text: str
    to_customer: bool

    def told(self) -> str:
        return self.text

    def seen_by_customer(self) -> bool:
        return self.to_customer
