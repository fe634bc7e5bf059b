"""The team is told by mail what happened to a request: the company's own addresses, and those of
the staff who look after it, each as they chose (`people.news`)."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from aldaba.people import news as people
from aldaba.requests import digest
from aldaba.requests.colleagues import responsible, set_colleagues
from aldaba.requests.service import number_of, stream_of, tell

GIVEN = "requests/given"


def tell_team(db: Connection, tenant: str, kind: str, stream: str, sequence: int, at: int) -> None:
    """Put mails of `kind`, whose name is one of `themes.tenant.NEWS`, about one event in the
    outbox."""
    tell(db, tenant, kind, stream, sequence, "team", "", at)
    _tell_staff(db, tenant, kind, stream, sequence, responsible(db, tenant, number_of(stream)), at)


def tell_of_new(
    db: Connection, tenant: str, kind: str, stream: str, sequence: int, at: int
) -> None:
    """The same about a request that nobody looks after yet."""
    tell(db, tenant, kind, stream, sequence, "team", "", at)
    told = people.told_of_any(db, tenant, kind.partition("/")[2])
    _tell(db, tenant, kind, stream, sequence, told, at)


def tell_given(
    db: Connection, tenant: str, stream: str, sequence: int, to: Collection[str], at: int
) -> None:
    """Tell the staff of these ids that they look after the request now."""
    _tell_staff(db, tenant, GIVEN, stream, sequence, to, at)


def give(
    db: Connection,
    tenant: str,
    number: str,
    sequence: int,
    colleagues: Collection[str],
    before: Collection[str],
    at: int,
    by: str,
) -> None:
    """Make `colleagues` responsible beside the first, and tell whoever of all of them was not
    `before`; `by` knows."""
    set_colleagues(db, tenant, number, colleagues)
    new = [each for each in responsible(db, tenant, number) if each not in {*before, by}]
    tell_given(db, tenant, stream_of(number), sequence, new, at)


def _tell_staff(
    db: Connection,
    tenant: str,
    kind: str,
    stream: str,
    sequence: int,
    responsible_: Collection[str],
    at: int,
) -> None:
    told = people.told(db, tenant, kind.partition("/")[2], responsible_)
    _tell(db, tenant, kind, stream, sequence, told, at)


def _tell(
    db: Connection,
    tenant: str,
    kind: str,
    stream: str,
    sequence: int,
    told: Iterable[people.Told],
    at: int,
) -> None:
    for each in told:
        if each.how == "daily":
            digest.add(db, tenant, each, stream, sequence, at)
        else:
            tell(db, tenant, kind, stream, sequence, f"staff:{each.id}", each.language, at)
