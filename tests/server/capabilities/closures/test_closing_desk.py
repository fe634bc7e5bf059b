"""Staff declare the work done, with a note and photos, and see what became of it."""

import re

import pytest
from sqlalchemy import select
from tests.server.capabilities.closures.conftest import open_case, press
from tests.server.scene import PHOTO, send_request, sign_in

from aldaba import clock
from aldaba.capabilities.intake import verdicts
from aldaba.events import history
from aldaba.events.intake import RequestApproved
from aldaba.outbox.models import outbox
from aldaba.requests import service as requests

pytestmark = pytest.mark.anyio

OURS = "horizonte"


@pytest.fixture
async def number(deployment, client) -> str:
    """A request at work, and staff signed in."""
    sent = await send_request(deployment, OURS)
    event = RequestApproved(subject="", sub_subject="", responsible="", team="", priority="normal")
    verdict = (sent.number, 0, event, clock.now(), "staff:1", clock.now())
    assert await deployment.store.write(OURS, verdicts.approve, *verdict)
    await sign_in(client, deployment, OURS)
    return sent.number


async def fields(client, number: str) -> dict[str, str]:
    page = (await client.get(f"/desk/{OURS}/requests/{number}")).text
    csrf = re.search(r'name="_csrf" value="(\w+)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert csrf
    assert version
    return {"_csrf": csrf[1], "version": version[1]}


async def test_closing_keeps_note_and_photos_and_asks_the_customer(
    deployment, client, number
) -> None:
    form = await fields(client, number) | {"note": "Trocamos o sifão."}
    files = {"photos_file": ("depois.jpg", PHOTO.read_bytes(), "image/jpeg")}
    answer = await client.post(f"/desk/{OURS}/requests/{number}/close", data=form, files=files)
    assert (answer.status_code, answer.headers["location"][-11:]) == (303, "done=closed")
    story = await deployment.store.read(OURS, history, requests.stream_of(number))
    closed = story[-1].event
    assert (closed.told(), len(closed.shown_photos())) == ("Trocamos o sifão.", 1)
    kinds = await deployment.store.read(
        OURS, lambda db, _: set(db.scalars(select(outbox.c.kind).where(outbox.c.tenant == OURS)))
    )
    assert {"closures/closed", "closures/reminder"} <= kinds


async def test_a_closing_without_a_note_is_asked_for_one_and_loses_no_photo(
    deployment, client, number
) -> None:
    form, path = await fields(client, number), f"/desk/{OURS}/requests/{number}/close"
    files = {"photos_file": ("depois.jpg", PHOTO.read_bytes(), "image/jpeg")}
    answer = await client.post(path, data=form, files=files)
    assert (answer.status_code, 'id="closing-note-message"' in answer.text) == (422, True)
    waits = re.search(r'name="photos" value="([^"]+)"', answer.text)
    assert waits
    removed = await client.post(path, data=form | {"photos": waits[1], "photos_remove": waits[1]})
    assert 'name="photos" value' not in removed.text
    refused = await client.post(path, data=form | {"note": "Feito.", "photos": "photo.none"})
    assert (refused.status_code, ">Feito.</textarea>" in refused.text) == (422, True)
    found = await deployment.store.read(OURS, requests.find, number)
    assert found.status == "approved"


async def test_two_colleagues_close_it_once_and_the_second_keeps_every_word(client, number) -> None:
    form = await fields(client, number) | {"note": "Feito.", "seen": "1"}
    path = f"/desk/{OURS}/requests/{number}/close"
    first, second = [await client.post(path, data=form) for _ in range(2)]
    assert first.headers["location"].endswith("done=closed")
    assert second.status_code == 409
    assert second.text.count("Feito.") == 3  # in the news, in the story, and what was written


async def test_a_technician_is_offered_no_closing_and_takes_no_links_back(
    deployment, client
) -> None:
    case = await open_case(deployment, OURS)
    await sign_in(client, deployment, OURS, "technician")
    page = (await client.get(f"/desk/{OURS}/requests/{case.number}")).text
    assert 'id="closing-title"' in page
    assert f"{case.number}/revoke" not in page
    before = await case.path()
    csrf = re.search(r'name="_csrf" value="(\w+)"', page)
    assert csrf
    for press_ in ("close", "revoke"):
        form = {"_csrf": csrf[1], "version": "2", "note": "Feito."}
        path = f"/desk/{OURS}/requests/{case.number}/{press_}"
        assert (await client.post(path, data=form)).status_code == 403
    assert (await case.path(), await case.status()) == (before, "closed")


async def test_the_desk_shows_the_decision_and_later_attempts(deployment, client) -> None:
    case = await open_case(deployment, OURS)
    path = await case.path()
    await press(client, path, choice="accept", name="Ana Teste", role="owner", words="Perfeito")
    await client.post(path, data={"choice": "reopen", "reason": "Não fui eu quem aceitou"})
    await sign_in(client, deployment, OURS)
    page = (await client.get(f"/desk/{OURS}/requests/{case.number}?lang=en")).text
    assert "Ana Teste" in page
    assert "Perfeito" in page


async def test_revoking_sends_a_new_link(deployment, client) -> None:
    case = await open_case(deployment, OURS)
    old = await case.path("en")
    await sign_in(client, deployment, OURS)
    page = (await client.get(f"/desk/{OURS}/requests/{case.number}")).text
    csrf = re.search(r'name="_csrf" value="(\w+)"', page)
    assert csrf
    answer = await client.post(
        f"/desk/{OURS}/requests/{case.number}/revoke", data={"_csrf": csrf[1]}
    )
    assert answer.headers["location"].endswith("done=revoked")
    stale = await client.get(old)
    assert (stale.status_code, "withdrew this link" in stale.text) == (410, True)
    assert (await client.get(await case.path("en"))).status_code == 200
