"""A folder's files in, a theme or the list of its faults out."""

import hashlib
import re
from pathlib import Path

import msgspec
from msgspec.structs import replace

from aldaba.themes.assets import Assets, read_assets
from aldaba.themes.company import read_tenant
from aldaba.themes.compiler import compile_theme
from aldaba.themes.contrast import contrast_faults, mend
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, read_files, text_of
from aldaba.themes.own_forms import Bases, judge_forms, read_own_forms
from aldaba.themes.own_words import read_own_words
from aldaba.themes.stylesheet import Stylesheet, read_stylesheet
from aldaba.themes.tenant import Tenant
from aldaba.themes.terms import read_terms
from aldaba.themes.theme import Theme

KNOWN = re.compile(
    r"(tenant\.toml|theme\.css|README\.md|logo(-dark)?\.(png|webp|jpe?g|svg)"
    r"|texts\.[A-Za-z-]+\.toml|(terms|forms)/.+|fonts/[^/]+\.(woff2|txt))\Z"
)


def load_folder(folder: Path, bases: Bases) -> tuple[Theme | None, list[Fault]]:
    """As `load`, of the files that are in `folder` now. The folder's name is the tenant's."""
    files, unread = read_files(folder)
    theme, faults = load(folder.name, files, bases)
    return (None if unread else theme), unread + faults


def load(name: str, files: Files, bases: Bases) -> tuple[Theme | None, list[Fault]]:
    """The theme of the tenant `name` from the files of its folder, and all faults found.

    There is a theme exactly when no fault is an error.
    """
    assets, faults = read_assets(name, files)
    tenant, found = read_tenant(files)
    sheet = _read_sheet(files, assets, mending=bool(tenant and tenant.contrast == "mend"))
    faults += found + sheet.faults + _unread(files, sheet)
    theme = None
    if tenant and not _stopped(sheet.faults):
        theme, found = _dress(name, tenant, files, bases, sheet=sheet, assets=assets)
        faults += found
    faults.sort(key=lambda fault: (fault.path, fault.line, fault.column))
    return (None if _stopped(faults) else theme), faults


def _dress(
    name: str, tenant: Tenant, files: Files, bases: Bases, *, sheet: Stylesheet, assets: Assets
) -> tuple[Theme, list[Fault]]:
    """The theme around a tenant whose own file and stylesheet are right."""
    terms, faults = read_terms(files, tenant.languages)
    texts, found = read_own_words(files, tenant.languages)
    faults += found
    forms, found = read_own_forms(files, bases)
    faults += found
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
    )
    if not _stopped(faults):  # a form that misses its terms would only repeat that
        faults += judge_forms(forms, theme, bases)
    digest = hashlib.sha256(msgspec.msgpack.encode(theme)).hexdigest()[:16]
    return replace(theme, hash=digest), faults


def _read_sheet(files: Files, assets: Assets, *, mending: bool) -> Stylesheet:
    """The stylesheet, judged together with the fonts that it names; with `mending`, colours that
    can't be read are changed in it."""
    source = text_of(files, "theme.css")
    if isinstance(source, Fault):
        return Stylesheet(faults=[source])
    sheet = read_stylesheet(source)
    if "brand" in sheet.light:
        sheet.faults += mend(sheet) if mending else contrast_faults(sheet)
    elif not sheet.faults:
        advice = "--brand is missing; write :root { --brand: #0a5c36; } with your own colour"
        sheet.faults.append(Fault("theme.css", 1, 1, advice))
    sheet.faults += [
        Fault("theme.css", face.line, face.column, f"{face.file} is no font of this folder")
        for face in sheet.faces
        if face.file not in assets
    ]
    return sheet


def _unread(files: Files, sheet: Stylesheet) -> list[Fault]:
    """Files that change nothing, such as one with a misspelt name."""
    named = {face.file for face in sheet.faces}
    return [
        Fault(path, 1, 1, "nothing reads a file of this name", "warning")
        for path in files
        if not KNOWN.match(path)
    ] + [
        Fault(path, 1, 1, "no @font-face of theme.css names this font", "warning")
        for path in files
        if path.endswith(".woff2") and path not in named
    ]


def _stopped(faults: list[Fault]) -> bool:
    return any(fault.severity == "error" for fault in faults)
