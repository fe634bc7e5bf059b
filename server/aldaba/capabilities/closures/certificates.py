"""The certificate of an acceptance: a statement without personal data, signed with Ed25519 in the
transaction of the decision. It names the hash of the event, which covers all that went before."""

import secrets
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select

from aldaba import clock
from aldaba.capabilities.closures.models import certificate
from aldaba.events import history
from aldaba.events.closures import ClosureAccepted
from aldaba.events.models import event as event_table
from aldaba.requests import number as numbers
from aldaba.requests import service as requests
from aldaba.storage.files import Files
from aldaba.storage.keys import Signed, Vault, is_signed

Sign = Callable[[bytes], Signed]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = 16  # characters of 5 bits


class Certified(Struct, frozen=True):
    """A certificate with the event it is about, None once that is erased, and whether the history
    still says what was certified (`same`)."""

    row: Row[Any]
    event: ClosureAccepted | None
    same: bool


def certify(
    db: Connection, tenant: str, number: str, round_: int, sequence: int, sign: Sign
) -> None:
    """Keep the certificate of the acceptance that is event `sequence`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE))
    statement, at = _statement(db, tenant, number, sequence, code)
    signed = sign(statement.encode())
    row = {
        "tenant": tenant,
        "code": code,
        "number": number,
        "round": round_,
        "sequence": sequence,
        "statement": statement,
        "key": signed.key,
        "public_key": signed.public_key,
        "signature": signed.signature,
        "issued_at": at,
    }
    db.execute(insert(certificate).values(**row))


def _statement(
    db: Connection, tenant: str, number: str, sequence: int, code: str
) -> tuple[str, int]:
    found = _recorded(db, tenant, number, sequence)
    assert found is not None  # noqa: S101 - it was recorded in this transaction
    accepted = _accepted(db, tenant, number, sequence)
    at = clock.local(found.at, "UTC").isoformat(timespec="seconds")
    lines = {
        "aldaba-certificate": "1",
        "code": f"{tenant}.{code}",
        "company": tenant,
        "request": numbers.shown(number),
        "decision": "accepted",
        "at": at,
        "closing": str(accepted.round) if accepted else "",
        "link": accepted.purpose if accepted else "",
        "language": accepted.language if accepted else "",
        "terms-sha256": accepted.terms_version if accepted else "",
        "event": str(sequence),
        "history-sha256": found.hash.hex(),
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items()), found.at


def of_code(db: Connection, tenant: str, code: str) -> Certified | None:
    """The certificate `code`."""
    mine = select(certificate).where(certificate.c.tenant == tenant, certificate.c.code == code)
    row = db.execute(mine).one_or_none()
    return _certified(db, row) if row else None


def of_event(db: Connection, tenant: str, number: str, sequence: int) -> Certified | None:
    """The certificate of the acceptance that is event `sequence` of the request."""
    mine = (certificate.c.tenant == tenant, certificate.c.number == number)
    found = select(certificate).where(*mine, certificate.c.sequence == sequence)
    row = db.execute(found).one_or_none()
    return _certified(db, row) if row else None


def _certified(db: Connection, row: Row[Any]) -> Certified:
    recorded = _recorded(db, row.tenant, row.number, row.sequence)
    same = recorded is not None and f"history-sha256: {recorded.hash.hex()}\n" in row.statement
    return Certified(row, _accepted(db, row.tenant, row.number, row.sequence), same)


def _recorded(db: Connection, tenant: str, number: str, sequence: int) -> Row[Any] | None:
    stream = requests.stream_of(number)
    mine = (event_table.c.tenant == tenant, event_table.c.stream == stream)
    found = select(event_table).where(*mine, event_table.c.sequence == sequence)
    return db.execute(found).one_or_none()


def _accepted(db: Connection, tenant: str, number: str, sequence: int) -> ClosureAccepted | None:
    story = history(db, tenant, requests.stream_of(number))
    event = next((each.event for each in story if each.sequence == sequence), None)
    return event if isinstance(event, ClosureAccepted) else None


def of_request(db: Connection, tenant: str, number: str) -> Certified | None:
    """The certificate of the latest acceptance of the request."""
    mine = select(certificate).where(certificate.c.tenant == tenant, certificate.c.number == number)
    row = db.execute(mine.order_by(certificate.c.sequence.desc()).limit(1)).one_or_none()
    return _certified(db, row) if row else None


def faults(db: Connection, tenant: str, _files: Files, vault: Vault) -> list[str]:
    """What is wrong with the certificates of `tenant`, and which acceptances have lost theirs."""
    rows = db.execute(select(certificate).where(certificate.c.tenant == tenant)).all()
    told = ((row, _fault(db, row, vault)) for row in rows)
    found = [f"certificate {tenant}.{row.code}: {fault}" for row, fault in told if fault]
    certified = {(requests.stream_of(row.number), row.sequence) for row in rows}
    accepted = select(event_table.c.stream, event_table.c.sequence).where(
        event_table.c.tenant == tenant, event_table.c.kind == ClosureAccepted.__name__
    )
    lost = [each for each in db.execute(accepted) if tuple(each) not in certified]
    return found + [
        f"{stream}: the certificate of event {each} is missing" for stream, each in lost
    ]


def _fault(db: Connection, row: Row[Any], vault: Vault) -> str:
    if not is_signed(row.public_key, row.signature, row.statement.encode()):
        return "it was changed, or its signature was"
    if not vault.knows(row.public_key):
        return "none of ALDABA_DATA_KEYS made its signature"
    if not _says_what_its_row_says(row):
        return "it belongs to another acceptance"
    return "" if _certified(db, row).same else "the history is not what was certified"


def _says_what_its_row_says(row: Row[Any]) -> bool:
    lines = {
        f"code: {row.tenant}.{row.code}",
        f"request: {numbers.shown(row.number)}",
        f"event: {row.sequence}",
    }
    return lines <= set(row.statement.splitlines())
