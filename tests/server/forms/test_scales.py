"""Answers on a scale, and questions that hang on another answer."""

from datetime import date
from typing import Any

import pytest

from aldaba.forms.answered import answered
from aldaba.forms.fields import (
    Choice,
    Field,
    LongText,
    Matrix,
    Nps,
    Option,
    Rating,
    Section,
    Text,
    When,
    YesNo,
)
from aldaba.forms.form import Form, Reading

RATING = Rating(name="overall", label="Como foi?", low="Muito ruim", high="Muito bom")
NPS = Nps(name="recommend", label="Recomendaria?", low="Nada", high="Muito", required=False)
ASPECTS = Matrix(
    name="aspects",
    label="Cada parte",
    rows=(Option("brand", "A marca"), Option("agent", "O agente")),
    low="Muito ruim",
    high="Muito bom",
    none="Não se aplica",
)
SOLVED = Choice(
    name="solved", label="Resolvido?", options=(Option("yes", "Sim"), Option("part", "Em parte"))
)
MORE = LongText(name="more", label="O que falta?", shown_if=When(field="solved", answers=("part",)))


def read(fields: tuple[Field, ...], **sent: str) -> Reading:
    form = Form("survey", "pt-BR", "BR", "Pesquisa", "", (Section("all", "", fields),))
    named = {name.replace("__", "."): [text] for name, text in sent.items()}
    return form.read(named, date(2026, 11, 26))


def codes(reading: Reading) -> dict[str, str]:
    return {name: found[0].code for name, found in reading.problems.items()}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [(RATING, "1", 1), (RATING, " 5 ", 5), (NPS, "0", 0), (NPS, "10", 10)],
)
def test_a_figure_of_the_scale_is_read(field: Field, typed: str, value: int) -> None:
    assert read((field,), **{field.name: typed}).values == {field.name: value}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (RATING, "0"),
        (RATING, "6"),
        (RATING, "05"),
        (RATING, "+5"),
        (RATING, "5.0"),
        (RATING, "٥"),
        (RATING, "none"),
        (NPS, "11"),
        (NPS, "-1"),
        (NPS, "1e1"),
    ],
)
def test_what_is_not_on_the_scale_is_refused(field: Field, typed: str) -> None:
    reading = read((field,), **{field.name: typed})
    assert codes(reading) == {field.name: "unknown_option"}
    assert reading.values == {}


def test_nobody_has_to_recommend() -> None:
    assert codes(read((RATING, NPS))) == {"overall": "missing_choice"}


def test_each_part_is_rated_or_does_not_apply() -> None:
    reading = read((ASPECTS,), aspects__brand="4", aspects__agent="none")
    assert reading.values == {"aspects": {"brand": 4, "agent": None}}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "missing_rows"),
        ({"aspects__brand": "4"}, "missing_rows"),
        ({"aspects__brand": "4", "aspects__agent": "6"}, "unknown_option"),
        ({"aspects__brand": "4", "aspects__agent": "\0"}, "unknown_option"),
    ],
)
def test_a_part_without_a_figure_is_asked_for(sent: dict[str, str], code: str) -> None:
    assert codes(read((ASPECTS,), **sent)) == {"aspects": code}


def test_one_part_has_one_answer() -> None:
    form = Form("survey", "pt-BR", "BR", "", "", (Section("all", "", (ASPECTS,)),))
    sent = {"aspects.brand": ["4", "5"], "aspects.agent": ["1"]}
    assert codes(form.read(sent, date(2026, 11, 26))) == {"aspects": "several"}


def test_where_everything_applies_nothing_is_left_out() -> None:
    strict = Matrix(
        name="aspects",
        label="Cada parte",
        rows=ASPECTS.rows,
        low="",
        high="",
        none="",
        none_allowed=False,
    )
    assert codes(read((strict,), aspects__brand="none", aspects__agent="1")) == {
        "aspects": "unknown_option"
    }


def test_a_question_is_asked_only_where_another_answer_is_so() -> None:
    assert codes(read((SOLVED, MORE), solved="part")) == {"more": "missing"}
    assert codes(read((SOLVED, MORE), solved="yes")) == {}
    left = read((SOLVED, MORE), solved="yes", more="de antes")
    assert left.values == {"solved": "yes"}
    assert read((SOLVED, MORE), solved="part", more="pinga").values["more"] == "pinga"


@pytest.mark.parametrize(
    ("field", "answer", "asked"),
    [
        (YesNo(name="it", label="?", yes="Sim", no="Não"), "no", True),
        (YesNo(name="it", label="?", yes="Sim", no="Não"), "yes", False),
        (Rating(name="it", label="?", low="", high=""), "2", True),
        (Rating(name="it", label="?", low="", high=""), "3", False),
    ],
)
def test_yes_no_and_figures_can_be_hung_on(field: Field, answer: str, asked: bool) -> None:
    why = Text(name="why", label="?", shown_if=When(field="it", answers=("no", "1", "2")))
    assert ("why" in read((field, why), it=answer).problems) == asked


def test_figures_are_told_with_their_scale() -> None:
    form = Form("s", "pt-BR", "BR", "", "", (Section("all", "", (RATING, NPS, ASPECTS)),))
    values: dict[str, Any] = {
        "overall": 2,
        "recommend": 10,
        "aspects": {"brand": 5, "agent": None},
    }
    assert answered(form, values) == [
        ("Como foi?", "2/5"),
        ("Recomendaria?", "10/10"),
        ("Cada parte", "A marca: 5/5\nO agente: Não se aplica"),
    ]


def test_a_form_knows_every_name_it_is_answered_under() -> None:
    form = Form("s", "pt-BR", "BR", "", "", (Section("all", "", (RATING, ASPECTS)),))
    assert form.names == {"overall", "aspects", "aspects.brand", "aspects.agent"}
