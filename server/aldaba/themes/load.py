"""A folder's files in, a theme or the list of its faults out."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from aldaba.themes.assets import Assets, read_assets
from aldaba.themes.company import likely_languages, read_tenant
from aldaba.themes.compiler import compile_theme
from aldaba.themes.contrast import contrast_faults, mend
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, marks, read_files, text_of
from aldaba.themes.fontface import INSTALLED, Face
from aldaba.themes.glyphs import judge_glyphs
from aldaba.themes.names import judge_names
from aldaba.themes.own_forms import (
    Bases,
    form_names,
    judge_forms,
    judge_subjects,
    judge_surveys,
    read_own_forms,
)
from aldaba.themes.own_words import read_own_words
from aldaba.themes.stylesheet import Stylesheet, read_stylesheet
from aldaba.themes.terms import read_terms
from aldaba.themes.theme import Terms, Theme
from aldaba.themes.tokens import FONTS
from aldaba.themes.toml import Toml
from aldaba.themes.workflow import read_workflow


def load_folder(folder: Path, bases: Bases) -> tuple[Theme | None, list[Fault]]:
    """As `load`, of the files that are in `folder` now. The folder's name is the tenant's."""
    files, unread = read_files(folder)
    theme, faults = load(folder.name, files, bases)
    found = sorted(unread + faults, key=lambda fault: fault.rank)
    return (None if _stopped(unread) else theme), found


def load(name: str, files: Files, bases: Bases) -> tuple[Theme | None, list[Fault]]:
    """The theme of the tenant `name` from the files of its folder, and all faults found.

    There is a theme exactly when no fault is an error.
    """
    assets, faults = read_assets(name, files)
    tenant, found = read_tenant(files)
    languages = tenant.languages if tenant else likely_languages(files)
    sheet = _read_sheet(files, mending=bool(tenant and tenant.contrast == "mend"))
    terms, wrong_terms = read_terms(files, languages)
    texts, wrong_texts = read_own_words(files, languages)
    workflow, wrong_workflow = read_workflow(files, languages)
    for code, step in workflow.items():  # its sentences are words like the others
        for language, said in step.sentence.items():
            texts.setdefault(language, {})[f"status.{code}.sentence"] = said
    forms, wrong_forms = read_own_forms(files, bases)
    faults += found + sheet.faults + wrong_terms + wrong_texts + wrong_forms + marks(files)
    faults += wrong_workflow
    faults += judge_names(files, languages, form_names(files, bases), _named_fonts(files, sheet))
    theme = None
    if tenant and not _stopped(faults):
        compiled = compile_theme(name, sheet, assets)
        theme = Theme(
            name=name,
            tenant=tenant,
            hash="",
            css=compiled.css,
            light=compiled.light,
            dark=compiled.dark,
            terms=terms,
            texts=texts,
            forms={form: toml.values for form, toml in forms.items()},
            assets=assets,
            workflow=workflow,
            borrows=sheet.borrows,
        )
        faults += judge_surveys(forms, tenant, files) + judge_forms(forms, theme, bases)
        faults += judge_subjects(forms, theme, bases, files)
        digest = hashlib.sha256(msgspec.msgpack.encode(theme)).hexdigest()[:16]
        theme = replace(theme, hash=digest)
    faults += judge_glyphs(_whole(sheet, assets), files, languages, _written(terms, texts, forms))
    return (None if _stopped(faults) else theme), sorted(faults, key=lambda fault: fault.rank)


def _named_fonts(files: Files, sheet: Stylesheet) -> Iterable[str]:
    """The fonts that are in use; all of them while there is no stylesheet to say so."""
    return (face.file for face in sheet.faces) if "theme.css" in files else files


def _whole(sheet: Stylesheet, assets: Assets) -> list[Face]:
    return [face for face in sheet.faces if face.file in assets]


def _written(
    terms: Mapping[tuple[str, str], Terms],
    texts: Mapping[str, Mapping[str, str]],
    forms: Mapping[str, Toml],
) -> Iterator[str]:
    """All that the company says in its own words."""
    yield from (each.source for each in terms.values())
    yield from (text for words in texts.values() for text in words.values())
    yield from (str(toml.values) for toml in forms.values())


def _read_sheet(files: Files, *, mending: bool) -> Stylesheet:
    """The stylesheet, judged together with the fonts that it names; with `mending`, colours that
    can't be read are changed in it."""
    source = text_of(files, "theme.css")
    if isinstance(source, Fault):
        return Stylesheet(faults=[source])
    sheet = read_stylesheet(source)
    if "brand" in sheet.light or sheet.borrows:
        sheet.faults += mend(sheet) if mending else contrast_faults(sheet)
    elif not sheet.faults:
        advice = (
            "--brand is missing; write :root { --brand: #0a5c36; } with your own colour, or"
            " :root { } without any colour to take those of the pages that your forms stand in"
        )
        sheet.faults.append(Fault("theme.css", 1, 1, advice))
    sheet.faults += [
        Fault("theme.css", face.line, face.column, f"{face.file} is no font of this folder")
        for face in sheet.faces
        if face.file not in files
    ]
    sheet.faults += list(_not_here(sheet))
    return sheet


def _not_here(sheet: Stylesheet) -> Iterator[Fault]:
    """A warning for each font that is wished for first and that visitors hardly have."""
    here = {face.family.lower() for face in sheet.faces} | INSTALLED
    for token in FONTS:
        declared = sheet.light.get(token)
        family = declared.value.split(", ")[0].strip('"') if declared else ""
        if declared and family.lower() not in here:
            message = (
                f"--{token}: no @font-face gives {family}; who has not installed it sees the next"
                " font. Make its file with aldaba themes font"
            )
            yield Fault("theme.css", declared.line, declared.column, message, "warning")


def _stopped(faults: list[Fault]) -> bool:
    return any(fault.severity == "error" for fault in faults)
