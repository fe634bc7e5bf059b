"""Requests in the record, without a form to fill in."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from aldaba import clock
from aldaba.requests import service
from aldaba.requests.search import searchable
from aldaba.requests.status import turn_of

NOON = 1_795_694_400 * clock.SECOND

ROW: dict[str, Any] = {
    "stage": "pre_request",
    "status": "received",
    "open": True,
    "version": 0,
    "language": "pt-BR",
    "opened_at": NOON,
    "waiting_since": NOON,
    "answer_by": NOON + 2 * clock.DAY,
    "subject": "papers",
    "description": "Onde fica o manual?",
    "name": "Benedita Amostra",
    "email": "benedita@cliente.example",
    "phone": "+5511900000101",
    "answers": "{}",
    "form_version": "",
}

Written = Callable[..., Awaitable[str]]


def write_row(db: Connection, tenant: str, number: str, columns: dict[str, Any]) -> None:
    row = {**ROW, **columns}
    found_by = {"search": searchable(row)}
    turn = {"turn": turn_of(row["status"], row.get("emergency", False))}
    service.add(db, tenant, number, {**found_by, **turn, **row})


@pytest.fixture
def written(store) -> Written:
    """Puts a request in the record, with these columns over the usual; its number."""

    async def write(number: str, tenant: str = "horizonte", **columns: Any) -> str:
        await store.write(tenant, write_row, number, columns)
        return number

    return write
