"""The log of a whole journey: a JSON object a line, nothing of anybody, no token."""

import asyncio
import json
import re
import urllib.parse
from pathlib import Path

import pytest

from tests.durability.load import Load, ask, get, photo, post, written
from tests.journeys.service import Service

pytestmark = pytest.mark.anyio

FORM = "application/x-www-form-urlencoded"
COOKIE = re.compile(rb"set-cookie: *([^;]+)", re.IGNORECASE)


async def test_the_log_of_a_journey_holds_no_name_no_address_and_no_token(
    victim: Service, load: Load, tmp_path: Path
):
    await asyncio.to_thread(victim.invite, "ana@horizonte.example", "Ana Amostra", "coordinator")
    victim.start()
    staged = await ask(victim.port, photo())
    assert staged
    token = json.loads(staged.body)["photo"]
    _, request = written(photos=token)
    answer = await ask(victim.port, request)
    assert answer
    said = json.loads(answer.body)
    links = [urllib.parse.urlsplit(said[name]).path for name in ("follow", "receipt")]
    for path in (*links, links[0][:-3], "/desk/horizonte", "/nowhere/benedita"):
        await ask(victim.port, get(path))
    cookie = await signed_in(victim, "ana@horizonte.example")
    for page in ("", "/outbox", f"/requests/{said['number'].replace('-', '')}"):
        asked = get(f"/desk/horizonte{page}").replace(
            b"\r\n\r\n", b"\r\nCookie: %b\r\n\r\n" % cookie
        )
        shown = await ask(victim.port, asked)
        assert shown
        assert shown.status == 200
    await load.send_many(3)
    await asyncio.sleep(1.5)  # the outbox has been looked at
    victim.stop()

    lines = (tmp_path / "service.log").read_text().splitlines()
    assert len(lines) > 15
    assert all({"at", "level", "logger", "event"} <= json.loads(line).keys() for line in lines)
    log = "\n".join(lines)
    secrets = (
        token,
        *(path.rpartition("/")[2] for path in links),
        cookie.decode().partition("=")[2],
    )
    for private in (*secrets, "Benedita", "Ana", "@", "cliente.example", "benedita", "000.000.101"):
        assert private not in log, private
    assert "outbox" in log


async def signed_in(service: Service, email: str) -> bytes:
    """The cookie of somebody who has just chosen a password."""
    invitation = urllib.parse.urlsplit(service.invitations[email]).path
    answer = await ask(service.port, post(invitation, FORM, b"password=uma+frase+curta"))
    assert answer
    found = COOKIE.search(answer.head)
    assert found, answer.head
    return found[1]
