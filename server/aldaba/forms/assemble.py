"""A form from two TOML files: the product's own and what a tenant changes in it.

The tenant's `sections`, when there are any, replace the product's, so that fields are left out and
put in another order there; its `fields` change the product's key by key, or add others. Whatever
can't become a form raises `FormFault`, which says where and what to write instead.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aldaba.forms.fields import Field, Section, When
from aldaba.forms.form import Form
from aldaba.forms.scales import answers_of
from aldaba.forms.telling import Table, Telling, TermsShown, tell
from aldaba.forms.written import FIELDS, FORM, SECTION, FormFault, Path, check, one_of

# What a tenant's own field may be. Photos, documents and consents are kept in places of their own
# and protected there, so they are only the product's.
ADDED: tuple[str, ...] = (
    "text",
    "long_text",
    "choice",
    "choices",
    "yes_no",
    "rating",
    "nps",
    "matrix",
    "date",
    "email",
    "phone",
)
# What the product's field of a kind may become: its answer stays one text.
CHANGED: dict[str, tuple[str, ...]] = {"text": ("text", "long_text", "choice")}


def assemble(
    base: Table,
    own: Table,
    words: Callable[[str], str],
    has: Callable[[str], bool],
    language: str,
    fallback_language: str,
    country: str,
    documents: Sequence[str],
    terms: Mapping[str, TermsShown],
) -> Form:
    """The form of the product's TOML `base` with the tenant's `own` changes, in `language`.

    `words` and `has` look up the reader's words; `fallback_language` is the tenant's first;
    `documents` are kinds (`documents.KINDS`), `terms` those that consents name.
    Raises FormFault, whose path is one in `own` (or names what is missing there).
    """
    check(own, FORM, ())
    changes = own.get("fields", {})
    fields = {
        name: _merged(name, base["fields"].get(name), changes.get(name, {}))
        for name in {**base["fields"], **changes}
    }
    sections = own.get("sections", base["sections"])
    placed = _placed(sections, fields)
    for name in changes:
        if name not in placed:
            raise FormFault(("fields", name), f"`{name}` stands in no section: add it to one")
    fields = {
        name: _fitting(table, changes.get(name, {}), placed) for name, table in fields.items()
    }
    telling = Telling(
        words, has, language, fallback_language, country, tuple(documents), terms, placed
    )
    form = Form(
        name=base["name"],
        language=language,
        country=country,
        title=telling.text(own.get("title"), f"form.{base['name']}.title"),
        intro=telling.text(own.get("intro"), f"form.{base['name']}.intro"),
        sections=tuple(_section(section, fields, telling) for section in sections),
        thanks=telling.text(own.get("thanks"), f"form.{base['name']}.thanks"),
    )
    _judge_conditions(form)
    return form


def _merged(name: str, standard: Table | None, own: Table) -> dict[str, Any]:
    path = ("fields", name)
    usual = standard["kind"] if standard else None
    kind = own.get("kind", usual)
    kinds = CHANGED.get(usual, (usual,)) if usual else ADDED
    if kind not in kinds:
        raise FormFault((*path, "kind"), one_of(kind or "", kinds))
    check(own, FIELDS[kind], path)
    kept = {key: value for key, value in (standard or {}).items() if key in FIELDS[kind]}
    if own.get("max", 0) > kept.get("max", own.get("max", 0)):
        raise FormFault((*path, "max"), f"write at most {kept['max']}: longer answers have no room")
    return kept | dict(own)


def _fitting(table: dict[str, Any], own: Table, placed: Sequence[str]) -> dict[str, Any]:
    """`table` without the product's own conditions on a question that the tenant doesn't ask."""
    idle = {
        key
        for key in ("shown_if", "other_label_if")
        if key in table and key not in own and table[key]["field"] not in placed
    }
    return {key: value for key, value in table.items() if key not in idle}


def _placed(sections: Sequence[Table], fields: Mapping[str, Table]) -> tuple[str, ...]:
    """The names of all fields in the form, in order; each stands once, and what refines it is
    answered under a name of its own."""
    placed: list[str] = []
    for position, section in enumerate(sections):
        check(section, SECTION, ("sections", position), needed=("name", "fields"))
        for index, name in enumerate(section["fields"]):
            path = ("sections", position, "fields", index)
            if name not in fields:
                raise FormFault(path, f"`{name}` is not a field: {one_of(name, fields)}")
            if name in placed:
                raise FormFault(path, f"`{name}` stands in the form already: take it out here")
            placed.append(name)
    answered = [*placed]
    for name in placed:
        refined_by = fields[name].get("refined_by", "")
        if refined_by in answered:
            advice = f"`{refined_by}` is another answer's name: write a new one"
            raise FormFault(("fields", name, "refined_by"), advice)
        answered += [refined_by] if refined_by else []
    return tuple(placed)


def _section(section: Table, fields: Mapping[str, Table], telling: Telling) -> Section:
    return Section(
        name=section["name"],
        title=telling.text(section.get("title"), f"form.section.{section['name']}"),
        fields=tuple(tell(name, fields[name], telling) for name in section["fields"]),
    )


def _judge_conditions(form: Form) -> None:
    """Raises FormFault for a condition that can never hold, or hangs on what comes later."""
    asked: dict[str, Field] = {}
    for field in form.fields:
        for key, when in (("shown_if", field.shown_if), ("other_label_if", field.other_label_if)):
            if when:
                _judge_condition(("fields", field.name, key), when, asked)
        if not field.shown_if:
            asked[field.name] = field


def _judge_condition(path: Path, when: When, asked: Mapping[str, Field]) -> None:
    possible = {name: answers_of(field) for name, field in asked.items() if answers_of(field)}
    if when.field not in possible:
        advice = f"`{when.field}` is not always asked above this: {one_of(when.field, possible)}"
        raise FormFault(path, advice if possible else "no question above this has answers to name")
    for answer in when.answers:
        if answer not in possible[when.field]:
            known = one_of(answer, possible[when.field])
            raise FormFault(path, f"`{answer}` is no answer to `{when.field}`: {known}")
