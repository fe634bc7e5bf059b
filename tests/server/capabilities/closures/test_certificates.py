"""An acceptance as evidence: what is signed, who can check it, and what is found out."""

import re
from html import unescape

import pytest
from sqlalchemy import text
from tests.server.capabilities.closures.conftest import Case, press

from aldaba import clock
from aldaba.capabilities.closures import certificates
from aldaba.capabilities.closures.models import certificate
from aldaba.events import erase
from aldaba.links import Link
from aldaba.requests.service import stream_of
from aldaba.storage.keys import Vault, is_signed

pytestmark = pytest.mark.anyio


@pytest.fixture
async def certified(case: Case, client):
    """The certificate of a work that was accepted."""
    await press(client, await case.path(), choice="accept", name="Ana Teste", words="Muito bom")
    return await case.deployment.store.read(case.tenant, certificates.of_request, case.number)


def code_of(case: Case, certified) -> str:
    return f"{case.tenant}.{certified.row.code}"


async def run(case: Case, statement: str) -> None:
    """As the database's owner could."""
    await case.deployment.store.write(case.tenant, lambda db, _: db.execute(text(statement)))


async def check(client, case: Case, certified) -> str:
    answer = await client.get(f"/verify/{code_of(case, certified)}?lang=en")
    assert answer.status_code == 200
    found = re.search(r'<h1 class="title">(.*?)</h1>', answer.text)
    assert found
    return unescape(found[1])


async def test_the_statement_names_terms_and_history_and_is_signed(case, certified) -> None:
    row = certified.row
    theme = case.deployment.themes.get(case.tenant)
    terms = theme.terms_in("acceptance", theme.tenant.languages[0])
    assert f"terms-sha256: {terms.hash}\n" in row.statement
    assert certified.same
    assert is_signed(row.public_key, row.signature, row.statement.encode())
    assert not is_signed(row.public_key, row.signature, row.statement.encode() + b" ")


async def test_anybody_checks_it_and_sees_nobodys_data(case, client, certified) -> None:
    assert await check(client, case, certified) == "The certificate is genuine"
    page = (await client.get(f"/verify/{code_of(case, certified).lower()}")).text
    for personal in ("Ana Teste", "Muito bom", "Amostra", "Borrador", "@cliente.example"):
        assert personal not in page


async def test_it_holds_after_the_person_is_erased(case, client, certified) -> None:
    await case.deployment.store.write(
        case.tenant, erase, stream_of(case.number), at=certified.row.issued_at + 1, role="staff"
    )
    assert await check(client, case, certified) == "The certificate is genuine"


async def test_a_changed_byte_is_found(case, client, certified) -> None:
    await run(case, "UPDATE certificate SET statement = replace(statement, 'accepted', 'Accepted')")
    assert await check(client, case, certified) == "This certificate can't be confirmed"


async def test_a_dropped_row_of_history_is_found(case, client, certified) -> None:
    await run(case, "DELETE FROM event_content WHERE sequence = 2")
    assert await check(client, case, certified) == "This certificate can't be confirmed"


async def test_an_acceptance_that_was_undone_is_told(case, client, certified) -> None:
    until = certified.row.issued_at + clock.MINUTE
    link = Link("undo", case.tenant, case.number, certified.row.sequence, until, "en")
    path = f"/l/{case.deployment.signer.sign(link)}"
    answer = await client.post(path, data={"choice": "undo"})
    assert answer.status_code == 200
    assert await check(client, case, certified) == (
        "It is genuine, but the acceptance no longer stands"
    )


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("UPDATE certificate SET statement = replace(statement, 'pt', 'es')", "it was changed"),
        ("UPDATE certificate SET code = '0000000000000000'", "it belongs to another acceptance"),
        ("UPDATE certificate SET sequence = sequence - 1", "it belongs to another acceptance"),
        ("DELETE FROM certificate", "the certificate of event"),
    ],
)
async def test_verifying_finds_what_was_done_to_certificates(case, certified, deed, told) -> None:
    read, kept = case.deployment.store.read, (case.deployment.files, case.deployment.vault)
    assert await read(case.tenant, certificates.faults, *kept) == []
    row = certified.row
    if "language: es" in row.statement:
        deed = deed.replace("'pt', 'es'", "'es', 'pt'")
    await run(case, deed)
    found = await read(case.tenant, certificates.faults, *kept)
    assert [told in fault for fault in found][:1] == [True], found


async def test_verifying_finds_a_certificate_that_another_key_signed(case, certified) -> None:
    stranger = Vault(bytes(32), (("k1", bytes(range(1, 33))),))
    signed = stranger.sign(certified.row.statement.encode())
    forged = {"public_key": signed.public_key, "signature": signed.signature}
    change = certificate.update().values(forged)
    await case.deployment.store.write(case.tenant, lambda db, _: db.execute(change))
    kept = (case.deployment.files, case.deployment.vault)
    (fault,) = await case.deployment.store.read(case.tenant, certificates.faults, *kept)
    assert "none of ALDABA_DATA_KEYS" in fault


async def test_no_other_code_is_known(case, client, certified) -> None:
    good = code_of(case, certified)
    other = {"horizonte": "norte", "norte": "horizonte"}[case.tenant]
    strange = good.replace(case.tenant, other)
    for code in (strange, f"{good[:-1]}{'0' if good[-1] != '0' else '1'}", "x", "norte.", "." * 9):
        assert (await client.get(f"/verify/{code}")).status_code == 404, code


async def test_staff_and_customer_can_print_it(case, client, certified) -> None:
    page = (await client.get(await case.path())).text
    address = re.search(r'href="(/l/certificate\.[^"]+)"', page)
    assert address
    printed = (await client.get(address[1])).text
    assert "Ana Teste" in printed
    assert certified.row.signature.hex() in printed
