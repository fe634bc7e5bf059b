"""Finding a request by what somebody says on the phone: "ap 1203 da Sabiá", a name, a number.

A request's words stand in its column `search`, folded, and one by one in `request_word`. A word is
found by its beginning. The rarest word of a search leads to the requests and the others are looked
for in those; where every word is common, the queue is walked instead, which finds a page's worth
soon (docs/decisions/search-by-words.md).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, union

from aldaba.forms.characters import fold
from aldaba.requests import number as numbers
from aldaba.requests.models import request, request_word
from aldaba.storage.statement import Statement

MOST_WORDS = 40
LONGEST = 40  # characters of a word that are kept
FEWEST_DIGITS = 6  # of a telephone or a document; fewer are a flat or a house
COMMON = 2000  # requests with a word, above which the word leads nowhere quickly

SPOKEN = ("name", "development", "block", "unit", "model", "serial_number", "address")
WORD = re.compile(r"[^\W_]+")
DIALLED = re.compile(r"[\d\s()+./-]+\Z", re.ASCII)
BEGUN_NUMBER = re.compile(r"[0-9a-z]{3}-[0-9a-z]{1,3}(-[0-9a-z]{0,3})?\Z", re.IGNORECASE)
LAST = "\U0010ffff"
ADD_WORD = Statement(lambda insert: insert(request_word))

# What people say around the name of a place, and don't mean to look for.
AROUND = frozenset(
    WORD.findall(
        "ap apto apt apartamento depto dpto departamento piso unidad unidade casa torre bloco"
        " bloque quadra manzana sala loja local edificio residencial condominio flat unit tower"
        " block building la las los el del al en de do da dos das em no na the of"
    )
)


class Sought(Struct, frozen=True):
    """What a search looks for: all of `words`, or any of the exact ones: requests whose number
    begins with `number`, whose document has the keyed index `document`, or whose telephone ends
    as `phone` begins (a word of `request_word`)."""

    words: tuple[str, ...] = ()
    number: str = ""
    document: bytes = b""
    phone: str = ""


def searchable(values: Mapping[str, Any]) -> str:
    """The column `search` of a request with these values (`SPOKEN`, `email` and `phone`): its
    words, each after a blank."""
    spoken = " ".join(str(values.get(name) or "") for name in SPOKEN)
    words = [*WORD.findall(fold(spoken)), fold(values.get("email") or "")]
    words.append(_dialled(values.get("phone") or ""))
    kept = dict.fromkeys(word[:LONGEST] for word in words if word)
    return "".join(f" {word}" for word in [*kept][:MOST_WORDS])


def index(db: Connection, tenant: str, number: str, search: str) -> None:
    """Make the request `number` known by the words of its column `search`."""
    words = search.split()
    ADD_WORD.many(db, [{"tenant": tenant, "word": word, "number": number} for word in words])


def forget(db: Connection, tenant: str, number: str, search: str) -> None:
    """Take the words of its column `search` from the request `number`."""
    word = request_word.c
    mine = and_(word.tenant == tenant, word.word.in_(search.split()), word.number == number)
    db.execute(request_word.delete().where(mine))


def sought(text: str, document: bytes = b"") -> Sought | None:
    """What somebody who typed `text` looks for; None where they typed nothing to look for.
    `document` is the keyed index of the document that `text` may be."""
    many_digits = sum(each.isdigit() for each in text) >= FEWEST_DIGITS
    number = numbers.read(text) or _begun(text)
    phone = _dialled(text) if many_digits and DIALLED.match(text) else ""
    document = document if many_digits else b""  # eight letters may be a passport, or a name
    if number or phone or document:
        return Sought(number=number, phone=phone, document=document)
    words = tuple(dict.fromkeys(_said(text)))[:MOST_WORDS]
    return Sought(words=words) if words else None


def matching(db: Connection, tenant: str, wanted: Sought) -> tuple[ColumnElement[bool], bool]:
    """The condition for `wanted`, and whether it names few requests: at most some thousands, which
    can be counted."""
    if not wanted.words:
        return request.c.number.in_(_exact(tenant, wanted)), True
    rarest, few = _rarest(db, tenant, wanted.words)
    others = [
        request.c.search.contains(f" {word}", autoescape=True)
        for word in wanted.words
        if not few or word != rarest
    ]
    if not few:
        return and_(*others), False
    return and_(request.c.number.in_(_with_word(tenant, rarest)), *others), True


def _said(text: str) -> Iterable[str]:
    """The words of a search, without those around a place where others are left."""
    words = [
        word
        for part in fold(text).split()
        for word in ([part.strip(",;<>")] if "@" in part else WORD.findall(part))
    ]
    meant = [word for word in words if word not in AROUND]
    return (word[:LONGEST] for word in meant or words)


def _begun(text: str) -> str:
    """The beginning of a number that somebody typed half of, as it is stored."""
    return numbers.begun(text) if BEGUN_NUMBER.match(text.strip()) else ""


def _dialled(phone: str) -> str:
    """A telephone number as a word: its digits from the last to the first, because people leave
    out country, area and zeros at the front."""
    digits = re.sub(r"\D", "", phone, flags=re.ASCII).lstrip("0")
    return f"#{digits[::-1]}" if digits else ""


def _beginning(column: Any, word: str) -> ColumnElement[bool]:
    return and_(column >= word, column < word + LAST)


def _with_word(tenant: str, word: str) -> Select[tuple[str]]:
    mine = and_(request_word.c.tenant == tenant, _beginning(request_word.c.word, word))
    return select(request_word.c.number).where(mine)


def _exact(tenant: str, wanted: Sought) -> Any:
    mine = select(request.c.number).where(request.c.tenant == tenant)
    ways = [
        mine.where(_beginning(request.c.number, wanted.number)) if wanted.number else None,
        mine.where(request.c.document_index == wanted.document) if wanted.document else None,
        _with_word(tenant, wanted.phone) if wanted.phone else None,
    ]
    return union(*(way for way in ways if way is not None)).subquery().select()


def _rarest(db: Connection, tenant: str, words: tuple[str, ...]) -> tuple[str, bool]:
    """The word that the fewest requests have, and whether these are few."""
    counted = [
        select(func.count())
        .select_from(_with_word(tenant, word).limit(COMMON + 1).subquery())
        .scalar_subquery()
        for word in words
    ]
    counts = db.execute(select(*counted)).one()
    least = min(counts)
    return words[list(counts).index(least)], least <= COMMON
