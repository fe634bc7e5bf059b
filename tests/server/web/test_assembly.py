"""What holds for every route, whoever adds it."""

import asyncio
import inspect

import pytest
from litestar.routes import HTTPRoute

from aldaba.web import assembly

pytestmark = pytest.mark.anyio

NAMES = {"tenant": "horizonte", "form": "pre-request", "number": "A", "token": "x", "file": "x"}


async def test_head_answers_wherever_get_does(app, client):
    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        assert ("HEAD" in route.methods) == ("GET" in route.methods)
        if "GET" in route.methods:
            names = {name: NAMES.get(name, "x") for name in route.path_parameters}
            path = route.path_format.format(**names)
            got = await client.get(path, follow_redirects=False)
            head = await client.head(path, follow_redirects=False)
            assert (head.status_code, head.content) == (got.status_code, b"")


def test_no_guard_costs_a_thread(app):
    """Litestar runs what is not asynchronous on a thread of its pool."""
    for route in app.routes:
        for handler in route.route_handlers:
            assert all(map(inspect.iscoroutinefunction, handler.resolve_guards()))


async def test_a_task_that_fails_begins_again(monkeypatch, caplog):
    monkeypatch.setattr(assembly, "PAUSE", 0.01)
    begun = 0
    third = asyncio.Event()

    async def task() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise RuntimeError("a bad day")
        third.set()
        await asyncio.Event().wait()

    async with assembly.running([task]):
        await asyncio.wait_for(third.wait(), 1)
    assert caplog.text.count("it begins again") == 2
