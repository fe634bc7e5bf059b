"""The only place that asks what time it is. A moment is UTC in microseconds since 1970, an int."""

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def now() -> int:
    """The present moment, UTC microseconds."""
    return time.time_ns() // 1000


def local(moment: int, timezone: str) -> datetime:
    """`moment` (UTC microseconds) as an aware datetime in the IANA zone `timezone`."""
    return datetime.fromtimestamp(moment / SECOND, UTC).astimezone(ZoneInfo(timezone))


def moment(at: datetime) -> int:
    """An aware datetime as UTC microseconds."""
    return int(at.timestamp()) * SECOND + at.microsecond


def start_of(day: date, timezone: str) -> int:
    """When `day` begins in the IANA zone `timezone`, UTC microseconds."""
    return moment(datetime.combine(day, time_of_day(), ZoneInfo(timezone)))
