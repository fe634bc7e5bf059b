"""A tenant's own words: keys and blanks are the product's."""

import pytest

from aldaba import texts
from aldaba.themes.own_words import read_own_words


@pytest.fixture(autouse=True)
def product(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"mail.hello": "Hello {name}, {number}", "mail.bye": "Bye"}
    monkeypatch.setattr(texts, "catalogue", lambda _language: words)


def faults(source: str) -> list[str]:
    _, found = read_own_words({"texts.es.toml": source.encode()}, ("es", "en"))
    return [str(fault) for fault in found]


def test_own_words_are_kept_by_language_and_dotted_key() -> None:
    source = b'[mail]\nhello = "Hola {name}: {number}"\n'
    words, found = read_own_words({"texts.es.toml": source}, ("es", "en"))
    assert found == []
    assert words == {"es": {"mail.hello": "Hola {name}: {number}"}}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('[mail]\nhelo = "x"', "2:1: error: the product has no text mail.helo"),
        ('[mail]\nhello = "x {name}"', "2:1: error: mail.hello lacks {number}, which the product"),
        (
            '[mail]\nbye = "x {name}"',
            "2:1: error: mail.bye has no blank {name}; take it away",
        ),
        ('[mail]\nbye = "x {"', "2:1: error: a blank is a name in braces"),
        ('[mail]\nbye = "x {}"', "2:1: error: a blank is a name in braces"),
        ('[mail]\nhello = "{name.__class__} {number}"', "2:1: error: a blank is a name in braces"),
        ('[mail]\nhello = "{name:>99999999} {number}"', "2:1: error: a blank is a name in braces"),
        ('[mail]\nhello = "{name!r} {number}"', "2:1: error: a blank is a name in braces"),
        ('[mail]\nbye = ""', "2:1: error: mail.bye is empty; take the line away"),
        ("[mail\n", "1:6: error: this is not TOML"),
    ],
)
def test_a_text_that_the_product_cant_use_is_a_fault(source: str, found: str) -> None:
    (fault,) = faults(source)
    assert fault.startswith(f"texts.es.toml:{found}")
