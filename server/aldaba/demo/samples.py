"""The sample data of a company as TOML says it, and its moments relative to the demo's start."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from aldaba import clock
from aldaba.photos.staging import Staged, stage
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment

FOLDER = Path(__file__).parent
RELATIVE = re.compile(r"D([+-]\d+)(?: (\d\d):(\d\d))?\Z")

Samples = dict[str, Any]


class Planting(Struct, frozen=True):
    """The samples `data` of a company on their way into the record; `staff` are ids by the first
    part of their e-mail, `technicians` by their key; `start` is the demo's first start."""

    deployment: Deployment
    theme: Theme
    data: Samples
    staff: dict[str, str]
    technicians: dict[str, str]
    start: int

    def at(self, text: str) -> int:
        """A moment of the samples that is over, UTC microseconds."""
        return moment(text, self.theme.tenant.timezone, self.start)

    @property
    def teams(self) -> dict[str, str]:
        """The first team of each of the staff, by the first part of their e-mail."""
        staff = (
            (each["email"].partition("@")[0], each.get("teams")) for each in self.data["staff"]
        )
        return {name: teams[0] for name, teams in staff if teams}

    def due(self, text: str) -> int:
        """A moment of the samples that may be still to come."""
        return told(text, self.theme.tenant.timezone, self.start)

    async def photo(self, name: str) -> Staged:
        """One of the folder `photos`, as it waits for its form."""
        with (FOLDER / "photos" / name).open("rb") as file:
            return await stage(self.deployment, self.theme.name, file, name)


def samples(tenant: str) -> Samples:
    """Staff, places, customers and requests of `tenant`."""
    return tomllib.loads((FOLDER / f"{tenant}.toml").read_text("utf-8"))


def moment(text: str, timezone: str, start: int) -> int:
    """The moment that is `told`, never later than `start`."""
    return min(told(text, timezone, start), start)


def told(text: str, timezone: str, start: int) -> int:
    """`D-3 14:20`: three days before `start` at 14:20 in `timezone` (noon where no hour is said).
    Raises ValueError for other texts."""
    found = RELATIVE.match(text)
    if found is None:
        raise ValueError(text)
    days, hour, minute = found.groups(default="")
    day = clock.local(start, timezone).date() + timedelta(days=int(days))
    at = datetime(
        day.year, day.month, day.day, int(hour or 12), int(minute or 0), tzinfo=ZoneInfo(timezone)
    )
    return clock.moment(at)


def answers(
    data: Samples, request: dict[str, Any], timezone: str, start: int
) -> dict[str, list[str]]:
    """What the customer of a sample request wrote, by the form's fields."""
    said: dict[str, Any] = data["customers"][request["customer"]] | request["answers"]
    said |= {"conditions": "yes", "privacy": "yes"}
    return {
        name: value if isinstance(value, list) else [_day(value, timezone, start)]
        for name, value in said.items()
    }


def _day(value: str, timezone: str, start: int) -> str:
    """A day relative to the start (`D-9`) as the form wants it; anything else as it is."""
    if not RELATIVE.match(value):
        return value
    return clock.local(moment(value, timezone, start), timezone).date().isoformat()
