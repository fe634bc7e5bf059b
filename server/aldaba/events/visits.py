"""Treaty of visits: when somebody comes, and what came of it."""

from typing import ClassVar

from aldaba.events.event import Event


class VisitPlanned(Event, frozen=True):
    """Staff told the customer when somebody comes: `purpose` is `inspection` or `repair`, `begins`
    and `ends` are moments, `technician` is an id and `who` the name. `revision` counts what was
    said of the visit."""

    visible: ClassVar[bool] = True

    visit: str
    revision: int
    purpose: str
    begins: int
    ends: int
    technician: str
    who: str

    def told(self) -> str:
        return self.who

    def period(self) -> tuple[int, int]:
        return self.begins, self.ends


class VisitMoved(VisitPlanned, frozen=True):
    """The same at other hours, or with somebody else instead of the technician `before`."""

    before: str


class VisitCancelled(VisitPlanned, frozen=True):
    """Nobody comes after all, for a reason that the customer reads."""

    reason: str

    def told(self) -> str:
        return self.reason


class VisitDone(Event, frozen=True):
    """Somebody came, and says what was done."""

    visible: ClassVar[bool] = True

    visit: str
    report: str
    photos: tuple[str, ...]

    def told(self) -> str:
        return self.report

    def shown_photos(self) -> tuple[str, ...]:
        return self.photos


class VisitMissed(VisitDone, frozen=True):
    """The visit could not take place: nobody at home, a part missing."""
