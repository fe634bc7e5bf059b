"""Deadlines in a company's own working time: its hours, its zone, its holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aldaba import clock
from aldaba.themes.tenant import WEEKDAYS, Tenant


def answer_by(tenant: Tenant, received: int) -> int:
    """The moment until which the company answers what it received at `received` (both UTC
    microseconds): the end of the n-th working day after, n = `tenant.deadlines.review`.

    What arrives outside of working hours counts as received at the next opening.
    """
    at = clock.local(received, tenant.timezone)
    days = _working_days(tenant, at.date())
    _, closing = next(days)
    if at > closing:
        next(days)
    for _ in range(tenant.deadlines.review):
        _, closing = next(days)
    return clock.moment(closing)


def _working_days(tenant: Tenant, first: date) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing of each working day from the one that `first` is in, or the next."""
    zone = ZoneInfo(tenant.timezone)
    for offset in range(366):
        day = first + timedelta(days=offset)
        hours = tenant.hours.get(WEEKDAYS[day.weekday()])
        if hours and day.isoformat() not in tenant.holidays:
            opening, closing = _hours(hours)
            yield datetime.combine(day, opening, zone), datetime.combine(day, closing, zone)


@lru_cache(maxsize=1024)
def _hours(text: str) -> tuple[time, time]:
    opening, closing = (time.fromisoformat(part.strip()) for part in text.split("-"))
    return opening, closing
