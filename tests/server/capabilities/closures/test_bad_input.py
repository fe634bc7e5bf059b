"""Whatever is sent to a closing's link: a clear page or problem, no change, no 5xx; and of a
hundred presses at once one decides."""

import asyncio

import pytest
from httpx import ASGITransport, AsyncClient
from tests.server.capabilities.closures.conftest import Case, hidden, open_case, press

from aldaba import clock
from aldaba.app import CAPABILITIES, create_app
from aldaba.links import Link, Signer

pytestmark = pytest.mark.anyio

PURPOSES = [page.purpose for one in CAPABILITIES for page in one.links]
MEANT = {"choice": "accept"}


@pytest.fixture
async def client(deployment):
    transport = ASGITransport(app=create_app(deployment), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as visitor:
        yield visitor


@pytest.fixture(params=["horizonte"])
async def case(request: pytest.FixtureRequest, deployment) -> Case:
    return await open_case(deployment, request.param)


async def unchanged(case: Case) -> bool:
    return (await case.status(), (await case.row()).state) == ("closed", "waiting")


async def test_every_single_bit_of_a_token_counts(case: Case, client) -> None:
    path = await case.path()
    token = path.removeprefix("/l/").encode()
    whole = hidden((await client.get(path)).text) | MEANT
    tried = 0
    for position in range(len(token)):
        for bit in range(7):
            flipped = bytearray(token)
            flipped[position] ^= 1 << bit
            changed = flipped.decode("ascii")
            if not changed.isprintable() or set(changed) & set("/?#%\\ "):
                continue  # another address altogether
            assert case.deployment.signer.read(changed) is None, (position, bit)
            tried += 1
    assert tried > 500
    for changed in (path[:-1] + ("A" if path[-1] != "A" else "B"), path + "x", path[:-9]):
        answer = await client.post(changed, data=whole)
        assert answer.status_code == 404
    assert await unchanged(case)


async def test_a_link_of_another_purpose_or_company_decides_nothing(
    deployment, case: Case, client
) -> None:
    theirs = await open_case(deployment, "norte")
    whole = hidden((await client.get(await case.path())).text) | MEANT | {"choice": "accept"}
    until = clock.now() + clock.DAY
    for tenant in ("horizonte", "norte"):
        for purpose in PURPOSES:
            for subject in (case.number, theirs.number, "ZZZZZZZZZ", "x' OR 1=1 --", ""):
                for version in (0, 1, 1000, 2000, 999_999_999):
                    mine = subject == {"horizonte": case, "norte": theirs}[tenant].number
                    if mine and (purpose, version) == ("acceptance", 1000):
                        continue  # the link itself
                    link = Link(purpose, tenant, subject, version, until, "es")
                    path = f"/l/{deployment.signer.sign(link)}"
                    answer = await client.post(path, data=whole)
                    assert answer.status_code < 500, (purpose, subject, version)
    assert await unchanged(case)
    assert await unchanged(theirs)


async def test_a_token_signed_for_one_purpose_reads_as_no_other(signer: Signer) -> None:
    link = Link("acceptance", "horizonte", "ABCDEFGHJ", 1000, clock.now() + clock.DAY, "es")
    signed = signer.sign(link).partition(".")[2]
    for purpose in {*PURPOSES, "photo", "nonce"} - {"acceptance"}:
        assert signer.read(f"{purpose}.{signed}") is None, purpose


async def test_keys_rotate_without_breaking_links_and_a_lost_key_is_refused(case: Case) -> None:
    token = (await case.path()).removeprefix("/l/")
    old = "a key for tests, 32 characters and more"
    assert Signer(("a newer key for tests, of 32 characters", old)).read(token)
    assert Signer(("a newer key for tests, of 32 characters",)).read(token) is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"choice": "acceptt"},
        {"choice": ""},
        {"choice": "accept", "_nonce": "forged"},
        {"choice": "accept", "_seen": "reopened"},
        {"choice": "accept", "_terms": "0" * 64},
        {"choice": "reopen"},
        {"choice": "reopen", "reason": "x" * 5000},
        {"choice": "reopen", "reason": "Sigue goteando igual.", "photos": "forged"},
        {"choice": "accept", "name": "\x00"},
        {"choice": "other", "reason": "no"},
        {"meant": "later"},
    ],
    ids=str,
)
async def test_what_no_page_sends_changes_nothing(case: Case, client, said) -> None:
    path = await case.path()
    answer = await client.post(path, data=hidden((await client.get(path)).text) | said)
    assert answer.status_code < 500
    if said != {"meant": "later"}:
        assert answer.status_code >= 400, answer.status_code
    assert await unchanged(case)


async def test_of_a_hundred_presses_at_once_one_decides(case: Case, client) -> None:
    path = await case.path()
    whole = hidden((await client.get(path)).text)
    presses = [
        {"choice": "accept"} if each % 2 else {"choice": "reopen", "reason": f"Falla {each} ..."}
        for each in range(100)
    ]
    answers = await asyncio.gather(*(client.post(path, data=whole | said) for said in presses))
    assert {answer.status_code for answer in answers} == {200}
    kinds = await case.kinds()
    assert kinds.count("ClosureAccepted") + kinds.count("RequestReopened") == 1
    assert 1 <= kinds.count("ClosureAttempted") <= 20  # the others were no news
    assert sum("/l/undo." in answer.text for answer in answers) == 1


async def test_accepting_with_words_of_doubt_is_asked_about_once(case: Case, client) -> None:
    path = await case.path()
    asked = await press(client, path, choice="accept", words="ficou bom mas ainda pinga")
    assert (asked.status_code, 'name="meant"' in asked.text) == (200, True)
    assert "ficou bom mas ainda pinga" in asked.text
    assert await unchanged(case)
    said = hidden(asked.text) | {"choice": "accept", "words": "ficou bom mas ainda pinga"}
    answer = await client.post(path, data=said | {"meant": "reopen"})
    assert answer.status_code == 200
    assert await case.status() == "reopened"


async def test_who_means_to_accept_all_the_same_is_not_asked_again(case: Case, client) -> None:
    path = await case.path()
    said = {"choice": "accept", "words": "falta pintar", "meant": "accept"}
    await press(client, path, **said)
    assert await case.status() == "accepted"


async def test_reopening_with_words_of_praise_is_asked_about_too(case: Case, client) -> None:
    path = await case.path()
    said = {"choice": "reopen", "reason": "fechei sem querer, pode deixar encerrado"}
    asked = await press(client, path, **said)
    assert 'name="meant"' in asked.text
    assert await unchanged(case)
