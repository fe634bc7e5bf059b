"""`forms/<form>.toml`: what the tenant changes in the product's forms."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from aldaba.forms.assemble import assemble
from aldaba.forms.form import Form
from aldaba.forms.telling import TermsShown
from aldaba.forms.written import FormFault
from aldaba.texts import Words
from aldaba.themes.company import FILE as TENANT
from aldaba.themes.everyday import advice
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.tenant import Tenant
from aldaba.themes.theme import Theme
from aldaba.themes.toml import Toml, read_toml

PRE_REQUEST = "pre-request"
ANOTHER = re.compile(r"forms/([a-z]+-[a-z0-9-]{1,30})\.toml\Z")
Bases = Mapping[str, Mapping[str, Any]]  # the product's forms by name, as their TOML says them


def read_own_forms(files: Files, bases: Bases) -> tuple[dict[str, Toml], list[Fault]]:
    """The tenant's changes by form, an empty one where the folder has none."""
    forms = {name: Toml(_file(name), {}) for name in bases}
    faults: list[Fault] = []
    for name, file in ((name, _file(name)) for name in form_names(files, bases)):
        if file not in files:
            continue
        source = text_of(files, file)
        toml = source if isinstance(source, Fault) else read_toml(file, source)
        if isinstance(toml, Fault):
            faults.append(toml)
        else:
            forms[name] = toml
    return forms, faults


def form_names(files: Files, bases: Bases) -> list[str]:
    """The product's forms, and those that the folder adds beside one it may have several of, as
    `forms/survey-handover.toml`."""
    written = [found[1] for found in map(ANOTHER.match, sorted(files)) if found]
    return [*bases, *(name for name in written if name not in bases and _base(name, bases))]


def judge_forms(forms: Mapping[str, Toml], theme: Theme, bases: Bases) -> list[Fault]:
    """A fault for each form that can't be put together, the first language that shows it."""
    faults: list[Fault] = []
    for name, toml in forms.items():
        for language in theme.tenant.languages:
            try:
                form_of(name, bases, toml.values, theme, language)
            except FormFault as fault:
                faults.append(toml.fault(fault.path, fault.message))
                break
    return faults


def judge_surveys(forms: Mapping[str, Toml], tenant: Tenant, files: Files) -> list[Fault]:
    """A fault for each survey that tenant.toml chooses by subject and that the folder lacks."""
    source = text_of(files, TENANT)
    toml = source if isinstance(source, Fault) else read_toml(TENANT, source)
    return [
        toml.fault(("surveys", "by_subject", subject), f"write forms/{name}.toml, or another name")
        for subject, name in tenant.surveys.by_subject.items()
        if isinstance(toml, Toml) and (name not in forms or not name.startswith("survey"))
    ]


def judge_subjects(
    forms: Mapping[str, Toml], theme: Theme, bases: Bases, files: Files
) -> list[Fault]:
    """A fault for each subject that tenant.toml speaks of and the pre-request lacks."""
    toml, tenant = read_toml(TENANT, str(text_of(files, TENANT))), theme.tenant
    if not tenant.subjects or isinstance(toml, Fault):
        return []
    try:
        form = form_of(PRE_REQUEST, bases, forms[PRE_REQUEST].values, theme, tenant.languages[0])
    except FormFault:
        return []
    subjects = [
        option
        for field in form.fields
        if field.name == "subject"
        for option in getattr(field, "options", ())
    ]
    known = {each.code for one in subjects for each in (one, *one.options)}
    return [
        toml.fault(("subjects", code), f"{code} is not a subject; {advice(code, known)}")
        for code in tenant.subjects
        if code not in known
    ]


def form_of(name: str, bases: Bases, own: Mapping[str, Any], theme: Theme, language: str) -> Form:
    """The form `name`: the product's of that name, or another one begun with it, with the tenant's
    `own` changes. Raises FormFault."""
    base = _base(name, bases)
    assert base is not None  # noqa: S101 - no other file was read
    words = Words(language, theme.own_words(language))
    known = {terms for terms, _ in theme.terms}
    shown = {each: terms for each in known if (terms := theme.terms_in(each, language))}
    form = assemble(
        base,
        own,
        words,
        words.has,
        language,
        theme.tenant.languages[0],
        theme.tenant.country,
        theme.tenant.asked_documents(),
        {each: TermsShown(terms.hash, terms.summary) for each, terms in shown.items()},
    )
    return replace(form, name=name)


def _base(name: str, bases: Bases) -> Mapping[str, Any] | None:
    """The product's form that `name` begins with: its own, or one that a tenant may have several
    of (`survey-handover`)."""
    first = name.partition("-")[0]
    several = first in bases and bases[first].get("several")
    return bases.get(name) or (bases[first] if several else None)


def _file(name: str) -> str:
    return f"forms/{name}.toml"
