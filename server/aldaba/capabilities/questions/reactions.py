"""What follows from questions and answers, in the same transaction: mail that is due."""

from sqlalchemy import Connection

from aldaba.events.questions import CustomerWrote, QuestionAnswered, QuestionAsked
from aldaba.requests import service as requests
from aldaba.requests.team_news import tell_team


def asked(
    db: Connection, tenant: str, stream: str, sequence: int, _event: QuestionAsked, at: int
) -> None:
    """The customer gets the question, with a link to answer it."""
    requests.tell_customer(db, tenant, "questions/asked", stream, sequence, at)


def answered(
    db: Connection,
    tenant: str,
    stream: str,
    sequence: int,
    _event: QuestionAnswered | CustomerWrote,
    at: int,
) -> None:
    """The team hears of it at once."""
    tell_team(db, tenant, "questions/answered", stream, sequence, at)
