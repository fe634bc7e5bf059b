"""Days and hours are told as people of each country say them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from aldaba import clock
from aldaba.texts import dates

SAO_PAULO = "America/Sao_Paulo"


def at(*parts: int) -> int:
    return clock.moment(datetime(*parts, tzinfo=ZoneInfo(SAO_PAULO)))


NOW = at(2026, 11, 22, 9)


@pytest.mark.parametrize(
    ("language", "moment", "said"),
    [
        ("pt-BR", at(2026, 11, 26, 14), "quinta, 26 de novembro"),
        ("pt-BR", at(2026, 11, 28, 14), "sábado, 28 de novembro"),
        ("pt-BR", at(2026, 12, 1, 14), "terça, 1º de dezembro"),
        ("pt-BR", at(2027, 1, 7, 14), "quinta, 7 de janeiro de 2027"),
        ("es", at(2026, 11, 26, 14), "jueves 26 de noviembre"),
        ("es", at(2026, 12, 1, 14), "martes 1 de diciembre"),
        ("es", at(2027, 1, 7, 14), "jueves 7 de enero de 2027"),
        ("en", at(2026, 11, 26, 14), "Thursday 26 November"),
        ("en", at(2025, 11, 26, 14), "Wednesday 26 November 2025"),
    ],
)
def test_a_day_is_told_with_its_weekday_and_its_year_only_when_it_is_another(
    language: str, moment: int, said: str
) -> None:
    assert dates.day(moment, SAO_PAULO, language, now=NOW) == said


@pytest.mark.parametrize(
    ("language", "hour", "minute", "said"),
    [
        ("pt-BR", 14, 0, "quinta, 26 de novembro, às 14h"),
        ("pt-BR", 9, 5, "quinta, 26 de novembro, às 9h05"),
        ("pt-BR", 1, 30, "quinta, 26 de novembro, à 1h30"),
        ("pt-BR", 0, 30, "quinta, 26 de novembro, à 0h30"),
        ("es", 14, 0, "jueves 26 de noviembre, a las 14 h"),
        ("es", 14, 30, "jueves 26 de noviembre, a las 14:30 h"),
        ("es", 1, 0, "jueves 26 de noviembre, a la 1 h"),
        ("en", 14, 0, "Thursday 26 November, 14:00"),
        ("en", 9, 5, "Thursday 26 November, 09:05"),
    ],
)
def test_an_hour_follows_the_day(language: str, hour: int, minute: int, said: str) -> None:
    moment = at(2026, 11, 26, hour, minute)
    assert dates.day_and_time(moment, SAO_PAULO, language, now=NOW) == said


@pytest.mark.parametrize(
    ("language", "country", "hour", "minute", "said"),
    [
        ("es", "MX", 14, 0, "a las 2 p. m."),
        ("es", "CO", 9, 30, "a las 9:30 a. m."),
        ("es", "PE", 13, 0, "a la 1 p. m."),
        ("es", "MX", 0, 15, "a las 12:15 a. m."),
        ("es", "CL", 14, 0, "a las 14:00 h"),
        ("es", "AR", 14, 0, "a las 14 h"),
        ("pt-BR", "MX", 14, 0, "às 14h"),
        ("en", "CO", 14, 0, "14:00"),
    ],
)
def test_hours_in_spanish_are_told_as_in_the_country(
    language: str, country: str, hour: int, minute: int, said: str
) -> None:
    moment = at(2026, 11, 26, hour, minute)
    told = dates.day_and_time(moment, SAO_PAULO, language, now=NOW, country=country)
    assert told.endswith(f", {said}")


@pytest.mark.parametrize(
    ("language", "country", "first", "last", "said"),
    [
        ("pt-BR", "BR", 14, 16, "quinta, 26 de novembro, entre 14h e 16h"),
        ("es", "AR", 9, 12, "jueves 26 de noviembre, entre las 9 h y las 12 h"),
        ("es", "MX", 12, 13, "jueves 26 de noviembre, entre las 12 p. m. y la 1 p. m."),
        ("en", "AR", 9, 12, "Thursday 26 November, between 09:00 and 12:00"),
    ],
)
def test_hours_from_and_until_follow_the_day(
    language: str, country: str, first: int, last: int, said: str
) -> None:
    moments = at(2026, 11, 26, first), at(2026, 11, 26, last)
    assert dates.period(*moments, SAO_PAULO, language, now=NOW, country=country) == said


def test_the_day_is_the_day_where_the_company_is() -> None:
    late = at(2026, 11, 26, 23, 30)
    assert dates.day(late, SAO_PAULO, "pt-BR", now=NOW).startswith("quinta, 26")
    assert dates.day(late, "UTC", "pt-BR", now=NOW).startswith("sexta, 27")


def test_whether_the_year_is_told_depends_on_the_year_where_the_company_is() -> None:
    last_hour = at(2026, 12, 31, 23, 30)  # already 2027 in UTC
    assert dates.day(last_hour, SAO_PAULO, "en", now=NOW) == "Thursday 31 December"
    assert dates.day(last_hour, "UTC", "en", now=NOW) == "Friday 1 January 2027"


def test_without_now_a_day_of_this_year_is_told_without_its_year() -> None:
    this_year = clock.local(clock.now(), SAO_PAULO).year
    assert str(this_year) not in dates.day(clock.now(), SAO_PAULO, "en")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(2026, 11, 26, 14, 30), "26/11 14:30"),
        (at(2026, 1, 2, 9, 5), "02/01 09:05"),
        (at(2025, 11, 26, 14, 30), "26/11/2025 14:30"),
    ],
)
def test_a_table_shows_numbers(moment: int, said: str) -> None:
    assert dates.short(moment, SAO_PAULO, now=NOW) == said


@pytest.mark.parametrize(
    ("passed", "portuguese", "spanish", "english"),
    [
        (0, "há 1 minuto", "hace 1 minuto", "1 minute ago"),
        (40 * clock.MINUTE, "há 40 minutos", "hace 40 minutos", "40 minutes ago"),
        (3 * clock.HOUR, "há 3 horas", "hace 3 horas", "3 hours ago"),
        (2 * clock.DAY, "há 2 dias", "hace 2 días", "2 days ago"),
        (21 * clock.DAY, "há 3 semanas", "hace 3 semanas", "3 weeks ago"),
        (-clock.HOUR, "há 1 minuto", "hace 1 minuto", "1 minute ago"),
    ],
)
def test_the_queue_tells_how_long_ago(
    passed: int, portuguese: str, spanish: str, english: str
) -> None:
    assert dates.ago(NOW - passed, "pt-BR", now=NOW) == portuguese
    assert dates.ago(NOW - passed, "es", now=NOW) == spanish
    assert dates.ago(NOW - passed, "en", now=NOW) == english
