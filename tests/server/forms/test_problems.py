"""The codes of field problems are closed: each one is produced, and each has its words."""

import re
from datetime import date
from string import Formatter

import pytest

from aldaba.forms.documents import KINDS
from aldaba.forms.fields import (
    Choice,
    Consent,
    Date,
    Email,
    Field,
    LongText,
    Matrix,
    Option,
    Phone,
    Photos,
    Section,
    TaxDocument,
    Text,
)
from aldaba.forms.form import Form
from aldaba.forms.problems import CODES, EDGE_CODES
from aldaba.problems import FieldProblem
from aldaba.texts import Words, languages


def document(*kinds: str, none: bool = True) -> TaxDocument:
    return TaxDocument(
        name="it", label="Documento", country="BR", documents=kinds, none_allowed=none
    )


CASES: list[tuple[Field, list[str]]] = [
    (Text(name="it", label="Nome"), []),
    (Text(name="it", label="Nome", max=3), ["Rita"]),
    (Text(name="it", label="Nome"), ["\0"]),
    (Text(name="it", label="Nome"), ["Rita", "Caio"]),
    (LongText(name="it", label="Motivo", min=9), ["não"]),
    (Choice(name="it", label="Assunto", options=(Option("a", "A"),)), []),
    (Choice(name="it", label="Assunto", options=(Option("a", "A"),)), ["b"]),
    (Date(name="it", label="Dia"), ["sexta"]),
    (Date(name="it", label="Dia", past=True), ["2026-11-27"]),
    (Email(name="it", label="E-mail"), ["a@b"]),
    (Email(name="it", label="E-mail"), ["a@gmial.com"]),
    (Phone(name="it", label="Telefone", country="BR"), ["9"]),
    (Matrix(name="it", label="Partes", rows=(Option("a", "A"),), low="", high="", none=""), []),
    (Photos(name="it", label="Fotos"), []),
    (Photos(name="it", label="Fotos", max=1), ["a", "b"]),
    (Consent(name="it", label="Aceito", terms="conditions", version="1"), []),
    (document("cpf"), ["111.111.111-11"]),
    (document("cpf"), []),
    (document("cpf", none=False), []),
    (document("cpf", "cnpj"), ["1"]),
    (document("dni", "cuit"), ["1"]),
    *((document(kind), ["1"]) for kind in KINDS),
]


def problem(field: Field, sent: list[str]) -> FieldProblem:
    form = Form("any", "pt-BR", "BR", "", "", (Section("all", "", (field,)),))
    [found] = form.read({"it": sent}, date(2026, 11, 26)).problems["it"]
    return found


def test_every_code_is_produced_and_no_other() -> None:
    assert {problem(field, sent).code for field, sent in CASES} == CODES


@pytest.mark.parametrize("language", languages())
def test_each_problem_is_said_in_each_language_with_every_blank_filled(language: str) -> None:
    words = Words(language)
    for found in (problem(field, sent) for field, sent in CASES):
        text = words(f"field_problem.{found.code}")
        blanks = {blank for _, blank, _, _ in Formatter().parse(text) if blank}
        assert blanks <= found.params.keys()
        assert words(f"field_problem.{found.code}", **found.params)


@pytest.mark.parametrize("language", languages())
def test_words_say_what_to_do_and_blame_nobody(language: str) -> None:
    for code in CODES | EDGE_CODES:
        text = Words(language)(f"field_problem.{code}")
        assert text.endswith((".", "?"))
        assert len(text) < 100
        assert not re.search(
            r"inv[áa]lid|incorrect|\berror|\berro\b|obrigat|obligat|required", text
        )
