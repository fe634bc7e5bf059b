"""When what becomes of a closing, by the company's own rules (`themes.tenant.Closing`)."""

from datetime import date, timedelta

from msgspec import Struct

from aldaba import clock
from aldaba.themes.tenant import Tenant

LINK_DAYS = 180
MORNING = 9 * clock.HOUR  # mails that nobody waits for come by day


class Times(Struct, frozen=True):
    """Moments, UTC microseconds. What is None never comes."""

    answer_by: int
    reopen_by: int
    link_until: int
    silence_at: int | None
    remind_at: int | None


def times_of(tenant: Tenant, at: int) -> Times:
    """The times of a closing at the moment `at`. Days end at the company's midnight."""
    rules, today = tenant.closing, _day(tenant, at)
    answer_by = _end(tenant, today, rules.answer_days)
    reminder = _morning(tenant, today, rules.answer_days - rules.reminder_days)
    return Times(
        answer_by=answer_by,
        reopen_by=_end(tenant, today, rules.reopen_days),
        link_until=link_until(tenant, at),
        silence_at=answer_by + 1 if rules.unanswered else None,
        remind_at=reminder if rules.reminder_days and reminder > at else None,
    )


def link_until(tenant: Tenant, at: int) -> int:
    """How long a link that is made at the moment `at` holds."""
    return at + tenant.link_days.get("acceptance", LINK_DAYS) * clock.DAY


def undo_by(tenant: Tenant, at: int) -> int:
    """Until when a decision of the moment `at` can be undone."""
    return at + tenant.closing.undo_minutes * clock.MINUTE


def ask_again_at(tenant: Tenant, answer_by: int, at: int) -> int | None:
    """When to ask somebody again who can't check at the moment `at`: the morning of the last day,
    or None where that is too near to be worth it."""
    morning = _morning(tenant, _day(tenant, answer_by), 0)
    return morning if morning > at + 12 * clock.HOUR else None


def _day(tenant: Tenant, at: int) -> date:
    return clock.local(at, tenant.timezone).date()


def _end(tenant: Tenant, first: date, days: int) -> int:
    """The last moment of the day that is `days` after `first`."""
    return clock.start_of(first + timedelta(days=days + 1), tenant.timezone) - 1


def _morning(tenant: Tenant, first: date, days: int) -> int:
    return clock.start_of(first + timedelta(days=days), tenant.timezone) + MORNING
