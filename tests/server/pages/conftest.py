"""The builder's own theme and form, as they stand in the repository."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import aldaba
from aldaba.forms.assemble import TermsShown, assemble
from aldaba.forms.form import Form
from aldaba.pages import render
from aldaba.texts import Words
from aldaba.themes.load import load_folder
from aldaba.themes.theme import Theme

BASE = Path(aldaba.__file__).parent / "capabilities/intake/form.toml"
SURVEY = tomllib.loads((BASE.parents[1] / "surveys/form.toml").read_text())
FOLDER = Path(__file__).parents[3] / "themes/horizonte"

FormIn = Callable[[str], Form]
ShowForm = Callable[..., str]


@pytest.fixture(scope="session")
def base() -> dict[str, object]:
    return tomllib.loads(BASE.read_text())


@pytest.fixture(scope="session")
def theme(base: dict[str, object]) -> Theme:
    loaded, faults = load_folder(FOLDER, {"pre-request": base, "survey": SURVEY})
    assert loaded, faults
    return loaded


@pytest.fixture(scope="session")
def form_in(theme: Theme, base: dict[str, object]) -> FormIn:
    """The pre-request in a language."""

    def assembled(language: str) -> Form:
        words = Words(language, theme.own_words(language))
        tenant = theme.tenant
        terms = {name: theme.terms_in(name, language) for name in ("conditions", "privacy")}
        shown = {name: TermsShown(each.hash, each.summary) for name, each in terms.items() if each}
        return assemble(
            base,
            theme.forms["pre-request"],
            words,
            words.has,
            language,
            tenant.languages[0],
            tenant.country,
            tenant.asked_documents(),
            shown,
        )

    return assembled


@pytest.fixture(scope="session")
def show_form(theme: Theme, form_in: FormIn) -> ShowForm:
    """The page of the pre-request, as HTML."""

    def shown(language: str = "pt-BR", **context: object) -> str:
        return render(
            "intake/pre-request.html",
            theme=theme,
            words=Words(language, theme.own_words(language)),
            **{
                "form": form_in(language),
                "fields": {},
                "problems": {},
                "problem": "",
                "number_before": "",
                "test": False,
                "hidden": {"_key": "key", "_lang": language},
                "action": "/f/horizonte/pre-request",
                "upload": "/p/horizonte",
                "staged": (),
                **context,
            },
        )

    return shown
