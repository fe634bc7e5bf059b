"""tenant.toml: what is wrong, where, and what to write instead."""

from pathlib import Path

import pytest
from msgspec import structs

from aldaba.themes.company import read_tenant
from aldaba.themes.tenant import Closing, Surveys, Tenant


def faults(folder: Path, old: str, new: str) -> list[str]:
    source = (folder / "tenant.toml").read_text("utf-8")
    assert old in source
    tenant, found = read_tenant({"tenant.toml": source.replace(old, new).encode()})
    assert (tenant is None) == bool(found)
    return [str(fault) for fault in found]


def test_the_manual_is_a_company_and_names_every_key(folder: Path) -> None:
    source = (folder / "tenant.toml").read_text("utf-8")
    tenant, found = read_tenant({"tenant.toml": source.encode()})
    assert found == []
    assert tenant is not None
    for table in (
        Tenant,
        type(tenant.mail),
        type(tenant.phones),
        type(tenant.deadlines),
        Closing,
        Surveys,
    ):
        for key in structs.fields(table):
            assert key.encode_name in source


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('name = "Example Homes"', "name = 3", "1: error: write it in quotes"),
        (
            "legal_name =",
            "legal =",
            "1: error: legal is not a key of tenant.toml; write legal_name",
        ),
        ("answer_days = 7", "answer_days = 0", "1: error: write 1 to 90 days"),
        ("reminder_days = 2", "reminder_days = 9", "1: error: must be fewer than answer_days"),
        ("reopen_days = 30", "reopen_days = 5", "1: error: must be at least answer_days"),
        ("delay_hours = 2", "delay_hours = 721", "1: error: write 0 to 720 hours"),
        ("reminder_days = [5]", "reminder_days = [5, 14]", "21: error: write 1 to 13 days"),
        ("reminder_days = [5]", "reminder_days = [2, 5, 9]", "1: error: write one or two"),
        ('invite = "closing"', 'invite = "sometimes"', "1: error: "),
        ("undo_minutes = 30", "undo_minutes = -1", "1: error: write 0 to 1440 minutes"),
        ("www.homes.example/closed", "evil.example/closed", "1: error: https://evil.example/clos"),
        (
            "closed-work",
            "closed-work?a=b",
            "1: error: https://www.homes.example/closed-work?a=b is",
        ),
        ("acceptance = 180", "acceptance = 0", "1: error: write 1 to 3650 days"),
        ("acceptance = 180", "undo = 9", "1: error: undo is none of acceptance, survey, follow"),
        ('country = "BR"', 'country = "Brazil"', "1: error: Brazil is not a country; write its"),
        ("America/Sao_Paulo", "America/Sampa", "1: error: America/Sampa is not a time zone"),
        (
            "America/Sao_Paulo",
            "../../etc/passwd",
            "1: error: ../../etc/passwd is not a time zone",
        ),
        ('["en"]', '["en", "xx"]', "20: error: xx is not spoken here; there are en, es"),
        ('["en"]', "[]", "1: error: name at least one of en, es, pt-BR"),
        ('["en"]', '["en", "en"]', "20: error: en is there twice"),
        ('"cnpj", "pass', '"ssn", "pass', "21: error: ssn is not a kind of document"),
        ("https://www.homes.example", "https://homes.example/", "12: error: https://homes.exa"),
        ("https://www.homes.example", "https://*.homes.example", "12: error: https://*.homes"),
        ("https://www.homes.example", "https://a@homes.example", "12: error: https://a@homes"),
        ("https://www.homes.example", "https://Homes.example", "12: error: https://Homes.exa"),
        ("https://www.homes.example", "https://homes.example:x", "12: error: https://homes.e"),
        ("https://www.homes.example", "null", "12: error: null is not an origin; write scheme"),
        ("2027-01-01", "01/01/2027", "27: error: 01/01/2027 is not a day; write as 2026-12-25"),
        ("2027-01-01", "20270101", "27: error: 20270101 is not a day"),
        ('"2027-01-01"', "2027-01-01", "27: error: write it in quotes"),
        ('from = "care@', 'from = "Care <care@', "1: error: Care <care@homes.example is not"),
        ('["office@homes.example"]', '["office"]', "9: error: office is not an e-mail address"),
        ("(11) 90000-0100", "call us", "1: error: call us can't be dialled from BR"),
        ("+55 11 90000-0100", "11 90000-0100", "1: error: write it with + and the country's"),
        ("review = 2", "review = 0", "1: error: write 1 to 30 working days"),
        ("review = 2", "answer = 2", "1: error: answer is no key here; there are review"),
        ("review = 2", 'review = "2"', "1: error: write a whole number, without"),
        ('mon = "08:00-18:00"', 'mo = "08:00-18:00"', "1: error: mo is not a day; write mon"),
        ('mon = "08:00-18:00"', 'mon = "8-18"', "1: error: 8-18 is not a time of opening"),
        ('mon = "08:00-18:00"', 'mon = "18:00-08:00"', "1: error: 18:00-08:00 is not a time"),
        ('code = "warranty-over"', 'code = ""', "1: error: write a code that no other"),
        ("text.en", "text.es", "1: error: es is none of the languages"),
    ],
)
def test_a_fault_is_named_with_its_place(folder: Path, old: str, new: str, found: str) -> None:
    before, _, _ = (folder / "tenant.toml").read_text("utf-8").partition(old)
    line = before.count("\n") + 1
    first = faults(folder, old, new)[0]
    assert first.startswith(f"tenant.toml:{line}:{found}"), first


def test_a_country_whose_documents_nobody_named_is_a_fault(folder: Path) -> None:
    source = (folder / "tenant.toml").read_text("utf-8")
    named = [line for line in source.splitlines() if line.startswith("documents")]
    source = source.replace(named[0], "")
    assert read_tenant({"tenant.toml": source.encode()})[1] == []
    _, found = read_tenant({"tenant.toml": source.replace('"BR"', '"DE"').encode()})
    assert "name the documents that your customers have" in found[0].message


def test_several_faults_are_told_at_once(folder: Path) -> None:
    assert len(faults(folder, 'name = "Example Homes"', 'nome = "x"\nnumber = 1')) == 3


def test_a_company_that_never_opens_is_refused(folder: Path) -> None:
    source = (folder / "tenant.toml").read_text("utf-8")
    closed = source.partition("[hours]")[0] + "[hours]\n"
    _, found = read_tenant({"tenant.toml": closed.encode()})
    assert [fault.message for fault in found] == [
        'name at least one day, such as mon = "08:00-18:00"'
    ]


def test_a_file_that_is_not_utf8_is_named_by_its_first_bad_byte() -> None:
    _, found = read_tenant({"tenant.toml": b'country = "BR"\nname = "Constru\xe7\xe3o"\n'})
    assert str(found[0]).startswith(
        "tenant.toml:2:16: error: this is Windows-1252 (“ç” stands there)"
    )


def test_a_byte_order_mark_is_forgiven(folder: Path) -> None:
    source = (folder / "tenant.toml").read_bytes()
    _, found = read_tenant({"tenant.toml": b"\xef\xbb\xbf" + source})
    assert found == []
