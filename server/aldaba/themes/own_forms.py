"""`forms/<form>.toml`: what the tenant changes in the product's forms."""

from collections.abc import Mapping
from typing import Any

from aldaba.forms.assemble import assemble
from aldaba.forms.form import Form
from aldaba.forms.telling import TermsShown
from aldaba.forms.written import FormFault
from aldaba.texts import Words
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.theme import Theme
from aldaba.themes.toml import Toml, read_toml

Bases = Mapping[str, Mapping[str, Any]]  # the product's forms by name, as their TOML says them


def read_own_forms(files: Files, bases: Bases) -> tuple[dict[str, Toml], list[Fault]]:
    """The tenant's changes by form, an empty one where the folder has none."""
    forms = {name: Toml(_file(name), {}) for name in bases}
    faults: list[Fault] = []
    for name, file in ((name, _file(name)) for name in bases if _file(name) in files):
        source = text_of(files, file)
        toml = source if isinstance(source, Fault) else read_toml(file, source)
        if isinstance(toml, Fault):
            faults.append(toml)
        else:
            forms[name] = toml
    return forms, faults


def judge_forms(forms: Mapping[str, Toml], theme: Theme, bases: Bases) -> list[Fault]:
    """A fault for each form that can't be put together, the first language that shows it."""
    faults: list[Fault] = []
    for name, toml in forms.items():
        for language in theme.tenant.languages:
            try:
                form_of(bases[name], toml.values, theme, language)
            except FormFault as fault:
                faults.append(toml.fault(fault.path, fault.message))
                break
    return faults


def form_of(base: Mapping[str, Any], own: Mapping[str, Any], theme: Theme, language: str) -> Form:
    """The product's form `base` with the tenant's `own` changes. Raises FormFault."""
    words = Words(language, theme.own_words(language))
    names = {name for name, _ in theme.terms}
    shown = {name: terms for name in names if (terms := theme.terms_in(name, language))}
    return assemble(
        base,
        own,
        words,
        words.has,
        language,
        theme.tenant.languages[0],
        theme.tenant.country,
        theme.tenant.asked_documents(),
        {name: TermsShown(terms.hash, terms.summary) for name, terms in shown.items()},
    )


def _file(name: str) -> str:
    return f"forms/{name}.toml"
