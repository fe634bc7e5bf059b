"""The company's form as staff fill it in for somebody who tells them: nothing is demanded that a
caller can't give on the telephone, and nobody accepts terms for somebody else."""

from collections.abc import Mapping

from msgspec.structs import replace

from aldaba.events.intake import CHANNELS
from aldaba.forms.fields import Choice, Choices, Consent, Field, Option, Section, Text
from aldaba.forms.form import Form
from aldaba.web.reader import Reader

CHANNEL, LANGUAGE = "channel", "customer_language"
DEMANDED = {"subject", "description", "name"}


def form(own: Form, reader: Reader) -> Form:
    """`own` in the reader's language, with how the customer told it, and in which language the
    customer is written to."""
    sections = [_section(each) for each in without_terms(own).sections]
    how = Section("call", reader.words("intake.enter.call"), tuple(_asked_first(reader)))
    return replace(own, sections=(how, *sections))


def without_terms(own: Form) -> Form:
    """`own` without the boxes to tick, and without sections that asked for nothing else."""
    left = [
        replace(each, fields=tuple(f for f in each.fields if not isinstance(f, Consent)))
        for each in own.sections
    ]
    return replace(own, sections=tuple(section for section in left if section.fields))


def suggesting(form: Form, names: Mapping[str, tuple[str, ...]]) -> Form:
    """`form`, whose lines of text offer what the registry knows, by field, before what the company
    wrote into the form."""

    def offered(field: Field) -> Field:
        known = names.get(field.name, ())
        if not known or not isinstance(field, Text):
            return field
        return replace(field, suggestions=tuple(dict.fromkeys([*known, *field.suggestions])))

    sections = [replace(each, fields=tuple(map(offered, each.fields))) for each in form.sections]
    return replace(form, sections=tuple(sections))


def _asked_first(reader: Reader) -> list[Field]:
    words, languages = reader.words, reader.theme.tenant.languages
    channels = tuple(Option(code, words(f"intake.channel.{code}")) for code in CHANNELS)
    asked: list[Field] = [
        Choice(name=CHANNEL, label=words("intake.enter.channel"), options=channels)
    ]
    if len(languages) > 1:
        spoken = tuple(Option(each, words(f"page.language_name.{each}")) for each in languages)
        label = words("intake.enter.language")
        asked.append(Choice(name=LANGUAGE, label=label, options=spoken))
    return asked


def _section(section: Section) -> Section:
    return replace(section, fields=tuple(_field(field) for field in section.fields))


def _field(field: Field) -> Field:
    eased = replace(field, required=field.name in DEMANDED, help="")
    if isinstance(eased, Choice | Choices):
        return replace(eased, options=tuple(_option(each) for each in eased.options))
    return eased


def _option(option: Option) -> Option:
    return replace(option, asks=(), options=tuple(_option(each) for each in option.options))
