"""What a company can't ask for after its work: rules, like those of `rules`."""

from collections.abc import Iterator

from aldaba.themes.tenant import Tenant
from aldaba.themes.toml import Path

CLOSING = {
    "answer_days": (1, 90, "days"),
    "reminder_days": (0, 89, "days"),
    "reopen_days": (1, 730, "days"),
    "least_reason": (1, 200, "characters"),
    "undo_minutes": (0, 1440, "minutes"),
}
SURVEYS = {
    "delay_hours": (0, 720, "hours"),
    "answer_days": (1, 90, "days"),
    "every_days": (0, 365, "days"),
}

Found = Iterator[tuple[Path, str]]


def closing(tenant: Tenant) -> Found:
    """Days and minutes that leave a customer no time, or too much."""
    rules = tenant.closing
    for name, (least, most, unit) in CLOSING.items():
        if not least <= getattr(rules, name) <= most:
            yield ("closing", name), f"write {least} to {most} {unit}"
    if rules.reminder_days >= rules.answer_days:
        yield ("closing", "reminder_days"), "must be fewer than answer_days"
    if rules.reopen_days < rules.answer_days:
        yield ("closing", "reopen_days"), "must be at least answer_days"


def surveys(tenant: Tenant) -> Found:
    """Hours and days in which nobody would answer, or everybody be annoyed."""
    rules = tenant.surveys
    for name, (least, most, unit) in SURVEYS.items():
        if not least <= getattr(rules, name) <= most:
            yield ("surveys", name), f"write {least} to {most} {unit}"
    for position, days in enumerate(rules.reminder_days):
        if not 1 <= days < rules.answer_days:
            advice = f"write 1 to {rules.answer_days - 1} days, before answer_days are over"
            yield ("surveys", "reminder_days", position), advice
    if len(rules.reminder_days) > 2:
        yield ("surveys", "reminder_days"), "write one or two: nobody likes to be asked four times"
