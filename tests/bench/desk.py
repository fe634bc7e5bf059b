"""The desk among few requests and among many: its queue, searches, and a request's page."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

from aldaba import clock
from aldaba.people import service as people
from aldaba.people import sessions
from aldaba.requests import number as numbers
from aldaba.requests.search import searchable
from aldaba.storage.database import open_writer
from tests.bench.load import get
from tests.bench.rounds import Round, in_turn, loaded, middle, said
from tests.bench.service import Server, prepared, serving
from tests.bench.storage import written_by_one
from tests.bench.submissions import shown_form
from tests.bench.table import Row, at_most

FEW, MANY = 10_000, 1_000_000
OPEN_ONE_IN = 100
TENANT, DESK = "horizonte", "/desk/horizonte"
NAMES = [f"{first}{letter}" for first in ("Ana", "Bru", "Caio", "Davi") for letter in "abcdefgh"]
PLACES = ("Residencial Ipê-Anil", "Condomínio Garoa Mansa", "Parque das Jandaias Azuis")
BLOCKS = ("Sabiá", "Bem-te-vi", "A", "B")

Asking = Callable[["Room"], str]


class Room:
    """A running desk over `count` requests: somebody's session at it, and numbers in its record."""

    def __init__(self, server: Server, session: str, known: list[str], count: int) -> None:
        self.server = server
        self.session = session
        self.known = known
        self.count = count

    def asked(self, path: Asking, count: int) -> Iterator[bytes]:
        cookie = f"Cookie: aldaba_{TENANT}={self.session}"
        return (get(path(self), cookie) for _ in range(count))


def _unit(count: int) -> int:
    """A company of so many requests has as many more flats, and as many requests of each."""
    return 100 + secrets.randbelow(1500 * count // FEW)


PAGES: dict[str, Asking] = {
    "queue": lambda _: DESK,
    "what is overdue": lambda _: f"{DESK}?show=overdue",
    "closed ones of a month": lambda _: f"{DESK}?show=closed&from=2026-03-01&to=2026-03-31",
    "search for a flat": lambda room: f"{DESK}?show=closed&q=ap+{_unit(room.count)}+da+Sabi%C3%A1",
    "search for a common word": lambda _: f"{DESK}?show=closed&q=sabi%C3%A1",
    "search for a phone": lambda _: f"{DESK}?show=closed&q=9{secrets.randbelow(10**8):08}",
    "request's page": lambda room: f"{DESK}/requests/{secrets.choice(room.known)}",
}


def desk_rows(folder: Path, reads: int, many: int = MANY) -> Iterator[Row]:
    """The lines of the table about the desk: p99 among `many` requests against `FEW`."""
    with ExitStack() as running:
        few, more = (_room(running, prepared(folder / str(count)), count) for count in (FEW, many))
        for what, path in PAGES.items():
            rounds = in_turn(*(partial(_round, room, path, reads) for room in (few, more)))
            yield _judged(f"{what}, {many:,} requests against {FEW:,}: p99", rounds)


def _round(room: Room, path: Asking, reads: int) -> Round:
    return loaded(room.server, room.asked(path, reads), 200)


def _judged(what: str, rounds: list[tuple[Round, ...]]) -> Row:
    few, many = zip(*rounds, strict=True)
    figure = middle(larger.p99 / smaller.p99 for smaller, larger in rounds)
    return at_most(what, 2, figure, absolute=f"many: {said(many)}; few: {said(few)}")


def _room(running: ExitStack, folder: Path, count: int) -> Room:
    database = folder / "data" / "aldaba.db"
    with serving(folder) as server:
        rows = written_by_one(server, database, shown_form(server.port))
    known = _grown(database, dict(rows), count)
    session = _signed_in(database)
    return Room(running.enter_context(serving(folder)), session, known, count)


def _grown(database: Path, like: dict[str, tuple[Any, ...]], count: int) -> list[str]:
    """Add `count` requests like one that was sent in; some of their numbers."""
    drawn = {like["request"][1]}  # of a million numbers two may well be the same
    while len(drawn) <= count:
        drawn.add(numbers.draw())
    known = [*(drawn - {like["request"][1]})]
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("PRAGMA cache_size = -500000")
        columns = [row[1] for row in db.execute("PRAGMA table_info(request)")]
        first = dict(zip(columns, like["request"], strict=True))
        insert = f"INSERT INTO request VALUES ({','.join('?' * len(columns))})"
        words = []
        for position, number in enumerate(known):
            row = first | _told(position, number, count)
            db.execute(insert, [row[name] for name in columns])
            words += [(TENANT, word, number) for word in row["search"].split()]
        db.executemany("INSERT INTO request_word VALUES (?, ?, ?)", sorted(words))
        for table in ("event", "event_content", "stream_head"):
            _, _, *rest = like[table]
            marks = ",".join("?" * (len(rest) + 2))
            copies = ((TENANT, f"request:{number}", *rest) for number in known)
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", copies)
    return known[:1000]


def _told(position: int, number: str, count: int) -> dict[str, Any]:
    """What differs from request to request: who, where and when, and whether it is closed."""
    is_open = position % OPEN_ONE_IN == 0
    at = clock.now() - secrets.randbelow(400) * clock.DAY
    told: dict[str, Any] = {
        "number": number,
        "name": " ".join(secrets.choice(NAMES) for _ in range(3)),
        "phone": f"+55119{secrets.randbelow(10**8):08}",
        "email": f"{secrets.token_hex(4)}@correio.example",
        "development": secrets.choice(PLACES),
        "block": secrets.choice(BLOCKS),
        "unit": str(_unit(count)),
        "document_index": secrets.token_bytes(32),
        "opened_at": at,
        "waiting_since": at,
        "answer_by": at + 2 * clock.DAY,
        "open": is_open,
        "status": "received" if is_open else "rejected",
    }
    return told | {"search": searchable(told)}


def _signed_in(database: Path) -> str:
    """The cookie of a coordinator's session."""
    token, at = secrets.token_urlsafe(32), clock.now()
    who = {"id_": "vera", "name": "Vera", "role": "coordinator", "language": "pt-BR", "at": at}
    with open_writer(f"sqlite:///{database}") as lane:
        lane.transact(TENANT, people.put, "vera@horizonte.example", **who)
        session = (sessions.digest(token), "vera", at, at + sessions.LASTS)
        lane.transact(TENANT, people.open_session, *session)
    return token
