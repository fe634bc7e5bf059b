"""The log says what happened, and to which route; never a link's token or who asked."""

import logging

import pytest

pytestmark = pytest.mark.anyio


async def test_a_line_for_each_answer_without_tokens_or_queries(client, caplog):
    caplog.set_level(logging.INFO, logger="aldaba.access")
    await client.get("/l/follow.secret-token?code=123")
    await client.post("/f/horizonte/pre-request")
    await client.get("/secret-token")
    lines = [each.getMessage() for each in caplog.records if each.name == "aldaba.access"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == [
        "GET /l/{token} 404",
        "POST /f/{tenant}/{form} 415",
        "GET - 404",
    ]
    assert all(line.endswith(" ms") for line in lines)
