"""The samples can be sent through the companies' own forms, as customers would."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import aldaba
from aldaba.app import base_forms
from aldaba.forms.assemble import TermsShown, assemble
from aldaba.forms.form import Form
from aldaba.texts import Words
from aldaba.themes.load import load_folder
from aldaba.themes.theme import Theme

PACKAGE = Path(aldaba.__file__).parent
THEMES = Path(__file__).parents[3] / "themes"
TODAY = date(2026, 11, 26)
BASE = tomllib.loads((PACKAGE / "capabilities/intake/form.toml").read_text("utf-8"))


def samples(tenant: str) -> dict[str, Any]:
    return tomllib.loads((PACKAGE / f"demo/{tenant}.toml").read_text("utf-8"))


def theme(tenant: str) -> Theme:
    found, faults = load_folder(THEMES / tenant, base_forms())
    assert not faults
    assert found
    return found


def form(company: Theme, language: str) -> Form:
    words = Words(language, company.own_words(language))
    terms = {name: company.terms_in(name, language) for name in ("conditions", "privacy")}
    return assemble(
        BASE,
        company.forms["pre-request"],
        words,
        words.has,
        language,
        company.tenant.languages[0],
        company.tenant.country,
        company.tenant.asked_documents(),
        {name: TermsShown(each.hash, each.summary) for name, each in terms.items() if each},
    )


def answers(tenant: dict[str, Any], request: dict[str, Any]) -> dict[str, list[str]]:
    said = tenant["customers"][request["customer"]] | request["answers"]
    said |= {"conditions": "yes", "privacy": "yes", "photos": request.get("photos", [])}
    if "delivered_on" in said:
        said["delivered_on"] = TODAY.isoformat()
    return {name: each if isinstance(each, list) else [each] for name, each in said.items()}


@pytest.mark.parametrize("tenant", ["horizonte", "norte"])
def test_every_sample_request_is_accepted_by_its_companys_form(tenant: str) -> None:
    company, data = theme(tenant), samples(tenant)
    assert len(data["requests"]) == 12
    for request in data["requests"]:
        shown = form(company, request.get("language", company.tenant.languages[0]))
        said = answers(data, request)
        asked = {field.name for field in shown.fields} | {"sub_subject", "document_none"}
        assert not shown.read(said, TODAY).problems, request["key"]
        assert said.keys() <= asked, request["key"]


@pytest.mark.parametrize("tenant", ["horizonte", "norte"])
def test_samples_name_staff_reasons_and_photos_that_exist(tenant: str) -> None:
    data = samples(tenant)
    people = {person["email"].partition("@")[0] for person in data["staff"]}
    reasons = {reason.code for reason in theme(tenant).tenant.reasons}
    for request in data["requests"]:
        decision = request.get("decision", {})
        named = {decision.get("by"), decision.get("responsible")} - {None}
        named |= {comment["by"] for comment in request.get("comments", [])}
        assert named <= people, request["key"]
        assert {decision.get("reason")} - {None} <= reasons, request["key"]
        assert all((PACKAGE / "demo/photos" / name).is_file() for name in request.get("photos", []))
