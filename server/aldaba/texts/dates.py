"""Days and hours as people say them: "quinta, 26 de novembro, às 14h".

The sentences are texts of the area `date`; the names of days and months, and how long ago something
was, are Babel's (CLDR). Moments are UTC in microseconds and are shown in a company's time zone.
"""

from datetime import datetime, timedelta

from babel import Locale
from babel.dates import format_time, format_timedelta

from aldaba import clock
from aldaba.texts import catalogue

# Spanish alone changes its hours from country to country: "2 p. m.", "14:00 h", else "14 h".
TWELVE_HOURS = {"CO", "MX", "PE"}
ALWAYS_MINUTES = {"CL"}


def day(moment: int, timezone: str, language: str, *, now: int | None = None) -> str:
    """The day of `moment`: "quinta, 26 de novembro", "jueves 26 de noviembre", "Thursday 26
    November". The year is told when it is not the year of `now` (the present when None)."""
    at, present = _local(moment, timezone, now)
    names, words = _locale(language), catalogue(language)
    said = words["date.day"].format(
        weekday=names.days["format"]["wide"][at.weekday()].removesuffix("-feira"),
        day=words["date.first"] if at.day == 1 else at.day,
        month=names.months["format"]["wide"][at.month],
    )
    if at.year == present.year:
        return said
    return words["date.with_year"].format(day=said, year=at.year)


def day_and_time(
    moment: int, timezone: str, language: str, *, now: int | None = None, country: str = ""
) -> str:
    """The day and hour of `moment`: "quinta, 26 de novembro, às 14h", "jueves 26 de noviembre, a
    las 14 h" (in `country` MX, CO and PE "a las 2 p. m."), "Thursday 26 November, 14:00"."""
    said = day(moment, timezone, language, now=now)
    return _with_hour("date.at", moment, timezone, language, country, day=said)


def period(
    begins: int,
    ends: int,
    timezone: str,
    language: str,
    *,
    now: int | None = None,
    country: str = "",
) -> str:
    """The day and hours from `begins` until `ends`: "quinta, 26 de novembro, entre 14h e 16h",
    "jueves 26 de noviembre, entre las 14 h y las 16 h", "Thursday 26 November, between 14:00 and
    16:00"."""
    hours = window(begins, ends, timezone, language, country=country)
    said = day(begins, timezone, language, now=now)
    return catalogue(language)["date.period"].format(day=said, window=hours)


def window(begins: int, ends: int, timezone: str, language: str, *, country: str = "") -> str:
    """The hours alone: "entre 14h e 16h", "between 14:00 and 16:00"."""
    return catalogue(language)["date.window"].format(
        begins=_with_hour("date.bound", begins, timezone, language, country),
        ends=_with_hour("date.bound", ends, timezone, language, country),
    )


def short(moment: int, timezone: str, *, now: int | None = None) -> str:
    """`moment` for a column of a table, alike in every language: "26/11 14:30", "26/11/2025
    14:30" in another year than that of `now` (the present when None)."""
    at, present = _local(moment, timezone, now)
    return at.strftime("%d/%m %H:%M" if at.year == present.year else "%d/%m/%Y %H:%M")


def fields_of(moment: int, timezone: str) -> dict[str, str]:
    """`moment` as HTML's `date` and `time` inputs hold it: `{"day": "2026-11-26", "hour":
    "14:00"}`."""
    at = clock.local(moment, timezone)
    return {"day": f"{at:%Y-%m-%d}", "hour": f"{at:%H:%M}"}


def ago(moment: int, language: str, *, now: int | None = None) -> str:
    """How long ago `moment` was: "há 2 dias", "hace 2 días", "2 days ago"; a minute at least."""
    present = clock.now() if now is None else now
    passed = max(present - moment, clock.MINUTE)
    return format_timedelta(
        timedelta(microseconds=-passed), add_direction=True, locale=_locale(language)
    )


def _with_hour(
    key: str, moment: int, timezone: str, language: str, country: str, **filled: str
) -> str:
    """The text `key` with the hour as its `time`; `<key>_one` for hours that are singular: "a las
    14 h", "a la 1 h"."""
    at, words = clock.local(moment, timezone), catalogue(language)
    twelve = language.startswith("es") and country in TWELVE_HOURS
    hour = str(at.hour % 12 or 12) if twelve else str(at.hour)
    singular = hour in words["date.singular_hours"].split()
    time = _twelve_hours(at, language) if twelve else _hours(at, language, country)
    return words[f"{key}_one" if singular else key].format(time=time, **filled)


def _local(moment: int, timezone: str, now: int | None) -> tuple[datetime, datetime]:
    present = clock.now() if now is None else now
    return clock.local(moment, timezone), clock.local(present, timezone)


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _hours(at: datetime, language: str, country: str) -> str:
    whole = at.minute == 0 and country not in ALWAYS_MINUTES
    text = catalogue(language)["date.hour" if whole else "date.hour_and_minute"]
    return text.format(hour=at.hour, minute=f"{at.minute:02}")


def _twelve_hours(at: datetime, language: str) -> str:
    said = format_time(at, "h:mm a" if at.minute else "h a", locale=_locale(language))
    return " ".join(said.split())  # CLDR puts no-break spaces, which copy badly into a search
