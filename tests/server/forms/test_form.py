"""Reading answers, a case table for each kind of field."""

from datetime import date
from typing import Any

import pytest

from aldaba.forms.fields import (
    Choice,
    Choices,
    Consent,
    Date,
    Email,
    Field,
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
from aldaba.problems import FieldProblem

TODAY = date(2026, 11, 26)
SUBJECTS = (
    Option(
        "water",
        "Água, esgoto e vazamentos",
        asks=("room", "photos"),
        options=(
            Option("water.tap", "Torneira pingando"),
            Option("water.burst", "Água que não para", emergency=True, asks=("since",)),
        ),
    ),
    Option("power", "Energia", options=(Option("power.socket", "Tomada"),)),
    Option("gas", "Gás", emergency=True),
    Option("papers", "Manual", enquiry=True),
)
SUBJECT = Choice(name="subject", label="Assunto", options=SUBJECTS, refined_by="sub_subject")
ROOM = Text(name="room", label="Cômodo", required=False)
SINCE = Date(name="since", label="Desde quando?", past=True, required=False)
PHOTOS = Photos(name="photos", label="Fotos", required=False, max=2)
DOCUMENT = TaxDocument(name="document", label="CPF", country="BR", documents=("cpf", "cnpj"))


def form(*fields: Field) -> Form:
    return Form("pre-request", "pt-BR", "BR", "Título", "", (Section("all", "", fields),))


def answer(field: Field, *texts: str, **others: str) -> Any:
    """What comes of one field: its value or its problem, None when nothing was answered."""
    sent = {field.name: list(texts)} | {name: [text] for name, text in others.items()}
    reading = form(field).read(sent, TODAY)
    problems = reading.problems.get(field.name)
    return problems[0] if problems else reading.values.get(field.name)


H_01 = (
    "BOA TARDE O CANO DEBAIXO DA PIA DO BANHEIRO ESTA PINGANDO DESDE SEXTA FEIRA COLOQUEI UM BALDE"
    " MAIS JA MOLHOU O ARMARIO MEU FILHO SO VEM NO SABADO OBRIGADA"
)
NOTE = 'Não é urgente 😊 <b>só</b> a porta & o trinco "novo"'
DESCRIPTION = LongText(name="description", label="O que está acontecendo?", max=4000)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (H_01, H_01),
        (NOTE, NOTE),
        ("vazamento", "vazamento"),
        ("a" * 4000, "a" * 4000),
        ("\r\n um\r\n\r\ndois \n", "um\n\ndois"),
        ("sa\u0303o", "são"),
        ("a\x07\x1bb", "ab"),
        ("=1+1", "=1+1"),
        (" \r\n\t ", FieldProblem("missing")),
        ("a" * 4001, FieldProblem("too_long", {"max": 4000, "given": 4001})),
        ("a\0b", FieldProblem("unreadable")),
        ("\udc80", FieldProblem("unreadable")),
        ("e" + "\u0301" * 2500, FieldProblem("unreadable")),
    ],
)
def test_long_texts(typed: str, read: Any) -> None:
    assert answer(DESCRIPTION, typed) == read


def test_a_long_text_may_have_to_say_more() -> None:
    reason = LongText(name="reason", label="O que falta?", min=10)
    assert answer(reason, "não") == FieldProblem("too_short", {"min": 10, "given": 3})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("=1+1", "=1+1"),
        ("cozinha\n", "cozinha"),
        ("Ana\u00a0 Maria\r\nSilva", "Ana Maria Silva"),
        ("x" * 200, "x" * 200),
        ("x" * 201, FieldProblem("too_long", {"max": 200, "given": 201})),
        ("\u200b", FieldProblem("missing")),
    ],
)
def test_texts_of_one_line(typed: str, read: Any) -> None:
    assert answer(Text(name="room", label="Cômodo"), typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-26", "2026-11-26"),
        (" 2024-02-29\n", "2024-02-29"),
        ("3/2/2026", "2026-02-03"),
        ("26.11.2026", "2026-11-26"),
        ("2026-11-27", FieldProblem("in_future")),
        ("2026-02-30", FieldProblem("not_a_date")),
        ("2026-1-1", FieldProblem("not_a_date")),
        ("٢٠٢٦-١١-٢٦", FieldProblem("not_a_date")),
        ("0000-01-01", FieldProblem("not_a_date")),
        ("2026-11-26T10:00", FieldProblem("not_a_date")),
        ("sexta", FieldProblem("not_a_date")),
        ("", FieldProblem("not_a_date")),
    ],
)
def test_days(typed: str, read: Any) -> None:
    assert answer(Date(name="since", label="Desde quando?", past=True), typed) == read


def test_a_day_to_come_is_fine_where_it_is_asked_for() -> None:
    assert answer(Date(name="day", label="Quando?"), "2027-01-01") == "2027-01-01"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("yes", True),
        ("no", False),
        ("sim", FieldProblem("unknown_option")),
        ("", FieldProblem("missing_choice")),
    ],
)
def test_yes_and_no(typed: str, read: Any) -> None:
    assert answer(YesNo(name="home", label="Há alguém?", yes="Sim", no="Não"), typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["heat", "always"], ["always", "heat"]),
        (["heat", "heat", ""], ["heat"]),
        (["heat", "cold"], FieldProblem("unknown_option")),
        (["heat\0"], FieldProblem("unreadable")),
        ([], FieldProblem("missing_choice")),
    ],
)
def test_choices_come_in_the_order_of_the_form(typed: list[str], read: Any) -> None:
    options = (Option("always", "Sempre"), Option("heat", "Calor"))
    assert answer(Choices(name="when", label="Quando?", options=options), *typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["a.b", "c.d", "a.b"], ["a.b", "c.d"]),
        (["a", "b", "c"], FieldProblem("too_many_photos", {"max": 2, "given": 3})),
        ([""], FieldProblem("missing_photo")),
    ],
)
def test_photos_are_counted_once_each(typed: list[str], read: Any) -> None:
    assert answer(Photos(name="photos", label="Fotos", max=2), *typed) == read


@pytest.mark.parametrize("typed", ["", "no", "on", "YES "])
def test_a_consent_is_given_by_ticking_only(typed: str) -> None:
    consent = Consent(name="conditions", label="Aceito", terms="conditions", version="1")
    assert answer(consent, "yes") is True
    assert answer(consent, typed) == FieldProblem("not_accepted")


EMAIL = Email(name="email", label="E-mail")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Benedita@Cliente.example ", "Benedita@cliente.example"),
        ("benedita@cliente.example\n", "benedita@cliente.example"),
        ("benedita@", FieldProblem("email_unusable")),
        ("", FieldProblem("email_unusable")),
        ("bene@gmial.com", FieldProblem("email_suspect", {"suggestion": "bene@gmail.com"})),
    ],
)
def test_mail_addresses(typed: str, read: Any) -> None:
    assert answer(EMAIL, typed) == read


def test_a_questioned_address_passes_once_it_is_confirmed() -> None:
    assert answer(EMAIL, "bene@gmial.com", email_confirmed=" bene@gmial.com") == "bene@gmial.com"


@pytest.mark.parametrize("confirmed", ["yes", "other@gmial.com", "bene@gmail.com"])
def test_what_confirms_another_address_confirms_nothing(confirmed: str) -> None:
    problem = answer(EMAIL, "bene@gmial.com", email_confirmed=confirmed)
    assert problem.code == "email_suspect"


def test_confirming_makes_no_address_of_what_is_none() -> None:
    problem = answer(EMAIL, "bene@gmail", email_confirmed="bene@gmail")
    assert problem == FieldProblem("email_unusable")


def test_a_phone_is_kept_in_international_form_or_explained_by_example() -> None:
    phone = Phone(name="phone", label="Telefone", country="BR")
    advice = FieldProblem("phone_unusable", {"example": "(11) 90000-0101"})
    assert answer(phone, "(11) 90000\u20110101") == "+5511900000101"
    assert answer(phone, "5555-0101") == advice
    assert answer(phone, "") == advice


def test_a_document_is_a_number_or_none() -> None:
    assert answer(DOCUMENT, "000.000.101-54") == TaxNumber("cpf", "00000010154")
    assert answer(DOCUMENT, "000.000.101-54\0") == FieldProblem("unreadable")
    assert answer(DOCUMENT, "") == FieldProblem("missing_document_or_none")


def test_who_has_no_document_says_so_where_that_is_allowed() -> None:
    reading = form(DOCUMENT).read({"document": [""], "document_none": ["yes"]}, TODAY)
    assert reading.values == {"document": None}
    assert reading.problems == {}
    demanded = TaxDocument(
        name="document", label="CPF", country="BR", documents=("cpf",), none_allowed=False
    )
    assert answer(demanded, "", document_none="yes") == FieldProblem("missing_document")


@pytest.mark.parametrize(
    "field", [SUBJECT, DESCRIPTION, EMAIL, DOCUMENT, SINCE], ids=lambda field: field.name
)
def test_one_answer_is_one_value(field: Field) -> None:
    assert answer(field, "water", "gas") == FieldProblem("several")
    assert answer(field, "a\ud800", "gas") == FieldProblem("unreadable")


SENT = {"subject": ["water"], "room": ["=1+1"], "photos": ["one"]}


def test_a_chosen_option_makes_the_fields_that_it_asks_for_required() -> None:
    whole = form(SUBJECT, ROOM, SINCE, PHOTOS)
    assert whole.read({"subject": ["power"]}, TODAY).problems == {}
    assert whole.read(SENT, TODAY).problems == {}
    assert whole.read({"subject": ["water"]}, TODAY).problems == {
        "room": [FieldProblem("missing")],
        "photos": [FieldProblem("missing_photo")],
    }


def test_a_refinement_adds_what_it_asks_for_itself() -> None:
    whole = form(SUBJECT, ROOM, SINCE, PHOTOS)
    reading = whole.read(SENT | {"sub_subject": ["water.burst"]}, TODAY)
    assert reading.problems == {"since": [FieldProblem("not_a_date")]}
    assert reading.values["sub_subject"] == "water.burst"


@pytest.mark.parametrize(
    ("refinement", "read"),
    [
        (["power.socket"], "power.socket"),
        ([""], None),
        ([], None),
        (["water.tap"], None),
        (["water.tap", "power.socket"], "power.socket"),
        (["water"], FieldProblem("unknown_option")),
        (["power.socket\0"], FieldProblem("unknown_option")),
    ],
)
def test_a_refinement_left_over_from_a_changed_mind_is_dropped(
    refinement: list[str], read: Any
) -> None:
    reading = form(SUBJECT).read({"subject": ["power"], "sub_subject": refinement}, TODAY)
    problems = reading.problems.get("sub_subject")
    assert (problems[0] if problems else reading.values.get("sub_subject")) == read


def test_all_problems_come_at_once_in_the_forms_order_and_what_was_readable_is_kept() -> None:
    whole = form(SUBJECT, DESCRIPTION, ROOM, EMAIL, DOCUMENT)
    sent = {"subject": ["boat"], "room": ["sala"], "email": ["x"], "document": ["111.111.111-11"]}
    reading = whole.read(sent | {"website": ["\0"], "_key": ["1"]}, TODAY)
    codes = [(name, problem.code) for name, [problem] in reading.problems.items()]
    assert codes == [
        ("subject", "unknown_option"),
        ("description", "missing"),
        ("email", "email_unusable"),
        ("document", "check_document"),
    ]
    assert reading.values == {"room": "sala"}


@pytest.mark.parametrize(
    ("values", "emergency"),
    [
        ({"subject": "gas"}, True),
        ({"subject": "water", "sub_subject": "water.burst"}, True),
        ({"subject": "water", "sub_subject": "water.tap"}, False),
        ({"subject": "power", "sub_subject": "water.burst"}, False),
        ({}, False),
    ],
)
def test_an_emergency_is_that_of_the_option_or_of_its_refinement(
    values: dict[str, str], emergency: bool
) -> None:
    assert form(SUBJECT).emergency(values) is emergency


def test_a_form_comes_back_whole_from_what_is_kept() -> None:
    whole = form(SUBJECT, ROOM, SINCE, PHOTOS, DOCUMENT, EMAIL)
    assert Form.decode(whole.encode()) == whole


def test_the_version_changes_with_any_word_that_a_person_reads() -> None:
    shown = form(SUBJECT, ROOM)
    assert shown.version == form(SUBJECT, ROOM).version
    assert len(shown.version) == 64
    assert shown.version != form(SUBJECT, Text(name="room", label="Ambiente")).version


def test_a_form_knows_which_terms_it_shows() -> None:
    consent = Consent(name="conditions", label="Aceito", terms="conditions", version="abc")
    assert form(consent).terms_version("conditions") == "abc"
    assert form(consent).terms_version("privacy") == ""


def test_an_option_and_its_refinement_are_told_by_their_labels():
    inner = Option("water.tap", "Dripping tap")
    field = Choice(
        name="subject",
        label="What?",
        options=(Option("water", "Water", options=(inner,)),),
        refined_by="sub_subject",
    )
    shown = form(field)
    assert shown.label("subject", "water") == "Water"
    assert shown.label("subject", "water.tap") == "Dripping tap"
    assert shown.label("subject", "gone") == "gone"
    assert shown.label("product", "water") == "water"
