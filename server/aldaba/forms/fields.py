"""The vocabulary of asking: one struct for each kind of field, as a tagged union.

A form holds its words in one language, resolved: what is stored as a form version is what a person
saw. The TOML that these are assembled from is read by `forms.assemble`.
"""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1, le=20_000)]


class Option(Struct, frozen=True, omit_defaults=True):
    """One thing to choose. `options` are its refinements (sub-subjects), answered under the field
    that `Choice.refined_by` names; `asks` names fields that become required when it is chosen."""

    code: str
    label: str
    emergency: bool = False
    enquiry: bool = False
    asks: tuple[str, ...] = ()
    options: tuple["Option", ...] = ()


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """Another answer is so: `field` was answered with one of `answers`, as they are sent (an
    option's code, `yes` or `no`, a figure of a scale)."""

    field: str
    answers: tuple[str, ...]


class Asked(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """What every field has. `label`, `help` are in the form's language. A field is asked only
    where `shown_if` holds; its label is `other_label` where `other_label_if` does."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    autocomplete: str = ""
    shown_if: When | None = None
    other_label: str = ""
    other_label_if: When | None = None


class Text(Asked, frozen=True, tag="text"):
    """One line. `suggestions` are offered, never enforced. `max` counts characters."""

    max: Count = 200
    suggestions: tuple[str, ...] = ()


class LongText(Asked, frozen=True, tag="long_text"):
    """Lines of text, of `min` to `max` characters."""

    max: Count = 4000
    min: Annotated[int, Meta(ge=0)] = 0


class Choice(Asked, frozen=True, tag="choice"):
    """One of `options`; its refinements are answered under the name `refined_by`."""

    options: tuple[Option, ...]
    refined_by: str = ""


class Choices(Asked, frozen=True, tag="choices"):
    """Any number of `options`."""

    options: tuple[Option, ...]


class YesNo(Asked, frozen=True, tag="yes_no"):
    """The answers `yes` and `no`, which stand here as people read them."""

    yes: str
    no: str


class Rating(Asked, frozen=True, tag="rating"):
    """A figure from 1 to 5; `low` and `high` say what its ends mean."""

    steps: ClassVar[range] = range(1, 6)

    low: str
    high: str


class Nps(Asked, frozen=True, tag="nps"):
    """How likely somebody is to recommend us, from 0 to 10 (net promoter score)."""

    steps: ClassVar[range] = range(11)

    low: str
    high: str


class Matrix(Asked, frozen=True, tag="matrix"):
    """Each of `rows` rated from 1 to 5, answered under the name `<name>.<code>`; the answer `none`
    says that a row does not apply, in the words `none`, allowed when `none_allowed`."""

    steps: ClassVar[range] = Rating.steps

    rows: tuple[Option, ...]
    low: str
    high: str
    none: str
    none_allowed: bool = True


class Date(Asked, frozen=True, tag="date"):
    """A day, ISO 8601 (`2026-11-26`). `past` allows days up to today only."""

    past: bool = False


class Email(Asked, frozen=True, tag="email"):
    """An address. A domain that looks misspelt is questioned once (`email_suspect`); the answer
    `<name>_confirmed`, holding that same address, says that it is right."""


class Phone(Asked, frozen=True, tag="phone"):
    """A telephone number, read as people of `country` (ISO 3166 alpha-2) write it."""

    country: str


class TaxDocument(Asked, frozen=True, tag="tax_document"):
    """A tax or identity document of `country`, one of the kinds in `documents` (such as `cpf`,
    `cnpj`); "I have none" is the answer `<name>_none`, allowed when `none_allowed`."""

    country: str
    documents: tuple[str, ...]
    none_allowed: bool = True


class Photos(Asked, frozen=True, tag="photos"):
    """Signed ids of staged photos, at most `max`."""

    max: Count = 6


class Consent(Asked, frozen=True, tag="consent"):
    """A box to tick for the terms `terms` (`conditions`, `privacy`) in the version `version`;
    `summary` is the plain text that always stands beside it."""

    terms: str
    version: str
    summary: str = ""


Field = (
    Text
    | LongText
    | Choice
    | Choices
    | YesNo
    | Rating
    | Nps
    | Matrix
    | Date
    | Email
    | Phone
    | TaxDocument
    | Photos
    | Consent
)


class Section(Struct, frozen=True):
    """Fields that stand together under a heading."""

    name: str
    title: str
    fields: tuple[Field, ...]


class TaxNumber(Struct, frozen=True):
    """A document as it was read: its kind and its compact, upper-case number."""

    kind: str
    number: str
