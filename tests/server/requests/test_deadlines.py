"""A deadline is a company's own: its hours, its zone, its holidays."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from aldaba import clock
from aldaba.requests.deadlines import after_hours, answer_by
from aldaba.themes.tenant import Deadlines, Mail, Phones, Tenant

SAO_PAULO = "America/Sao_Paulo"
BUILDER = Tenant(
    name="Builder",
    legal_name="Builder Ltda.",
    country="BR",
    timezone=SAO_PAULO,
    languages=("pt-BR",),
    mail=Mail(sender="a@builder.example", reply_to="b@builder.example"),
    phones=Phones(contact="(11) 90000-0100"),
    hours=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-18:00"),
    holidays=("2026-12-25",),
    documents=("cpf",),
    deadlines=Deadlines(review=2),
)


def at(text: str) -> int:
    return clock.moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SAO_PAULO)))


@pytest.mark.parametrize(
    ("received", "answered_by"),
    [
        ("2026-11-23T10:00", "2026-11-25T18:00"),  # Monday → Wednesday
        ("2026-11-23T06:00", "2026-11-25T18:00"),  # before opening: the same day
        ("2026-11-23T18:00", "2026-11-25T18:00"),  # at closing: still that day
        ("2026-11-23T18:01", "2026-11-26T18:00"),  # after closing: counts as Tuesday
        ("2026-11-26T10:00", "2026-11-30T18:00"),  # Thursday, over the weekend
        ("2026-11-28T10:00", "2026-12-02T18:00"),  # Saturday counts as Monday
        ("2026-12-23T10:00", "2026-12-28T18:00"),  # Christmas is no working day
    ],
)
def test_two_working_days(received: str, answered_by: str) -> None:
    assert answer_by(BUILDER, at(received)) == at(answered_by)


def test_the_day_is_the_companys_not_ours() -> None:
    late_in_utc = clock.moment(datetime.fromisoformat("2026-11-24T00:30:00+00:00"))  # Monday 21:30
    assert answer_by(BUILDER, late_in_utc) == at("2026-11-26T18:00")


@pytest.mark.parametrize(
    ("received", "hours", "until"),
    [
        ("2026-11-26T09:30", 4, "2026-11-26T13:30"),
        ("2026-11-26T16:00", 4, "2026-11-27T10:00"),  # over the night
        ("2026-11-27T17:00", 1, "2026-11-27T18:00"),  # to the last minute
        ("2026-11-27T17:30", 1, "2026-11-30T08:30"),  # over the weekend
        ("2026-11-26T22:00", 2, "2026-11-27T10:00"),  # sent while nobody works
        ("2026-12-24T17:00", 12, "2026-12-29T09:00"),  # over a holiday, and a whole day
    ],
)
def test_hours_pass_while_the_company_works(received, hours, until):
    assert after_hours(BUILDER, at(received), hours) == at(until)
