"""The log says what happened, and to which route; never a link's token or who asked."""

import json
import logging
import sys

import pytest

from aldaba.web.log_lines import JsonLine

pytestmark = pytest.mark.anyio


async def test_a_line_for_each_answer_without_tokens_or_queries(client, caplog):
    caplog.set_level(logging.INFO, logger="aldaba.access")
    await client.get("/l/follow.secret-token?code=123")
    await client.post("/f/horizonte/pre-request")
    await client.get("/secret-token")
    records = [each for each in caplog.records if each.name == "aldaba.access"]
    lines = [json.loads(JsonLine().format(record)) for record in records]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/l/{token}", 404),
        ("POST", "/f/{tenant}/{form}", 415),
        ("GET", "-", 404),
    ]
    assert all(line["ms"] >= 0 for line in lines)


def test_an_error_tells_its_kind_and_place_and_never_its_text() -> None:
    try:
        raise ValueError("Ana, ana@cliente.example")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 0, "it broke", (), sys.exc_info())
    line = JsonLine().format(record)
    assert "\n" not in line
    assert "Ana" not in line
    told = json.loads(line)
    assert (told["event"], told["error"]) == ("it broke", "ValueError")
    assert told["trace"][0].startswith("server/web/test_access_log.py:")
