"""What the mails about a closing say, and to whom; None where what they would say is over."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row

from aldaba.capabilities.closures import certificates
from aldaba.capabilities.closures.service import latest, link_of
from aldaba.capabilities.closures.showing import certificate_link
from aldaba.events import head, history
from aldaba.events.closures import ClosureAccepted
from aldaba.links import Link
from aldaba.outbox import Letter
from aldaba.requests import letters
from aldaba.requests import service as requests


def asking(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """To the customer, with the link to decide by; while the question is open."""
    closing = latest(db, tenant, requests.number_of(row.stream))
    if closing is None or closing.state != "waiting":
        return None
    return _to_customer(db, tenant, row, closing)


def reminding(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """The same before the time is over, unless the customer asked for another day meanwhile."""
    closing = latest(db, tenant, requests.number_of(row.stream))
    postponed = (
        closing is not None and closing.postponed and closing.closed_sequence == row.sequence
    )
    return None if postponed else asking(db, tenant, row)


def telling(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """To the customer, about what stands now."""
    closing = latest(db, tenant, requests.number_of(row.stream))
    return _to_customer(db, tenant, row, closing) if closing else None


def decided(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """To the customer, about their own decision: how to take it back, where it is certified, and
    the head of the request's history, which so leaves the house."""
    letter = telling(db, tenant, row)
    closing = latest(db, tenant, requests.number_of(row.stream))
    if letter is None or closing is None or closing.decided_sequence != row.sequence:
        return None
    links = dict(letter.links)
    until = closing.undo_by or 0
    if closing.state in ("accepted", "reopened"):
        links["undo"] = Link("undo", tenant, closing.number, row.sequence, until, row.language)
    certified = certificates.of_event(db, tenant, closing.number, row.sequence)
    if certified:
        links["certificate"] = certificate_link(closing, row.language)
    proof = head(db, tenant, row.stream, row.sequence)
    return replace(letter, links=links, context=letter.context | {"head": proof.hex()})


def to_team(db: Connection, tenant: str, row: Row[Any]) -> Letter | None:
    """To the company's team, about a decision."""
    letter = letters.to_team(db, tenant, row)
    if letter is None:
        return None
    story = history(db, tenant, row.stream)
    accepted = any(
        each.sequence == row.sequence and each.kind == ClosureAccepted.__name__ for each in story
    )
    decision = "accepted" if accepted else "reopened"
    return replace(letter, context=letter.context | {"decision": decision})


def _to_customer(db: Connection, tenant: str, row: Row[Any], closing: Row[Any]) -> Letter | None:
    letter = letters.to_customer(db, tenant, row)
    if letter is None:
        return None
    links = letter.links | {"acceptance": link_of(closing, row.language)}
    return replace(letter, links=links, context=letter.context | {"closing": closing})
