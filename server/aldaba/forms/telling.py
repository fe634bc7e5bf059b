"""A field of a form's TOML told in one language: its words, its options, and what the company's
own facts add to it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from aldaba.forms.document_kinds import KINDS as DOCUMENTS
from aldaba.forms.fields import Field, Option, When
from aldaba.forms.written import ADVICE, KINDS, OPTION, ROW, FormFault, Path, check, one_of

Table = Mapping[str, Any]


class TermsShown(Struct, frozen=True):
    """Terms that a form asks consent to: their version (hash) and the summary beside the box."""

    version: str
    summary: str


class Telling(Struct, frozen=True):
    """What a form is told with: the reader's words (`has` says whether there are any for a key),
    the company's language to fall back to, its country (ISO 3166 alpha-2), kinds of document, and
    terms by name; and the names of the fields that stand in the form."""

    words: Callable[[str], str]
    has: Callable[[str], bool]
    language: str
    fallback_language: str
    country: str
    documents: tuple[str, ...]
    terms: Mapping[str, TermsShown]
    placed: tuple[str, ...]

    def text(self, written: Mapping[str, str] | None, key: str) -> str:
        """The company's text in the reader's language, else in its own, else the words `key`, else
        nothing."""
        for language in (self.language, self.fallback_language):
            if written and language in written:
                return written[language]
        return self.words(key) if self.has(key) else ""

    def label(self, table: Table, key: str, path: Path) -> str:
        """As `text`, of a label. Raises FormFault when nobody wrote one."""
        label = self.text(table.get("label"), key)
        if not label:
            raise FormFault((*path, "label"), f'write label."{self.fallback_language}" = "…"')
        return label


def tell(name: str, table: Table, telling: Telling) -> Field:
    """The field `name` that `table` describes. Raises FormFault."""
    path = ("fields", name)
    if table.get("min", 0) > table.get("max", 4000):
        raise FormFault((*path, "min"), "write less than `max`")
    given = {key: value for key, value in table.items() if key != "kind"} | {
        "name": name,
        "label": telling.label(table, f"form.{name}.label", path),
        "help": telling.text(table.get("help"), f"form.{name}.help"),
        "other_label": telling.text(table.get("other_label"), f"form.{name}.other_label"),
        "suggestions": tuple(table.get("suggestions", ())),
    }
    for condition in ("shown_if", "other_label_if"):
        given[condition] = msgspec.convert(table.get(condition), When | None)
    kind = KINDS[table["kind"]]
    given |= _made(name, table, telling)
    field: Field = kind(**{key: given[key] for key in given if key in kind.__struct_fields__})
    return field


def _made(name: str, table: Table, telling: Telling) -> dict[str, Any]:  # noqa: PLR0911 - a case a kind
    """What is not written in the TOML but follows from it and from the company."""
    match table["kind"]:
        case "choice" | "choices":
            return {"options": _options(name, table, telling)}
        case "consent":
            terms = _terms(name, table["terms"], telling)
            return {"version": terms.version, "summary": terms.summary}
        case "rating" | "nps":
            return _ends(table, telling)
        case "matrix":
            rows, none = _rows(name, table, telling), telling.words("form.does_not_apply")
            return _ends(table, telling) | {"rows": rows, "none": none}
        case "phone":
            return {"country": telling.country}
        case "tax_document":
            return {"country": telling.country, "documents": _documents(name, table, telling)}
        case "yes_no":
            return {"yes": telling.words("form.yes"), "no": telling.words("form.no")}
    return {}


def _ends(table: Table, telling: Telling) -> dict[str, str]:
    """What the ends of a scale mean."""
    kind = "recommendation" if table["kind"] == "nps" else "rating"
    ends = ("low", "high")
    return {end: telling.text(table.get(end), f"form.scale.{kind}.{end}") for end in ends}


def _rows(name: str, table: Table, telling: Telling) -> tuple[Option, ...]:
    path = ("fields", name, "rows")
    if "rows" not in table:
        raise FormFault(path, ADVICE["rows"])
    told = []
    for position, row in enumerate(table["rows"]):
        place = (*path, position)
        check(row, ROW, place, needed=("code",))
        told.append(
            Option(row["code"], telling.label(row, f"form.{name}.row.{row['code']}", place))
        )
    _once(path, [row.code for row in told])
    return tuple(told)


def _once(path: Path, codes: Sequence[str]) -> None:
    """Raises FormFault for a code that stands twice."""
    for code in codes:
        if codes.count(code) > 1:
            raise FormFault(path, f"`{code}` stands twice: write another code for one of them")


def _terms(name: str, terms: str, telling: Telling) -> TermsShown:
    if terms not in telling.terms:
        file = f"terms/{terms}.{telling.fallback_language}.md"
        raise FormFault(("fields", name), f"write {file}, or leave `{name}` out of the sections")
    return telling.terms[terms]


def _documents(name: str, table: Table, telling: Telling) -> tuple[str, ...]:
    kinds = tuple(table.get("documents", telling.documents))
    unknown = [kind for kind in kinds if kind not in DOCUMENTS]
    if unknown or not kinds:
        advice = one_of(next(iter(unknown), ""), DOCUMENTS)
        raise FormFault(("fields", name, "documents"), f"{advice}, here or in tenant.toml")
    return kinds


def _options(name: str, table: Table, telling: Telling) -> tuple[Option, ...]:
    path = ("fields", name, "options")
    if "options" not in table:
        raise FormFault(path, ADVICE["options"])
    options = tuple(
        _option(name, option, (*path, position), telling)
        for position, option in enumerate(table["options"])
    )
    refined = any(option.options for option in options)
    if refined and "refined_by" not in table:
        advice = f'write kind = "choice" and refined_by = "sub_{name}", the name of the answer'
        raise FormFault(("fields", name), advice)
    _once(path, [each.code for option in options for each in (option, *option.options)])
    return options


def _option(name: str, table: Table, path: Path, telling: Telling) -> Option:
    check(table, OPTION, path, needed=("code",))
    for position, asked in enumerate(table.get("asks", ())):
        if asked not in telling.placed:
            advice = f"`{asked}` is not in the form: {one_of(asked, telling.placed)}"
            raise FormFault((*path, "asks", position), advice)
    inner = table.get("options", ())
    for position, option in enumerate(inner):
        if "options" in option:
            raise FormFault(
                (*path, "options", position, "options"), "take it out: options go two levels deep"
            )
    return Option(
        code=table["code"],
        label=telling.label(table, f"form.{name}.option.{table['code']}", path),
        emergency=table.get("emergency", False),
        enquiry=table.get("enquiry", False),
        asks=tuple(table.get("asks", ())),
        options=tuple(
            _option(name, option, (*path, "options", position), telling)
            for position, option in enumerate(inner)
        ),
    )
