"""The product's survey and what a company's TOML makes of it, or why it can't."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import aldaba.capabilities
from aldaba.forms.assemble import assemble
from aldaba.forms.form import Form
from aldaba.forms.written import FormFault
from aldaba.texts import Words, languages

FILE = Path(aldaba.capabilities.__file__).with_name("surveys") / "form.toml"
BASE = tomllib.loads(FILE.read_text("utf-8"))


def built(own: str = "", language: str = "pt-BR") -> Form:
    words = Words(language)
    return assemble(
        BASE, tomllib.loads(own), words, words.has, language, "pt-BR", "BR", ("cpf",), {}
    )


def field(form: Form, name: str) -> Any:
    return next(field for field in form.fields if field.name == name)


@pytest.mark.parametrize("language", languages())
def test_a_company_that_wrote_nothing_asks_six_questions(language: str) -> None:
    form = built(language=language)
    names = ["overall", "recommend", "solved", "on_time", "better", "more"]
    assert [field.name for field in form.fields] == names
    assert all(field.label for field in form.fields)
    assert field(form, "overall").low == Words(language)("form.scale.rating.low")
    assert field(form, "recommend").high == Words(language)("form.scale.recommendation.high")
    assert "{deadline}" in form.thanks
    assert form.sections[0].title == ""


def questions(*names: str) -> str:
    return f'[[sections]]\nname = "questions"\nfields = {list(names)}\n'


def test_a_condition_of_ours_goes_with_the_question_it_hangs_on() -> None:
    more = field(built(questions("overall", "more")), "more")
    assert more.other_label_if is None
    assert field(built(), "more").other_label_if.answers == ("part", "no")


PARTS = """
[fields.parts]
kind = "matrix"
label."pt-BR" = "Cada parte"
low."pt-BR" = "Péssimo"
rows = [{ code = "brand", label."pt-BR" = "A marca" }]
"""
WHY = '[fields.why]\nkind = "text"\nlabel."pt-BR" = "Por quê?"\nshown_if = '


def test_a_company_adds_a_matrix_in_its_own_words() -> None:
    parts = field(built(questions("overall", "parts") + PARTS), "parts")
    assert parts.low == "Péssimo"
    assert parts.none == Words("pt-BR")("form.does_not_apply")
    assert [row.label for row in parts.rows] == ["A marca"]


@pytest.mark.parametrize(
    ("own", "path", "advice"),
    [
        (
            questions("why", "solved") + WHY + '{ field = "solved", answers = ["no"] }',
            ("fields", "why", "shown_if"),
            "no question above this",
        ),
        (
            questions("solved", "why") + WHY + '{ field = "solved", answers = ["nope"] }',
            ("fields", "why", "shown_if"),
            "`nope` is no answer",
        ),
        (
            questions("overall", "why") + WHY + '{ field = "overall", answers = ["6"] }',
            ("fields", "why", "shown_if"),
            "`6` is no answer",
        ),
        (
            questions("solved", "why") + WHY + '{ field = "solved", is = ["no"] }',
            ("fields", "why", "shown_if"),
            "answers",
        ),
        (
            questions("solved", "why") + WHY + '"solved"',
            ("fields", "why", "shown_if"),
            "a field above this one",
        ),
        (
            questions("parts") + PARTS.replace("rows", "options"),
            ("fields", "parts", "options"),
            "unknown here",
        ),
        (
            questions("parts") + PARTS[: PARTS.index("rows")],
            ("fields", "parts", "rows"),
            "a table for each part",
        ),
        (
            questions("parts") + PARTS.replace("brand", "a brand"),
            ("fields", "parts", "rows", 0, "code"),
            "small letters",
        ),
        (
            questions("overall") + '[fields.overall]\nkind = "nps"',
            ("fields", "overall", "kind"),
            "rating",
        ),
        ('thanks = "Obrigado"', ("thanks",), "a line for each language"),
    ],
)
def test_what_cannot_become_a_survey_is_named(own: str, path: tuple[Any, ...], advice: str) -> None:
    with pytest.raises(FormFault) as caught:
        built(own)
    assert caught.value.path == path
    assert advice in caught.value.message
