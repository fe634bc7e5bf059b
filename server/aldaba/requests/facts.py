"""A request's data as the desk shows it: who asks, what was answered, how it stands."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row

from aldaba.forms import documents
from aldaba.forms.answered import answered
from aldaba.forms.document_kinds import KINDS
from aldaba.forms.fields import TaxNumber
from aldaba.forms.form import Form
from aldaba.texts import Words, dates

Fact = tuple[str, str, str]  # label, value, the address that the value opens or ""

TOLD_APART = {"subject", "sub_subject", "description"}
PERSON = {"name", "relation", "email", "phone", "best_time", "receives_visit"}
ACCESS = {"name", "phone", "receives_visit", "best_time", "address", "room", "area"}
OPENS = {"email": "mailto:", "phone": "tel:"}


def facts(
    words: Words,
    form: Form,
    request: Row[Any],
    document: TaxNumber | None,
    responsible: str,
    timezone: str,
) -> list[tuple[str, list[Fact]]]:
    """Facts in groups, each under its title. `form` gives the labels in the reader's language,
    `document` is the unsealed one, `responsible` names those who
    look after it."""
    answers = msgspec.json.decode(request.answers)
    papers = [(KINDS[document.kind].name, documents.shown(document), "")] if document else []
    groups = [
        ("customer", _answered(form, answers, PERSON) + papers),
        ("place", _answered(form, answers, answers.keys() - PERSON - TOLD_APART)),
        ("request", _case(words, form, request, responsible, timezone)),
    ]
    return [(words(f"requests.facts_of.{group}"), told) for group, told in groups if told]


def access(form: Form, request: Row[Any]) -> list[Fact]:
    """What somebody who comes needs to get in: whom to ask for, where, and when. `form` gives the
    labels in the reader's language."""
    return _answered(form, msgspec.json.decode(request.answers), ACCESS)


def _answered(form: Form, answers: Mapping[str, Any], names: set[str]) -> list[Fact]:
    return [
        (label, value, f"{OPENS[name]}{answers[name]}" if name in OPENS else "")
        for name in (field.name for field in form.fields)
        if name in names and name in answers
        for label, value in answered(form, {name: answers[name]})
    ]


def _case(
    words: Words, form: Form, request: Row[Any], responsible: str, timezone: str
) -> list[Fact]:
    about = form.chosen({"subject": request.subject, "sub_subject": request.sub_subject})
    kind = "enquiry" if any(option.enquiry for option in about) else "assistance"
    told = {
        "kind": words(f"requests.kind.{kind}"),
        "opened_at": dates.day_and_time(request.opened_at, timezone, words.language),
        "language": words(f"page.language_name.{request.language}"),
        "responsible": responsible,
        "team": request.team,
        "priority": words(f"requests.priority.{request.priority}") if request.responsible else "",
    }
    case = [
        (words(f"requests.facts_of.{name}"), value, "") for name, value in told.items() if value
    ]
    if request.quiet:
        case.append((words("requests.facts_of.mails"), words("requests.mails.quiet"), ""))
    if request.crowded_network:
        case.append(
            (words("requests.facts_of.request"), words("requests.facts_of.crowded_network"), "")
        )
    return case
