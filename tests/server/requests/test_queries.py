"""A page of the desk asks the database as often among many requests as among few. How long that
takes among a million is measured by the bench (`tests.bench.desk`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from sqlalchemy import Engine, event
from tests.server.scene import send_request, sign_in, write_form

from aldaba.app import create_app
from aldaba.capabilities.intake import service
from aldaba.requests.queue import PAGE
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

TENANT = "horizonte"
HOME = f"/desk/{TENANT}"


@contextmanager
def heard() -> Iterator[list[str]]:
    """The statements that any database is given meanwhile."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield said
    event.remove(Engine, "before_cursor_execute", hear)


async def asked(client: AsyncTestClient[Any], paths: list[str]) -> list[int]:
    """How many statements each page takes; the fewest of some times, because what the service does
    by itself is heard too."""
    counts = []
    for path in paths:
        tries = []
        for _ in range(5):
            with heard() as said:
                answer = await client.get(path)
            assert answer.status_code == 200
            tries.append(len(said))
        counts.append(min(tries))
    return counts


async def test_the_desk_asks_as_often_among_many_as_among_few(deployment: Deployment) -> None:
    number = (await send_request(deployment, TENANT)).number
    paths = [
        HOME,
        f"{HOME}?show=mine",
        f"{HOME}?show=closed",
        f"{HOME}?q=ap+1203+ipe",
        f"{HOME}?q=benedita%40cliente.example",
        f"{HOME}/requests/{number}",
        f"{HOME}/requests.csv",
        f"{HOME}/print",
    ]
    async with AsyncTestClient(create_app(deployment)) as client:
        await sign_in(client, deployment, TENANT)
        few = await asked(client, paths)
        for position in range(PAGE + 10):
            sent = await write_form(deployment, TENANT, unit="1203", description=str(position))
            await deployment.store.write(TENANT, service.submit, replace(sent, contacts=()))
        many = await asked(client, paths)
        page = (await client.get(HOME)).text
    assert page.count("data-row") == PAGE
    assert min(few) > 0
    assert many == few
