"""Requests in the record, without a form to fill in."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from aldaba import clock
from aldaba.requests.models import request

NOON = 1_795_694_400 * clock.SECOND

ROW: dict[str, Any] = {
    "tenant": "horizonte",
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


def write_row(db: Connection, tenant: str, columns: dict[str, Any]) -> None:
    db.execute(insert(request).values({**ROW, "tenant": tenant, **columns}))


@pytest.fixture
def written(store) -> Written:
    """Puts a request in the record, with these columns over the usual; its number."""

    async def write(number: str, tenant: str = "horizonte", **columns: Any) -> str:
        await store.write(tenant, write_row, {"number": number, **columns})
        return number

    return write
