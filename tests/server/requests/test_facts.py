"""A request's data as the desk shows it: in the reader's words, grouped, nothing twice."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from aldaba import clock
from aldaba.forms.fields import TaxNumber
from aldaba.requests.facts import Fact, facts
from aldaba.texts import Words

from .conftest import ROW

ANSWERS = {
    "subject": "water",
    "sub_subject": "water.tap",
    "description": "Pinga a noite toda",
    "development": "Garoa Mansa",
    "unit": "52",
    "room": "kitchen",
    "name": "Benedita Amostra",
    "relation": "owner",
    "phone": "+5511900000101",
    "email": "benedita@cliente.example",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here asks a database."""
    return sqlite_url


@pytest.fixture
def shown(deployment):
    """The facts of a request with these columns, read in a language."""

    def show(
        language: str = "pt-BR", document: TaxNumber | None = None, **columns: Any
    ) -> dict[str, list[Fact]]:
        theme = deployment.themes.get("horizonte")
        who = "Vera" if columns.get("responsible") else ""
        form = deployment.themes.form(theme, "pre-request", language)
        usual = {"responsible": "", "team": "", "priority": "normal", "crowded_network": False}
        usual |= {"quiet": False, "subject": "water", "sub_subject": ""}
        row = ROW | usual | {"answers": msgspec.json.encode(ANSWERS).decode()} | columns
        words = Words(language, theme.own_words(language))
        zone = theme.tenant.timezone
        return dict(facts(words, form, SimpleNamespace(**row), document, who, zone))

    return show


def values(group: list[Fact]) -> list[str]:
    return [value for _, value, _ in group]


def test_person_place_and_request_stand_apart(shown) -> None:
    person, place, case = shown().values()
    assert "Benedita Amostra" in values(person)
    assert values(place) == ["Garoa Mansa", "52", "Cozinha"]
    assert any("26" in value for value in values(case))


def test_what_stands_in_the_heading_and_the_story_is_not_repeated(shown) -> None:
    said = [value for group in shown().values() for value in values(group)]
    assert "Pinga a noite toda" not in said
    assert not [value for value in said if "water" in value or "Torneira" in value]


@pytest.mark.parametrize(("language", "room"), [("pt-BR", "Cozinha"), ("en", "Kitchen")])
def test_answers_are_read_in_the_readers_language(shown, language: str, room: str) -> None:
    assert room in [value for group in shown(language).values() for value in values(group)]


def test_an_address_opens_a_mail_and_a_phone_a_call(shown) -> None:
    person = next(iter(shown().values()))
    opens = {address for _, _, address in person if address}
    assert opens == {"mailto:benedita@cliente.example", "tel:+5511900000101"}


def test_a_document_is_shown_as_people_write_it(shown) -> None:
    person = next(iter(shown(document=TaxNumber("cpf", "00000010154")).values()))
    assert ("CPF", "000.000.101-54", "") in person


def test_who_is_responsible_is_named_with_the_priority_once_it_is_decided(shown) -> None:
    *_, undecided = shown().values()
    *_, decided = shown(responsible="v1", priority="high").values()
    assert len(decided) == len(undecided) + 2
    assert "Vera" in values(decided)


def test_a_crowded_network_is_mentioned(shown) -> None:
    *_, usual = shown().values()
    *_, crowded = shown(crowded_network=True).values()
    assert len(crowded) == len(usual) + 1


def test_times_are_the_companys_own(shown) -> None:
    *_, case = shown(opened_at=ROW["opened_at"] + 14 * clock.HOUR).values()
    assert any("23" in value and "26" in value for value in values(case))


def test_an_answer_that_the_form_no_longer_asks_for_does_not_break_the_page(shown) -> None:
    old = ANSWERS | {"room": "attic", "colour": "green", "relation": ["owner"]}
    said = shown(answers=msgspec.json.encode(old).decode())
    assert "attic" in [value for group in said.values() for value in values(group)]


@pytest.mark.parametrize(
    ("subject", "kind"), [("papers", "Consulta"), ("gas", "Assistência técnica")]
)
def test_what_kind_it_is_stands_with_it(shown, subject, kind) -> None:
    *_, case = shown(subject=subject).values()
    assert case[0][:2] == ("Tipo", kind)
