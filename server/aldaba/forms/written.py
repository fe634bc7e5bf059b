"""What may be written in a form's TOML, table by table, and what to write instead."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, get_args

import msgspec
from msgspec import Meta

from aldaba.forms.fields import Field, When

Path = tuple[str | int, ...]


class FormFault(Exception):
    """A form's TOML that can't become a form. `path` leads to the place, by keys and positions in
    lists (its end may be a key that is missing); `message` says what to write there."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{'.'.join(map(str, path))}: {message}")
        self.path = path
        self.message = message


Texts = Annotated[dict[str, str], Meta(min_length=1)]
Tables = Annotated[list[dict[str, Any]], Meta(min_length=1)]
# The edge and the macros send `<name>_none` and the like along with a field's own answer.
Name = Annotated[str, Meta(pattern=r"^(?!.*_(none|confirmed|file|remove)\Z)[a-z][a-z0-9_]{0,39}\Z")]
Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.]{0,59}\Z")]

FORM: dict[str, Any] = {
    "title": Texts,
    "intro": Texts,
    "thanks": Texts,
    "sections": Tables,
    "fields": dict[Name, dict[str, Any]],
}
SECTION: dict[str, Any] = {
    "name": Name,
    "title": Texts,
    "fields": Annotated[list[str], Meta(min_length=1)],
}
OPTION: dict[str, Any] = {
    "code": Code,
    "label": Texts,
    "emergency": bool,
    "enquiry": bool,
    "asks": list[str],
    "options": Tables,
}
ROW: dict[str, Any] = {"code": Code, "label": Texts}
KINDS = {str(kind.__struct_config__.tag): kind for kind in get_args(Field)}

# Of a field's attributes these are never written: assembling makes them.
MADE = {"name", "country", "version", "summary", "yes", "no", "none"}
OTHERWISE: dict[str, Any] = {
    "label": Texts,
    "help": Texts,
    "low": Texts,
    "high": Texts,
    "options": Tables,
    "other_label": Texts,
    "other_label_if": When,
    "refined_by": Name,
    "rows": Tables,
    "shown_if": When,
}
FIELDS: dict[str, dict[str, Any]] = {
    tag: {"kind": str}
    | {
        attribute.name: OTHERWISE.get(attribute.name, attribute.type)
        for attribute in msgspec.structs.fields(kind)
        if attribute.name not in MADE
    }
    for tag, kind in KINDS.items()
}

TEXTS = 'write {key}."pt-BR" = "…", a line for each language'
YES_OR_NO = "write true or false"
WHEN = (
    'write {{ field = "…", answers = ["…"] }}, a field above this one and what it is answered with'
)
ADVICE = {
    "asks": 'write a list of field names, such as ["photos"]',
    "autocomplete": 'write a token of HTML\'s autocomplete, such as "name"',
    "code": "write a code of small letters, digits, dots and underlines, 60 at most",
    "documents": 'write a list of kinds of document, such as ["cpf", "cnpj"]',
    "emergency": YES_OR_NO,
    "enquiry": YES_OR_NO,
    "fields": "write names of fields: small letters, digits and underlines, a letter first",
    "help": TEXTS,
    "high": TEXTS,
    "intro": TEXTS,
    "label": TEXTS,
    "low": TEXTS,
    "max": "write a whole number from 1 to 20000",
    "min": "write a whole number, 0 or more",
    "name": "write a name of small letters, digits and underlines, a letter first",
    "none_allowed": YES_OR_NO,
    "options": 'write a table for each option, with code = "…" and label."pt-BR" = "…"',
    "other_label": TEXTS,
    "other_label_if": WHEN,
    "past": YES_OR_NO,
    "refined_by": "write a name of small letters, digits and underlines, a letter first",
    "required": YES_OR_NO,
    "rows": 'write a table for each part, with code = "…" and label."pt-BR" = "…"',
    "sections": 'write a [[sections]] for each part, with name = "…" and fields = ["…"]',
    "shown_if": WHEN,
    "suggestions": "write a list of texts",
    "terms": 'write the name of the terms, such as "conditions"',
    "thanks": TEXTS,
    "title": TEXTS,
}


def check(
    table: Mapping[str, Any], known: Mapping[str, Any], path: Path, *, needed: Iterable[str] = ()
) -> None:
    """Raise FormFault for a key of `table` (which stands at `path`) that is not `known`, whose
    value is not of the type that `known` gives, or that is `needed` and missing."""
    for key, value in table.items():
        if key not in known:
            raise FormFault((*path, key), f"`{key}` is unknown here: {one_of(key, known)}")
        try:
            msgspec.convert(value, known[key])
        except msgspec.ValidationError as error:
            raise FormFault((*path, key), ADVICE[key].format(key=key)) from error
    for key in needed:
        if key not in table:
            raise FormFault((*path, key), ADVICE[key].format(key=key))


def one_of(written: object, known: Iterable[str]) -> str:
    """Advice to write the one of `known` that looks like `written`, or any of them."""
    near = get_close_matches(str(written), known, 1) or sorted(known)
    return "write " + " or ".join(f"`{name}`" for name in near)
