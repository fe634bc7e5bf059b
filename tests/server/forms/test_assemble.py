"""The product's form and what a tenant's TOML makes of it, or why it can't."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import aldaba.capabilities
from aldaba.forms.assemble import assemble
from aldaba.forms.fields import Choice, Consent, LongText, Option, Phone, TaxDocument, YesNo
from aldaba.forms.form import Form
from aldaba.forms.telling import TermsShown
from aldaba.forms.written import ADVICE, FIELDS, FORM, OPTION, SECTION, FormFault
from aldaba.requests.models import request
from aldaba.texts import Words, languages

FILE = Path(aldaba.capabilities.__file__).with_name("intake") / "form.toml"
BASE = tomllib.loads(FILE.read_text("utf-8"))
TERMS = {
    "conditions": TermsShown("c" * 64, "Em resumo: analisamos em até 2 dias úteis."),
    "privacy": TermsShown("p" * 64, ""),
}


def built(own: str = "", language: str = "pt-BR", **changes: Any) -> Form:
    words = Words(language)
    company: dict[str, Any] = {
        "language": language,
        "fallback_language": "pt-BR",
        "country": "BR",
        "documents": ("cpf", "cnpj"),
        "terms": TERMS,
    }
    return assemble(BASE, tomllib.loads(own), words, words.has, **company | changes)


def field(form: Form, name: str) -> Any:
    return next(field for field in form.fields if field.name == name)


HORIZONTE = """
title."pt-BR" = "Assistência técnica"
[[sections]]
name = "problem"
title."pt-BR" = "Vamos resolver"
fields = ["subject", "description", "room", "since", "photos"]
[[sections]]
name = "person"
fields = ["name", "home", "document"]
[[sections]]
name = "agreement"
fields = ["conditions"]

[fields.room]
kind = "choice"
label."pt-BR" = "Em qual cômodo?"
label.es = "¿En qué ambiente?"
options = [{ code = "kitchen", label."pt-BR" = "Cozinha", label.es = "Cocina" }]
[fields.home]
kind = "yes_no"
label."pt-BR" = "Há alguém em casa?"
[fields.document]
required = false
help."pt-BR" = ""
documents = ["cpf"]
[[fields.subject.options]]
code = "water"
label."pt-BR" = "Água"
asks = ["room", "photos"]
options = [{ code = "water.burst", label."pt-BR" = "Água que não para", emergency = true }]
[[fields.subject.options]]
code = "question"
enquiry = true
"""


@pytest.mark.parametrize("language", languages())
def test_a_company_that_wrote_nothing_has_a_whole_form_in_each_language(language: str) -> None:
    form = built(language=language)
    assert form.title == Words(language)("form.pre-request.title")
    assert [section.name for section in form.sections] == [
        "problem",
        "place",
        "person",
        "agreement",
    ]
    assert all(field.label for field in form.fields)
    assert isinstance(field(form, "phone"), Phone)
    assert field(form, "phone").country == "BR"
    assert field(form, "document").documents == ("cpf", "cnpj")
    assert field(form, "conditions").version == "c" * 64
    assert field(form, "conditions").summary.startswith("Em resumo")


@pytest.mark.parametrize("language", languages())
def test_each_standard_field_and_section_has_its_words(language: str) -> None:
    every = ", ".join(f'"{name}"' for name in BASE["fields"])
    form = built(f'[[sections]]\nname = "problem"\nfields = [{every}]', language)
    assert {field.name for field in form.fields} == BASE["fields"].keys()
    for section in ("problem", "place", "product", "person", "visit", "agreement"):
        assert Words(language).has(f"form.section.{section}")


def test_a_tenant_leaves_out_reorders_adds_and_says_it_its_own_way() -> None:
    form = built(HORIZONTE)
    assert form.title == "Assistência técnica"
    assert form.sections[0].title == "Vamos resolver"
    assert form.sections[1].title == "Seus dados"
    names = ["subject", "description", "room", "since", "photos", "name", "home", "document"]
    assert [field.name for field in form.fields] == [*names, "conditions"]
    assert field(form, "room") == Choice(
        name="room",
        label="Em qual cômodo?",
        required=False,
        options=(Option("kitchen", "Cozinha"),),
    )
    assert field(form, "home") == YesNo(
        name="home", label="Há alguém em casa?", yes="Sim", no="Não"
    )
    assert field(form, "document") == TaxDocument(
        name="document", label="Documento", required=False, country="BR", documents=("cpf",)
    )
    assert isinstance(field(form, "conditions"), Consent)


def test_options_carry_what_they_ask_for_and_what_they_are() -> None:
    water, question = field(built(HORIZONTE), "subject").options
    assert water.asks == ("room", "photos")
    assert water.options[0].emergency
    assert question.enquiry
    assert question.label == "Tenho uma dúvida"


def test_a_text_that_is_missing_in_a_language_falls_back_to_the_tenants_first() -> None:
    form = built(HORIZONTE, "es")
    assert field(form, "room").label == "¿En qué ambiente?"
    assert field(form, "home").label == "Há alguém em casa?"
    assert field(form, "home").yes == "Sí"
    assert field(form, "description").label == "¿Qué está pasando?"


def test_a_standard_text_may_become_lines_but_no_longer_than_the_record_has_room_for() -> None:
    own = '[[sections]]\nname = "place"\nfields = ["unit"]\n[fields.unit]\nkind = "long_text"\n'
    unit = field(built(own), "unit")
    assert isinstance(unit, LongText)
    assert unit.max == 60


def test_no_standard_field_is_longer_than_its_column() -> None:
    for name, table in BASE["fields"].items():
        length = getattr(request.c[name].type, "length", None) if name in request.c else None
        assert length is None or table.get("max", 0) <= length


def test_what_is_assembled_can_be_answered() -> None:
    sent = {
        "subject": ["water"],
        "sub_subject": ["water.burst"],
        "description": ["não para"],
        "room": ["kitchen"],
        "photos": ["one"],
        "name": ["Benedita Amostra"],
        "home": ["yes"],
        "document_none": ["yes"],
        "conditions": ["yes"],
    }
    form = built(HORIZONTE)
    reading = form.read(sent, date(2026, 11, 26))
    assert reading.problems == {}
    assert form.emergency(reading.values)
    assert Form.decode(form.encode()) == form


PLACED = '[[sections]]\nname = "problem"\nfields = ["subject", "email", "x"]\n'
ADDED = PLACED + '[fields.x]\nkind = "text"\nlabel.es = "X"\n'
CHOICE = PLACED + '[fields.x]\nkind = "choice"\nlabel.es = "X"\n'


@pytest.mark.parametrize(
    ("own", "path", "advice"),
    [
        ('titel."es" = "T"', ("titel",), "write `title`"),
        ('title = "T"', ("title",), 'write title."pt-BR" = "…", a line for each language'),
        ("title = {}", ("title",), 'write title."pt-BR" = "…", a line for each language'),
        ("sections = []", ("sections",), "write a [[sections]] for each part"),
        ("fields = 3", ("fields",), "write names of fields"),
        ('[fields."No Name"]', ("fields",), "write names of fields"),
        ("[fields.x_none]", ("fields",), "write names of fields"),
        ('[[sections]]\nname = "a"', ("sections", 0, "fields"), "write names of fields"),
        ('[[sections]]\nfields = ["name"]', ("sections", 0, "name"), "write a name"),
        (
            '[[sections]]\nname = "a"\nfields = ["name", "emial"]',
            ("sections", 0, "fields", 1),
            "`emial` is not a field: write `email`",
        ),
        (
            '[[sections]]\nname = "a"\nfields = ["name", "name"]',
            ("sections", 0, "fields", 1),
            "`name` stands in the form already",
        ),
        ("[fields.room]\nrequired = true", ("fields", "room"), "`room` stands in no section"),
        ('[fields.x]\nlabel.es = "X"', ("fields", "x", "kind"), "write `choice` or `choices` or"),
        ('[fields.x]\nkind = "txt"', ("fields", "x", "kind"), "write `text`"),
        ('[fields.x]\nkind = ["text"]', ("fields", "x", "kind"), "write `"),
        ('[fields.x]\nkind = "photos"', ("fields", "x", "kind"), "write `"),
        ('[fields.email]\nkind = "text"', ("fields", "email", "kind"), "write `email`"),
        ('[fields.email]\nlable.es = "E"', ("fields", "email", "lable"), "write `label`"),
        ("[fields.email]\nrequired = 1", ("fields", "email", "required"), "write true or false"),
        ('[fields.photos]\nmax = "9"', ("fields", "photos", "max"), "write a whole number"),
        ("[fields.photos]\nmax = 0", ("fields", "photos", "max"), "write a whole number"),
        ("[fields.photos]\nmax = 9", ("fields", "photos", "max"), "write at most 6"),
        ("[fields.description]\nmin = 5000", ("fields", "description", "min"), "write less"),
        (PLACED + '[fields.x]\nkind = "text"', ("fields", "x", "label"), 'write label."pt-BR"'),
        (ADDED, ("fields", "x", "label"), 'write label."pt-BR" = "…"'),
        (
            CHOICE.replace("es", "pt-BR", 3),
            ("fields", "x", "options"),
            "write a table for each option",
        ),
        (
            "[fields.document]\ndocuments = ['cpf', 'rg']",
            ("fields", "document", "documents"),
            "write `",
        ),
        ("[fields.document]\ndocuments = []", ("fields", "document", "documents"), "write `"),
        (
            "[[fields.subject.options]]\nlabel.es = 'X'",
            ("fields", "subject", "options", 0, "code"),
            "write a code",
        ),
        (
            "[[fields.subject.options]]\ncode = 'A B'",
            ("fields", "subject", "options", 0, "code"),
            "write a code",
        ),
        (
            '[[fields.subject.options]]\ncode = "water\\n"',
            ("fields", "subject", "options", 0, "code"),
            "write a code",
        ),
        (
            "[[fields.subject.options]]\ncode = 'water'",
            ("fields", "subject", "options", 0, "label"),
            'write label."pt-BR"',
        ),
        (
            "fields.subject.options = [{code = 'other', asks = ['photo']}]",
            ("fields", "subject", "options", 0, "asks", 0),
            "`photo` is not in the form: write `photos`",
        ),
        (
            "fields.subject.options = [{code = 'other', options = [{code = 'fault', sos = true}]}]",
            ("fields", "subject", "options", 0, "options", 0, "sos"),
            "`sos` is unknown here",
        ),
        (
            "fields.subject.options = [{code = 'other', options = [{code = 'fault',"
            " options = [{code = 'question'}]}]}]",
            ("fields", "subject", "options", 0, "options", 0, "options"),
            "take it out: options go two levels deep",
        ),
        (
            "fields.subject.options = [{code = 'other'}, {code = 'other'}]",
            ("fields", "subject", "options"),
            "`other` stands twice",
        ),
        (
            PLACED + "[fields.x]\nkind = 'choice'\nlabel.'pt-BR' = 'X'\noptions = [{code = 'a',"
            " label.'pt-BR' = 'A', options = [{code = 'b', label.'pt-BR' = 'B'}]}]",
            ("fields", "x"),
            'write kind = "choice" and refined_by = "sub_x"',
        ),
        (
            "[fields.subject]\nrefined_by = 'email'",
            ("fields", "subject", "refined_by"),
            "`email` is another answer's name",
        ),
    ],
)
def test_a_fault_says_where_and_what_to_write(
    own: str, path: tuple[str | int, ...], advice: str
) -> None:
    with pytest.raises(FormFault) as fault:
        built(own)
    assert fault.value.path == path
    assert advice in fault.value.message


def test_terms_that_nobody_wrote_are_a_fault() -> None:
    with pytest.raises(FormFault) as fault:
        built(terms={"privacy": TERMS["privacy"]})
    assert fault.value.path == ("fields", "conditions")
    assert "terms/conditions.pt-BR.md" in fault.value.message


def test_whatever_may_be_written_has_its_advice() -> None:
    tables: list[Mapping[str, Any]] = [FORM, SECTION, OPTION, *FIELDS.values()]
    written = {key for table in tables for key in table} - {"kind"}
    assert written == ADVICE.keys()
