"""What else is open about the same unit, product or person: staff see it before they decide, so
that one leak isn't taken on twice. People are matched by what indexes hold of them, a document by
its keyed one, and nothing is joined for good (decision 14)."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, select, union

from aldaba.forms.characters import fold
from aldaba.requests import service
from aldaba.requests.models import request, request_word
from aldaba.requests.queue import SHOWN
from aldaba.requests.search import LONGEST, WORD

MOST = 5  # shown; of more the page says only that there are


class Kin(Struct, frozen=True):
    """An open request, as the queue shows it, and what it has in common: `unit`, `product`,
    `person`."""

    request: Row[Any]
    same: tuple[str, ...]


class Kindred(Struct, frozen=True):
    """The latest first; whether there are `more`."""

    shown: list[Kin]
    more: bool


def kindred(db: Connection, tenant: str, number: str) -> Kindred | None:
    """The other open requests like `number`; None where there are none, and where it is closed
    itself. Units and serial numbers are the same where they are written the same."""
    found = service.find(db, tenant, number)
    ways = list(_ways(tenant, found)) if found is not None and found.open else []
    if found is None or not ways:
        return None
    alike = union(*ways).subquery().select()
    others: Select[Any] = (
        select(*SHOWN, request.c.search)
        .where(request.c.tenant == tenant, request.c.open, request.c.number != number)
        .where(request.c.number.in_(alike))
        .order_by(request.c.opened_at.desc(), request.c.number)
        .limit(MOST + 1)
    )
    rows = db.execute(others).all()
    shown = [Kin(row, tuple(_same(found, row))) for row in rows[:MOST]]
    return Kindred(shown, len(rows) > MOST) if shown else None


def _ways(tenant: str, found: Row[Any]) -> Iterator[Select[tuple[str]]]:
    """The numbers of those that are alike, one index after the other."""
    mine = select(request.c.number).where(request.c.tenant == tenant)
    if found.development and found.unit:
        place = [request.c.development == found.development, request.c.unit == found.unit]
        if found.block:
            place.append(request.c.block.in_([found.block, ""]))
        yield mine.where(*place, request.c.open)
    if found.document_index:
        yield mine.where(request.c.document_index == found.document_index)
    known = select(request_word.c.number).where(request_word.c.tenant == tenant)
    if contacts := _contacts(found):
        yield known.where(request_word.c.word.in_(contacts))
    if serial := WORD.findall(fold(found.serial_number)):
        with_word = known.where(request_word.c.word == max(serial, key=len)[:LONGEST])
        yield mine.where(
            request.c.number.in_(with_word), request.c.serial_number == found.serial_number
        )


def _same(one: Row[Any], other: Row[Any]) -> Iterator[str]:
    same_block = len({one.block, other.block} - {""}) < 2
    placed = one.development and one.unit and same_block
    if placed and (one.development, one.unit) == (other.development, other.unit):
        yield "unit"
    if one.serial_number and one.serial_number == other.serial_number:
        yield "product"
    same_document = one.document_index and one.document_index == other.document_index
    if same_document or _contacts(one) & _contacts(other):
        yield "person"


def _contacts(found: Row[Any]) -> set[str]:
    """The words of telephone and e-mail; nothing else that is searched for has such signs."""
    return {word for word in found.search.split() if word.startswith("#") or "@" in word}
