"""Deadlines in a company's own working time: its hours, its zone, its holidays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aldaba import clock
from aldaba.themes.tenant import WEEKDAYS, Subject, Tenant


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


def after_hours(tenant: Tenant, received: int, hours: int) -> int:
    """The moment at which `hours` of the company's working time have passed since `received` (both
    moments UTC microseconds)."""
    at, left = clock.local(received, tenant.timezone), timedelta(hours=hours)
    for opening, closing in _working_days(tenant, at.date()):
        begins = max(opening, at)
        worked = max(closing.astimezone(UTC) - begins.astimezone(UTC), timedelta())
        if left <= worked:
            return clock.moment(begins.astimezone(UTC) + left)
        left -= worked
    raise ValueError("the company never works")


def first_answer_by(tenant: Tenant, about: Subject, received: int) -> int:
    """The moment until which the company answers a new request about a subject: what that says, or
    `answer_by`."""
    hours = about.answer_hours
    return after_hours(tenant, received, hours) if hours else answer_by(tenant, received)


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
