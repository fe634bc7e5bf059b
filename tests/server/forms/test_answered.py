from aldaba.forms.answered import answered, chosen
from aldaba.forms.fields import (
    Choice,
    Choices,
    Consent,
    Date,
    LongText,
    Option,
    Phone,
    Photos,
    Section,
    TaxDocument,
    TaxNumber,
    Text,
    YesNo,
)
from aldaba.forms.form import Form

TAP = Option("water.tap", "Torneira pingando")
FIELDS = (
    Choice(
        name="subject",
        label="Assunto",
        options=(Option("water", "Água", options=(TAP,)), Option("other", "Outro")),
        refined_by="sub_subject",
    ),
    LongText(name="description", label="O que está acontecendo?"),
    Date(name="since", label="Desde quando?"),
    Choices(name="when", label="Quando?", options=(Option("a", "Sempre"), Option("b", "Calor"))),
    YesNo(name="home", label="Há alguém?", yes="Sim", no="Não"),
    Photos(name="photos", label="Fotos"),
    Phone(name="phone", label="Telefone", country="BR"),
    TaxDocument(name="document", label="CPF", country="BR", documents=("cpf",)),
    Text(name="room", label="Cômodo"),
    Consent(name="conditions", label="Aceito", terms="conditions", version="1"),
)
FORM = Form("pre-request", "pt-BR", "BR", "", "", (Section("all", "", FIELDS),))
VALUES = {
    "room": "=1+1",
    "subject": "water",
    "sub_subject": "water.tap",
    "description": "pinga\nmuito",
    "since": "2026-11-20",
    "when": ["a", "b"],
    "home": False,
    "photos": ["one"],
    "phone": "+5511900000101",
    "document": TaxNumber("cpf", "00000010154"),
    "conditions": True,
}


def test_answers_read_in_the_forms_order_and_language_without_consents_and_documents() -> None:
    assert answered(FORM, VALUES) == [
        ("Assunto", "Água · Torneira pingando"),
        ("O que está acontecendo?", "pinga\nmuito"),
        ("Desde quando?", "20 de novembro de 2026"),
        ("Quando?", "Sempre, Calor"),
        ("Há alguém?", "Não"),
        ("Telefone", "(11) 90000-0101"),
        ("Cômodo", "=1+1"),
    ]


def test_what_was_not_answered_is_left_out() -> None:
    assert answered(FORM, {"subject": "other", "document": None}) == [("Assunto", "Outro")]


def test_an_option_that_the_form_no_longer_has_is_told_by_its_code() -> None:
    values = {"subject": "roof", "when": ["a", "cold"]}
    assert answered(FORM, values) == [("Assunto", "roof"), ("Quando?", "Sempre, cold")]


def test_the_chosen_subject_is_told_with_its_refinement() -> None:
    assert chosen(FORM, VALUES) == ("Água", "Torneira pingando")
    assert chosen(FORM, {"subject": "other"}) == ("Outro",)
    assert chosen(FORM, {}) == ()
