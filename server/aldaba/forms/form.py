"""A form as a person sees it, and what becomes of their answers."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from aldaba.forms.answers import Sent, judge, missing, refinement
from aldaba.forms.fields import Choice, Choices, Consent, Field, Matrix, Option, Section
from aldaba.forms.scales import holds
from aldaba.problems import FieldProblem


class Reading(Struct, frozen=True):
    """Answers as they were read. `values` hold what was readable (see `answers.judge`), nothing for
    what was left empty; `problems` hold all that is wrong, in the form's order."""

    values: dict[str, Any]
    problems: dict[str, list[FieldProblem]]


class Form(Struct, frozen=True, dict=True):  # its version is kept beside the fields
    """A form in one language, its words resolved. `country` is ISO 3166 alpha-2; `thanks` is said
    to who sent it, where that is no receipt."""

    name: str
    language: str
    country: str
    title: str
    intro: str
    sections: tuple[Section, ...]
    thanks: str = ""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def names(self) -> frozenset[str]:
        """Every name under which it is answered."""
        own = {field.name for field in self.fields}
        refined = {field.refined_by for field in self.fields if isinstance(field, Choice)}
        matrices = [field for field in self.fields if isinstance(field, Matrix)]
        rows = {f"{field.name}.{row.code}" for field in matrices for row in field.rows}
        return frozenset(own | refined | rows) - {""}

    @cached_property
    def version(self) -> str:
        """SHA-256 of the encoded form, in hex: two forms that read alike have the same."""
        return hashlib.sha256(self.encode()).hexdigest()

    def label(self, name: str, code: str) -> str:
        """How the option `code` of the field `name`, or of its refinement, reads; `code` itself
        where the form has no such option."""
        return self._labels.get((name, code), code)

    def encode(self) -> bytes:
        """The form as canonical JSON."""
        return msgspec.json.encode(self, order="deterministic")

    @staticmethod
    def decode(encoded: bytes) -> "Form":
        """The form that was encoded."""
        return msgspec.json.decode(encoded, type=Form)

    def read(self, answers: Sent, today: date) -> Reading:
        """Judge every field of `answers` (name → values sent); names that the form doesn't ask
        for are ignored. `today` is the company's own date. A field that a chosen option asks for
        is required, whatever the field itself says; one whose `shown_if` doesn't hold was not
        asked, and what stands there was left behind by a changed mind."""
        read = self._judged(answers, today)
        for field in self.fields:
            if field.shown_if and not holds(field.shown_if, _values(read)):
                del read[field.name]
        asked = {name for option in self.chosen(_values(read)) for name in option.asks}
        for field in self.fields:
            if read.get(field.name) is UNSET and (field.required or field.name in asked):
                read[field.name] = missing(field)
        problems = {
            name: [problem] for name, problem in read.items() if isinstance(problem, FieldProblem)
        }
        return Reading(_values(read), problems)

    def chosen(self, values: Mapping[str, Any]) -> Iterator[Option]:
        """The options that `values` name, each followed by its refinement."""
        for field in self.fields:
            if isinstance(field, Choice | Choices):
                yield from chosen_in(field, values)

    def emergency(self, values: Mapping[str, Any]) -> bool:
        """Whether an option that `values` name is an emergency."""
        return any(option.emergency for option in self.chosen(values))

    def terms_version(self, terms: str) -> str:
        """The version of `terms` (such as `conditions`) that the form shows, "" when none."""
        return self._terms.get(terms, "")

    @cached_property
    def _terms(self) -> dict[str, str]:
        return {field.terms: field.version for field in self.fields if isinstance(field, Consent)}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {
            (field.name, each.code): each.label
            for field in self.fields
            if isinstance(field, Choice | Choices)
            for option in field.options
            for each in (option, *option.options)
        }

    def _judged(self, answers: Sent, today: date) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for field in self.fields:
            read[field.name] = judge(field, answers, today)
            if isinstance(field, Choice) and field.refined_by:
                read[field.refined_by] = refinement(field, read[field.name], answers)
        return read


def chosen_in(field: Choice | Choices, values: Mapping[str, Any]) -> Iterator[Option]:
    """The options of `field` that `values` name, each followed by its refinement."""
    answer = values.get(field.name, ())
    codes = [answer] if isinstance(answer, str) else answer
    refined = values.get(field.refined_by) if isinstance(field, Choice) else None
    for option in field.options:
        if option.code in codes:
            yield option
            yield from (inner for inner in option.options if inner.code == refined)


def _values(read: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in read.items()
        if value is not UNSET and not isinstance(value, FieldProblem)
    }
