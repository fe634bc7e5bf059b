"""Terms: Markdown in, harmless HTML, a hash and a summary out."""

import hashlib

import pytest

from aldaba.themes.fault import Fault
from aldaba.themes.terms import read_terms
from aldaba.themes.theme import Terms

GOOD = """# Conditions

## In short

- We answer *within*
  2 days.
- It is `free`.

## 1. More

Text.
"""


def read(conditions: str, **more: str) -> tuple[Terms, list[Fault]]:
    files = {"terms/conditions.en.md": conditions.encode(), "terms/privacy.en.md": GOOD.encode()}
    files |= {f"terms/{name.replace('_', '.')}": text.encode() for name, text in more.items()}
    terms, faults = read_terms(files, ("en", "es"))
    return terms["conditions", "en"], faults


def test_the_summary_is_the_plain_text_of_the_first_section() -> None:
    terms, faults = read(GOOD)
    assert faults == []
    assert terms.summary == "We answer within 2 days.\nIt is free."


def test_the_hash_is_that_of_the_source() -> None:
    assert read(GOOD)[0].hash == hashlib.sha256(GOOD.encode()).hexdigest()


def test_terms_without_a_summary_are_a_fault() -> None:
    _, faults = read("# Conditions\n")
    assert str(faults[0]).startswith("terms/conditions.en.md:1:1: error: begin with a heading")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1)>x</p>",
        "![x](https://evil.example/pixel.png)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<style>*{background:url(//evil.example)}</style>",
        "[x](javascript:alert(1))",
        "<iframe src=//evil.example></iframe>",
    ],
)
def test_no_markup_but_our_own_comes_out(hostile: str) -> None:
    html = read(GOOD + hostile)[0].html
    for tag in ("<script", "<img", "<style", "<iframe", "<p on", "title=", 'href="javascript'):
        assert tag not in html


@pytest.mark.parametrize(
    "address", ["/desk", "page.html", "//evil.example", "http://a.example", "ftp://a.example", "#x"]
)
def test_a_link_leads_to_a_whole_address_or_is_a_fault(address: str) -> None:
    terms, faults = read(f"{GOOD}\nSee [this]({address}).\n")
    assert "href" not in terms.html
    assert str(faults[0]).startswith(
        f"terms/conditions.en.md:13:1: error: {address}: a link begins"
    )


@pytest.mark.parametrize(
    "address", ["https://a.example/x", "mailto:a@b.example", "tel:+5511900000101"]
)
def test_web_mail_and_telephone_links_stay(address: str) -> None:
    terms, faults = read(f"{GOOD}\n[this]({address})")
    assert faults == []
    assert f'href="{address}"' in terms.html


def test_a_text_that_is_needed_and_missing_is_a_fault() -> None:
    _, faults = read_terms({"terms/conditions.en.md": GOOD.encode()}, ("en",))
    assert [str(fault) for fault in faults] == ["terms/privacy.en.md:1:1: error: is missing"]


PASTED = (
    "\ufeff## In short\r\n\r\n\u00a0\u00a0“Sempre” – pra você…\u000blinha seguinte\r\n\r\n"
    "•\tprimeiro\r\n•\tsegundo\u200b\r\n\r\n\tRecuado com tabulação\f1.\tNumerado"
)


def test_a_text_pasted_from_a_word_processor_survives() -> None:
    terms, faults = read(PASTED)
    assert faults == []
    assert "“Sempre” – pra você…" in terms.html
    assert terms.html.count("<li>") == 3
    assert "<p>Recuado com tabulação</p>" in terms.html
    assert "<code>" not in terms.html
    assert terms.source == PASTED.removeprefix("\ufeff")


def test_html_in_terms_is_shown_as_it_is_and_told() -> None:
    terms, (fault,) = read(f"{GOOD}\nand <b>this</b>, <https://a.example>")
    assert "&lt;b&gt;this&lt;/b&gt;" in terms.html
    assert str(fault).endswith(": warning: HTML is shown as it is written; take it away")
