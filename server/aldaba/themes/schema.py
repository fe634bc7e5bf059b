"""What in `tenant.toml` has the wrong name or type, as a person would say it."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from aldaba.themes import everyday
from aldaba.themes.tenant import Tenant
from aldaba.themes.toml import Path, Toml

WHERE = re.compile(r"(.*) - at `(?:key in )?\$(.*)`\Z")
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
ADVICE = (
    (r"Expected `str`, got `\w+`", 'write it in quotes: "…"'),
    (r"Expected `int`, got `\w+`", "write a whole number, without quotes"),
    (r"Expected `bool`, got `\w+`", "write true or false, without quotes"),
    (r"Expected `array`, got `\w+`", 'write a list in brackets: ["…", "…"]'),
    (r"Expected `object`, got `\w+`", "write a table: its name in brackets, its keys below"),
    (r"Object missing required field `(\w+)`", "{} is missing"),
)

Found = Iterator[tuple[Path, str]]


def misfits(toml: Toml) -> Found:
    """Path and advice of each; msgspec stops at the first, so each key is asked alone."""
    known = {each.encode_name: each for each in msgspec.structs.fields(Tenant)}
    for key in toml.values.keys() - known.keys():
        yield (key,), f"{key} is not a key of tenant.toml; {everyday.advice(key, known)}"
    for key, each in known.items():
        if key in toml.values:
            yield from _type(key, toml.values[key], each.type)
        elif each.required:
            yield (), f"{key} is missing"


def _type(key: str, value: Any, wanted: Any) -> Found:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        found = WHERE.match(str(error))
        message, where = found.groups() if found else (str(error), "")
        steps = STEP.findall(where)
        path = (key, *(name or int(position) for name, position in steps))
        yield path + _unknown(message), _plainly(message, wanted)


def _plainly(message: str, wanted: Any) -> str:
    """What msgspec says, as a person would."""
    for said, advice in ADVICE:
        if found := re.match(said, message):
            return advice.format(*found.groups())
    if unknown := _unknown(message):
        return f"{unknown[0]} is no key here; {everyday.advice(str(unknown[0]), _keys(wanted))}"
    if found := re.match(r"Invalid enum value '(.*)'", message):
        return f"{found[1]} is not known here; {everyday.advice(found[1], get_args(wanted))}"
    return message[:1].lower() + message[1:].replace("`", "")


def _keys(wanted: Any) -> list[str]:
    """The keys of a struct, or of the structs in a list of them."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return [each.encode_name for each in msgspec.structs.fields(wanted)]
    return [key for inner in get_args(wanted) for key in _keys(inner)]


def _unknown(message: str) -> Path:
    found = re.match(r"Object contains unknown field `(.+)`\Z", message)
    return (found.group(1),) if found else ()
