"""Somebody is erased: nothing that they wrote, sent or are is left in any table or file, and the
history still verifies."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from tests.server.capabilities.closures.conftest import (
    Case,
    client,
    close_request,
    hidden,
    press,
)
from tests.server.scene import Sent, make_submission, sign_in

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.capabilities.closures import certificates
from aldaba.capabilities.intake import service as intake
from aldaba.events import verify
from aldaba.outbox.models import outbox
from aldaba.photos import checking
from aldaba.photos.staging import file_names
from aldaba.requests import service as requests
from aldaba.requests.erasing import NOTHING, erase_request, of_person
from aldaba.requests.models import request
from aldaba.storage.tables import metadata
from aldaba.web.deployment import Deployment

__all__ = ["client"]

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("reactions")]

OURS = "horizonte"
MARK = "quetzal"  # in every word that somebody writes here
SAID = {
    "description": f"Vaza no {MARK}",
    "development": "Residencial Ipê-Anil",
    "block": f"Torre {MARK}",
    "unit": f"{MARK} 1203",
    "name": f"Benedita {MARK}",
    "email": f"{MARK}@cliente.example",
    "phone": "(11) 90000-8642",
}
PERSONAL = (MARK, "90000-8642", "11900008642", "00000010154")
WORDS = f"O {MARK} ficou bom"

# What a request keeps: none of it tells who somebody is, where they live or what they wrote.
KEPT = {
    *("tenant", "number", "stage", "status", "open", "version", "language"),
    *("opened_at", "waiting_since", "answer_by", "subject", "sub_subject", "emergency"),
    *("development", "product", "model", "form_version", "conditions_version"),
    *("privacy_version", "responsible", "team", "priority", "crowded_network", "test", "turn"),
    *("reopenings", "quiet", "shown"),
}

FORGETS = [each.forget for each in CAPABILITIES if each.forget]


@pytest.fixture
async def case(deployment: Deployment, client: Any) -> Case:
    """A request with photos that was closed, accepted and surveyed, with mails on their way."""
    submission, staged = await make_submission(deployment, OURS, **SAID)
    kept = await deployment.store.write(OURS, intake.submit, submission)
    assert isinstance(kept, intake.Received)
    made = await close_request(deployment, Sent(OURS, kept.number, staged.id))
    told = (kept.number, f"Falei com {MARK}", False, clock.now(), "staff:1")
    await deployment.store.write(OURS, requests.comment, *told)
    accepted = await press(
        client, await made.path(), choice="accept", name=f"{MARK} Amostra", words=WORDS
    )
    survey = accepted.text[accepted.text.index('id="survey-title"') :]
    address = re.search(r'action="(/l/survey\.[^"]+)"', survey)
    assert address
    fields = hidden(survey[: survey.index("</form>")])
    answers = {"overall": "1", "recommend": "0", "solved": "no", "more": f"{MARK}!"}
    assert (await client.post(address[1], data=fields | answers)).status_code == 303
    frozen = {"message": f"To: {MARK}".encode(), "undelivered": f"{MARK}@cliente.example"}
    await deployment.store.write(
        OURS, lambda db, _: db.execute(update(outbox).values(frozen).where(outbox.c.tenant == OURS))
    )
    return made


def all_rows(db: Connection, tenant: str) -> str:
    """Every value of the company's rows."""
    rows = [
        (table.name, *row)
        for table in metadata.tables.values()
        for row in db.execute(select(table).where(table.c.tenant == tenant))
    ]
    return "\n".join(
        each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each)
        for row in rows
        for each in row
    )


async def test_nothing_of_somebody_is_left_and_the_history_is_whole(
    client: Any, deployment: Deployment, case: Case
) -> None:
    read, write = deployment.store.read, deployment.store.write
    assert all_of(PERSONAL[:1], await read(OURS, all_rows))
    certificate = await read(OURS, certificates.of_request, case.number)
    path = await case.path("en")
    found = await read(OURS, of_person, [SAID["email"].upper()])
    assert found == [(case.number, False)]
    assert await erase_request(deployment, OURS, case.number, FORGETS, clock.now())

    left = await read(OURS, all_rows)
    assert [each for each in PERSONAL if each in left] == []
    for name in file_names(case.photo):
        assert deployment.files.read(OURS, name) is None
    assert await read(OURS, verify) == []
    kept = (deployment.files, deployment.vault)
    assert await read(OURS, certificates.faults, *kept) == []
    assert await read(OURS, checking.faults, *kept) == []
    assert (await read(OURS, certificates.of_request, case.number)).row == certificate.row
    assert not await write(OURS, lambda db, _: db.execute(select(outbox.c.id)).all())

    await sign_in(client, deployment, OURS)
    for page in (path, f"/desk/{OURS}/requests/{case.number}", f"/desk/{OURS}?show=closed"):
        answer = await client.get(f"{page}{'&' if '?' in page else '?'}lang=en")
        assert (answer.status_code, MARK in answer.text) == (200, False), page
    page = (await client.get(f"/desk/{OURS}/requests/{case.number}")).text
    assert "Dados pessoais excluídos" in page
    results = (await client.get(f"/desk/{OURS}/surveys")).text
    assert case.number not in results.replace("-", "")
    assert await erase_request(deployment, OURS, case.number, FORGETS, clock.now())  # once more
    assert await read(OURS, verify) == []


def all_of(words: tuple[str, ...], text: str) -> bool:
    return all(each in text for each in words)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_bytes_leave_the_database_s_file(
    deployment: Deployment, case: Case, sqlite_url: str
) -> None:
    assert await erase_request(deployment, OURS, case.number, FORGETS, clock.now())
    deployment.store.close()  # as the command does
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    for file in path.parent.glob(f"{path.name}*"):
        body = file.read_bytes()
        assert [each for each in PERSONAL if each.encode() in body] == [], file


async def test_what_is_open_is_not_erased(deployment: Deployment) -> None:
    submission, _ = await make_submission(deployment, OURS, **SAID)
    kept = await deployment.store.write(OURS, intake.submit, submission)
    assert isinstance(kept, intake.Received)
    before = await deployment.store.read(OURS, all_rows)
    for tenant in (OURS, "norte"):
        assert not await erase_request(deployment, tenant, kept.number, FORGETS, clock.now())
    assert await deployment.store.read(OURS, all_rows) == before
    assert await deployment.store.read("norte", of_person, [SAID["email"], kept.number]) == []


def test_each_column_of_a_request_is_kept_or_erased_on_purpose() -> None:
    assert {each.name for each in request.c} == KEPT | NOTHING.keys()
    assert not KEPT & NOTHING.keys()
