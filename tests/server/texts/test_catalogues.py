"""The three catalogues say the same things, in words that fit and that people use."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import aldaba
from aldaba import texts

PACKAGE = Path(aldaba.__file__).parent
OTHERS = [language for language in texts.languages() if language != texts.REFERENCE]
PLACES = ("**/templates/*", "**/emails/**/*")

# Words of one language that creep into another, or that a screen must never say.
FALSE_FRIENDS = {
    "es": r"""convocatoria|plazo\ de\ aceptación|término\ de\ aceite|oficina|laudo|síndico|asuntos?
        |obra|fallid[ao]s?|catastro|aplicación\ de\ la\ encuesta|inválid[ao]s?|incorrect[ao]s?
        |en\ breve|a\ la\ brevedad|en\ el\ menor\ tiempo\ posible""",
    "pt-BR": r"""contestar|direção|borrar|apelido|submeter|deletar|inválid[ao]s?|incorret[ao]s?
        |obrigad[ao]|em\ breve|chamada""",
    "en": r"""invalid|incorrect|forbidden|illegal|submit|shortly|as\ soon\ as\ possible""",
}
BUTTONS = (  # what a customer presses, in 24 characters at most
    r"intake\.send(_addition)?|intake\.sending|intake\.receipt\.(copy|copied|follow|whatsapp|print)"
    r"|letter\.follow|requests\.follow\.(copy|copied)|upload\.(add|remove|retry)"
)
STATUS = r"status\.\w+\.label"
CALL = re.compile(r"""\bt\(\s*(["'])([\w.-]+)\1(\s*~)?""")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def asked_for() -> Iterator[tuple[str, str, bool]]:
    """(template, key, whether the key goes on) of each text that a template asks for."""
    for file in sorted(file for place in PLACES for file in PACKAGE.glob(place) if file.is_file()):
        for found in CALL.finditer(file.read_text("utf-8")):
            yield str(file.relative_to(PACKAGE)), found[2], found[3] is not None


def test_the_product_speaks_spanish_portuguese_and_english() -> None:
    assert set(texts.languages()) >= {"es", "pt-BR", "en"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert texts.catalogue(language).keys() == texts.catalogue(texts.REFERENCE).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_fills_the_same_blanks(language: str) -> None:
    reference = texts.catalogue(texts.REFERENCE)
    own = texts.catalogue(language)
    differing = {key for key in reference if blanks(own[key]) != blanks(reference[key])}
    assert not differing


@pytest.mark.parametrize("language", texts.languages())
def test_no_text_is_empty_or_padded(language: str) -> None:
    assert not [key for key, text in texts.catalogue(language).items() if not text.strip()]
    assert not [key for key, text in texts.catalogue(language).items() if text != text.strip()]


@pytest.mark.parametrize("language", sorted(FALSE_FRIENDS))
def test_no_text_says_a_false_friend_or_blames(language: str) -> None:
    found = re.compile(rf"\b(?:{FALSE_FRIENDS[language]})\b", re.IGNORECASE | re.VERBOSE)
    assert not {key: text for key, text in texts.catalogue(language).items() if found.search(text)}


@pytest.mark.parametrize("language", texts.languages())
@pytest.mark.parametrize(("keys", "most"), [(BUTTONS, 24), (STATUS, 28)])
def test_buttons_and_statuses_fit_a_small_phone(language: str, keys: str, most: int) -> None:
    labels = {
        key: text for key, text in texts.catalogue(language).items() if re.fullmatch(keys, key)
    }
    assert labels
    assert not {key: text for key, text in labels.items() if len(text) > most}


def test_every_text_that_a_template_asks_for_is_written() -> None:
    known = texts.catalogue(texts.REFERENCE)
    missing = [
        (template, key)
        for template, key, goes_on in asked_for()
        if not (any(each.startswith(key) for each in known) if goes_on else key in known)
    ]
    assert not missing
