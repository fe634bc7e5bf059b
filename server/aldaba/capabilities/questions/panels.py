"""The questions' part of a request's pages: to ask at the desk, to answer for its customer."""

from msgspec import Struct
from sqlalchemy import Connection

from aldaba import clock
from aldaba.capabilities.questions import service
from aldaba.capabilities.questions.letters import answer_link
from aldaba.capabilities.questions.service import Question
from aldaba.links import Link
from aldaba.requests import service as requests


class Answering(Struct, frozen=True):
    """The way to the answer: `question` is the one that waits, None where something is added."""

    link: Link
    question: Question | None


def asking(db: Connection, tenant: str, number: str) -> Answering | None:
    """The desk's panel, while the request is open: the question that waits, and its link to hand
    over by another way than mail."""
    found = requests.find(db, tenant, number)
    if found is None or not found.open:
        return None
    return _answering(db, tenant, number, found.status, found.language)


def answering(db: Connection, tenant: str, number: str) -> Answering | None:
    """The customer's panel: answer what was asked, or add something."""
    found = requests.find(db, tenant, number)
    if found is None or found.test:
        return None
    return _answering(db, tenant, number, found.status, found.language)


def _answering(db: Connection, tenant: str, number: str, status: str, language: str) -> Answering:
    waiting = service.question(db, tenant, number) if status == service.WAITING else None
    asked = waiting.sequence if waiting else 0
    return Answering(answer_link(tenant, number, language, asked, clock.now()), waiting)
