"""What a request's status tells its customer: one sentence, its days and names filled in."""

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any

import msgspec
from sqlalchemy import Row

from aldaba import clock
from aldaba.texts import Words, dates
from aldaba.themes.tenant import Tenant

DAYS = ("date", "warranty")
PARTICULARS = (*DAYS, "window", "technician", "who")


def sentence(words: Words, tenant: Tenant, request: Row[Any]) -> str:
    """The sentence of the request's status, as `told`."""
    said = msgspec.json.decode(request.particulars, type=dict[str, str])
    return told(words, tenant, request.status, said, request.answer_by)


def told(words: Words, tenant: Tenant, status: str, said: Mapping[str, str], answer_by: int) -> str:
    """The sentence of `status`: `status.<code>.sentence`, or its `brief` where the particulars
    `said` don't fill the blanks of that. `answer_by` (UTC microseconds) is its deadline."""
    known = _known(words, tenant, said, answer_by)
    text = f"status.{status}.sentence"
    if not blanks(words(text)) <= known.keys():
        text = f"status.{status}.brief"
    return words(text, **known)


def blanks(text: str) -> set[str]:
    """The names in braces of `text`."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def particulars(said: Mapping[str, str]) -> str:
    """The column `particulars`: what a status says beside its name, by the blanks of its sentence
    (`PARTICULARS`). Days are ISO 8601."""
    return msgspec.json.encode({name: text for name, text in said.items() if text}).decode()


def _known(words: Words, tenant: Tenant, said: Mapping[str, str], answer_by: int) -> dict[str, str]:
    deadline = dates.day_and_time(
        answer_by, tenant.timezone, words.language, country=tenant.country
    )
    known = {
        name: _day(text, words, tenant) if name in DAYS else text
        for name, text in said.items()
        if text
    }
    return {"deadline": deadline} | known


def _day(text: str, words: Words, tenant: Tenant) -> str:
    begins = clock.start_of(date.fromisoformat(text), tenant.timezone)
    return dates.day(begins, tenant.timezone, words.language)
