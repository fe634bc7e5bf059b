"""The form as people get it: every part has its name, every message its place."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from msgspec import Struct

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
    Text,
    YesNo,
)
from aldaba.forms.form import Form
from aldaba.forms.phones import address
from aldaba.problems import FieldProblem
from aldaba.texts import Words, languages
from aldaba.themes.theme import Theme

from .conftest import FormIn, ShowForm

REFUSED = {
    "fields": {"subject": ["water"], "email": ["benedita@gmial.com"], "document_none": ["yes"]},
    "problem": "fields",
    "problems": {
        "sub_subject": [FieldProblem("missing_choice")],
        "unit": [FieldProblem("missing")],
        "email": [FieldProblem("email_suspect", {"suggestion": "benedita@gmail.com"})],
        "relation": [FieldProblem("missing_choice")],
        "conditions": [FieldProblem("not_accepted")],
    },
}


class Waiting(Struct):
    signed: str = "signed-id"
    width: int = 240
    height: int = 180


class Page(HTMLParser):
    """Every element as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, *tags: str, **wanted: str) -> list[dict[str, Any]]:
        return [
            attributes
            for tag, attributes in self.elements
            if tag in tags and wanted.items() <= attributes.items()
        ]

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.elements if "id" in attributes]


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_control_has_a_label_of_its_own(show_form: ShowForm, language: str) -> None:
    page = Page(show_form(language))
    labels = {label["for"] for label in page.all("label")}
    controls = [c for c in page.all("input", "select", "textarea") if c.get("type") != "hidden"]
    assert {control["id"] for control in controls} <= labels


def test_what_describes_a_control_stands_in_the_page(show_form: ShowForm) -> None:
    page = Page(show_form(**REFUSED))
    described = [a["aria-describedby"] for _, a in page.elements if a.get("aria-describedby")]
    named = {name for value in described for name in str(value).split()}
    assert named <= set(page.ids())


def test_no_id_stands_twice(show_form: ShowForm) -> None:
    counted = Counter(Page(show_form(**REFUSED, staged=(Waiting(), Waiting()))).ids())
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_summary_takes_focus_and_links_to_each_field(show_form: ShowForm) -> None:
    html = show_form(**REFUSED)
    page = Page(html)
    assert "autofocus" in page.all("div", id="summary")[0]
    summary = html[html.index('id="summary"') : html.index('name="_key"')]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert len(links) == len(REFUSED["problems"])
    assert set(links) <= set(page.ids())
    assert "sub_subject-water" in links


def test_what_was_written_and_attached_is_there_again(show_form: ShowForm) -> None:
    page = Page(show_form(**REFUSED, staged=(Waiting(),)))
    assert page.all("input", id="email")[0]["value"] == "benedita@gmial.com"
    assert "checked" in page.all("input", name="subject", value="water")[0]
    assert "checked" in page.all("input", name="document_none")[0]
    assert page.all("input", type="hidden", name="photos", value="signed-id")
    assert page.all("input", type="checkbox", name="photos_remove", value="signed-id")


def test_a_questioned_address_can_be_kept_as_it_is(show_form: ShowForm) -> None:
    kept = Page(show_form(**REFUSED)).all("input", name="email_confirmed")[0]
    assert kept["value"] == "benedita@gmial.com"


def test_a_fresh_form_shows_no_message(show_form: ShowForm) -> None:
    page = Page(show_form())
    messages = [a for _, a in page.elements if "data-message" in a or "data-summary" in a]
    assert messages
    assert all("hidden" in message for message in messages)


def test_an_emergency_shows_the_companys_phone(show_form: ShowForm, theme: Theme) -> None:
    page = Page(show_form())
    phones = theme.tenant.phones
    assert page.all("a", href=address(phones.emergency, theme.tenant.country))
    assert any("data-emergency" in option for option in page.all("input", name="sub_subject"))


def test_the_trap_is_hidden_until_somebody_fell_into_it(show_form: ShowForm) -> None:
    fallen = {"fields": {"website": ["x"]}, "problems": {"website": [FieldProblem("leave_empty")]}}
    assert Page(show_form()).all("div", **{"class": "trap", "aria-hidden": "true"})
    assert not Page(show_form(problem="fields", **fallen)).all("div", **{"class": "trap"})


def test_nothing_in_a_page_needs_inline_script_or_style(show_form: ShowForm) -> None:
    page = Page(show_form(**REFUSED, staged=(Waiting(),)))
    assert not [a for _, a in page.elements if "style" in a or any(n.startswith("on") for n in a)]
    assert all("src" in script for script in page.all("script"))
    assert not page.all("style")


def test_terms_open_in_the_version_that_is_shown(
    show_form: ShowForm, form_in: FormIn, language: str
) -> None:
    version = form_in(language).terms_version("conditions")
    address = f"/f/horizonte/pre-request/terms/{version}"
    assert Page(show_form(language)).all("a", href=address, target="_blank")


def test_an_addition_says_so_on_its_button(show_form: ShowForm) -> None:
    words = Words("pt-BR")
    html = show_form(problem="already_received", number_before="K7M2QX4RT")
    assert "K7M-2QX-4RT" in html
    assert words("intake.send_addition") in html


def test_every_kind_of_field_can_be_shown(show_form: ShowForm) -> None:
    options = (Option("a", "A"), Option("b", "B", emergency=True))
    kinds: tuple[Field, ...] = (
        Text(name="text", label="Text", suggestions=("One",)),
        LongText(name="long", label="Long"),
        Choice(name="few", label="Few", options=options),
        Choice(name="many", label="Many", options=tuple(Option(c, c) for c in "cdefghi")),
        Choices(name="several", label="Several", options=options, required=False),
        YesNo(name="yes_no", label="Yes or no", yes="Yes", no="No"),
        Date(name="date", label="Date", help="A day"),
        Email(name="email", label="E-mail"),
        Phone(name="phone", label="Phone", country="BR"),
        TaxDocument(name="document", label="Document", country="BR", documents=("cpf",)),
        Photos(name="photos", label="Photos"),
        Consent(name="conditions", label="Accept", terms="conditions", version="v"),
    )
    form = Form("f", "en", "BR", "Title", "", (Section("all", "All", kinds),))
    page = Page(show_form("en", form=form, fields={"several": ["b"], "many": ["d"]}))
    assert {kind.name for kind in kinds} - {"photos"} <= {
        str(control["name"]) for control in page.all("input", "select", "textarea")
    }
    assert "checked" in page.all("input", name="several", value="b")[0]
    assert "selected" in page.all("option", value="d")[0]
