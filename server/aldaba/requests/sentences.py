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
    """The sentence of the request's status: `status.<code>.sentence`, or its `brief` where the
    request's `particulars` don't fill the blanks of that."""
    code, known = request.status, _known(words, tenant, request)
    text = f"status.{code}.sentence"
    return words(text if blanks(words(text)) <= known.keys() else f"status.{code}.brief", **known)


def blanks(text: str) -> set[str]:
    """The names in braces of `text`."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def particulars(said: Mapping[str, str]) -> str:
    """The column `particulars`: what a status says beside its name, by the blanks of its sentence
    (`PARTICULARS`). Days are ISO 8601."""
    return msgspec.json.encode({name: text for name, text in said.items() if text}).decode()


def _known(words: Words, tenant: Tenant, request: Row[Any]) -> dict[str, str]:
    deadline = dates.day_and_time(
        request.answer_by, tenant.timezone, words.language, country=tenant.country
    )
    said = msgspec.json.decode(request.particulars, type=dict[str, str])
    told = {
        name: _day(text, words, tenant) if name in DAYS else text for name, text in said.items()
    }
    return {"deadline": deadline} | told


def _day(text: str, words: Words, tenant: Tenant) -> str:
    begins = clock.start_of(date.fromisoformat(text), tenant.timezone)
    return dates.day(begins, tenant.timezone, words.language)
