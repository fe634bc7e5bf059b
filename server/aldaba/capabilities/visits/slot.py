"""Reading when a visit is: a day and two hours of the company's own clock."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aldaba import clock
from aldaba.capabilities.visits.service import PURPOSES, Slot
from aldaba.problems import Problem
from aldaba.requests.sentences import particulars
from aldaba.texts import dates
from aldaba.themes.tenant import Tenant
from aldaba.web.answers import Answers

FURTHEST = timedelta(days=366)


def read_slot(
    answers: Answers, timezone: str, technicians: Collection[str], now: int
) -> Slot | dict[str, str]:
    """The slot of a form's fields `purpose`, `day`, `from`, `until` and `technician`, or the text
    that says what to write, by field. Raises Problem `malformed` for what no page offers."""
    purpose, technician = answers.one("purpose"), answers.one("technician")
    if purpose not in PURPOSES or technician not in {"", *technicians}:
        raise Problem("malformed")
    problems = {} if technician else {"technician": "visits.refused.technician"}
    day = _day(answers.one("day"), clock.local(now, timezone).date())
    if day is None:
        problems["day"] = "visits.refused.day"
    begins, ends = _hour(answers.one("from")), _hour(answers.one("until"))
    if begins is None or ends is None or ends <= begins:
        problems["from"] = "visits.refused.hours"
    if problems or day is None or begins is None or ends is None:
        return problems
    moments = (datetime.combine(day, hour, ZoneInfo(timezone)) for hour in (begins, ends))
    first, last = (clock.moment(moment) for moment in moments)
    return Slot(purpose, first, last, technician)


def particulars_of(slot: Slot, who: str, tenant: Tenant, language: str) -> str:
    """The day, hours and name that the sentence of the status `visit_scheduled` has blanks for."""
    zone, country = tenant.timezone, tenant.country
    window = dates.window(slot.begins, slot.ends, zone, language, country=country)
    day = clock.local(slot.begins, zone).date().isoformat()
    return particulars({"date": day, "window": window, "technician": who})


def _day(text: str, today: date) -> date | None:
    """A day within a year: visits that were made are written down afterwards too."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day - today) <= FURTHEST else None


def _hour(text: str) -> time | None:
    try:
        hour = time.fromisoformat(text)
    except ValueError:
        return None
    return hour if hour.tzinfo is None else None
