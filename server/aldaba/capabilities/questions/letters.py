"""The mail that asks the customer, with the link that leads to the answer."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row

from aldaba.links import Link
from aldaba.outbox import Letter
from aldaba.requests.letters import FOLLOW_FOR, to_customer
from aldaba.requests.service import number_of


def answer_link(tenant: str, number: str, language: str, asked: int, at: int) -> Link:
    """The link, made at `at`, by which a customer answers the question `asked` (its sequence), or
    adds something where `asked` is 0."""
    return Link("answer", tenant, number, asked, at + FOLLOW_FOR, language)


def asked(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """The question, to the request's own e-mail address."""
    letter = to_customer(db, tenant, row)
    if letter is None:
        return None
    number = number_of(row.stream)
    link = answer_link(tenant, number, row.language, row.sequence, row.created_at)
    return replace(letter, links=letter.links | {"answer": link})
