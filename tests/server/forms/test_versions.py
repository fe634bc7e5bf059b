"""What a person saw is kept as it was, once, under its hash."""

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, select

from aldaba.forms.fields import Choice, Consent, Email, Option, Section
from aldaba.forms.form import Form
from aldaba.forms.models import form_version, terms_version
from aldaba.forms.versions import TermsKept, keep_form, keep_terms, load_form, load_terms
from aldaba.storage.database import Store

pytestmark = pytest.mark.anyio

WATER = Option("water", "Água", options=(Option("water.tap", "Torneira"),))
FORM = Form(
    name="pre-request",
    language="pt-BR",
    country="BR",
    title="Solicitar assistência",
    intro="",
    sections=(
        Section(
            "problem",
            "O problema",
            (Choice(name="subject", label="Assunto", options=(WATER,), refined_by="sub_subject"),),
        ),
        Section(
            "person",
            "Você",
            (
                Email(name="email", label="E-mail"),
                Consent(name="conditions", label="Aceito", terms="conditions", version="f" * 64),
            ),
        ),
    ),
)
TERMS = TermsKept("conditions", "pt-BR", "e" * 64, "# Condições", "<h1>Condições</h1>")


def shown_at(db: Connection, _tenant: str, table: object) -> list[int]:
    return list(db.scalars(select(table.c.shown_at)))  # type: ignore[attr-defined]


async def test_a_form_is_read_back_as_it_was_shown(store: Store) -> None:
    await store.write("horizonte", keep_form, FORM, 1)

    kept = await store.read("horizonte", load_form, FORM.version)
    assert kept == FORM
    assert kept is not None
    assert kept.version == FORM.version


async def test_terms_are_read_back_as_they_were_shown(store: Store) -> None:
    await store.write("horizonte", keep_terms, TERMS, 1)

    assert await store.read("horizonte", load_terms, TERMS.hash) == TERMS


async def test_a_version_is_kept_once_from_when_it_was_first_shown(store: Store) -> None:
    for moment in (1, 2):
        await store.write("horizonte", keep_form, FORM, moment)
        await store.write("horizonte", keep_terms, TERMS, moment)

    assert await store.read("horizonte", shown_at, form_version) == [1]
    assert await store.read("horizonte", shown_at, terms_version) == [1]


async def test_another_wording_is_another_version(store: Store) -> None:
    other = replace(FORM, title="Pedir assistência")
    await store.write("horizonte", keep_form, FORM, 1)
    await store.write("horizonte", keep_form, other, 2)

    assert await store.read("horizonte", load_form, other.version) == other
    assert await store.read("horizonte", load_form, FORM.version) == FORM


async def test_nobody_else_has_it(store: Store) -> None:
    await store.write("horizonte", keep_form, FORM, 1)
    await store.write("horizonte", keep_terms, TERMS, 1)

    assert await store.read("norte", load_form, FORM.version) is None
    assert await store.read("norte", load_terms, TERMS.hash) is None
