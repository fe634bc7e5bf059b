"""`workflow.toml`: the states of a company's requests, and where each may lead.

The codes are one closed list for everybody; a company chooses among them, and its own file changes
the product's (`workflow.toml` beside this module) table by table and key by key.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import msgspec
from msgspec import Struct

from aldaba.themes.everyday import advice
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.toml import Path as Place
from aldaba.themes.toml import Toml, read_toml

FILE = "workflow.toml"
FIRST = "received"
CODES = (
    "received",
    "waiting_customer",
    "approved",
    "rejected",
    "visit_scheduled",
    "in_progress",
    "waiting_parts",
    "waiting_quote",
    "workshop_pending",
    "workshop_finished",
    "workshop_ready",
    "workshop_on_route",
    "workshop_delivered",
    "closed",
    "accepted",
    "reopened",
    "closed_unanswered",
    "cancelled",
)
ROLES = ("coordinator", "manager", "technician")
# What the workflow allows some roles only while a request is in a state.
ALLOWED = ("sees_customer", "changes_subject", "plans_visits")
BLANKS = ("deadline", "date", "window", "technician", "warranty", "who")

Found = Iterator[tuple[Place, str]]


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A state: where staff may move a request `to` from it, `who` (roles) may move one into it,
    which roles `sees_customer`, `changes_subject` and `plans_visits` while it is there (as far as
    they may at all), whether it is `final`, and the `sentence` that its customer reads, by
    language, over the product's. `{deadline}` and the other `BLANKS` are filled in."""

    to: tuple[str, ...] = ()
    who: tuple[str, ...] = ROLES
    sees_customer: tuple[str, ...] = ROLES
    changes_subject: tuple[str, ...] = ROLES
    plans_visits: tuple[str, ...] = ROLES
    final: bool = False
    sentence: dict[str, str] = {}


Workflow = Mapping[str, Step]


@cache
def product() -> dict[str, Step]:
    """The product's own workflow."""
    return msgspec.convert(_tables(), dict[str, Step])


def read_workflow(files: Files, languages: tuple[str, ...]) -> tuple[dict[str, Step], list[Fault]]:
    """The company's workflow, empty where its folder has no file for it, and what is wrong."""
    if FILE not in files:
        return {}, []
    source = text_of(files, FILE)
    toml = source if isinstance(source, Fault) else read_toml(FILE, source)
    if isinstance(toml, Fault):
        return {}, [toml]
    wrong = [toml.fault(place, message) for place, message in _schema(toml)]
    if wrong:
        return {}, wrong
    base = _tables()
    merged = {code: base.get(code, {}) | toml.values.get(code, {}) for code in CODES}
    kept = {code: merged[code] for code in CODES if code in base or code in toml.values}
    workflow = msgspec.convert(kept, dict[str, Step])
    found = [*_moves(workflow), *_sentences(workflow, languages)]
    return workflow, [toml.fault(place, message) for place, message in found] + _lonely(
        workflow, toml
    )


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name(FILE).read_text("utf-8"))


def _schema(toml: Toml) -> Found:
    """What has the wrong name or type."""
    for code, table in toml.values.items():
        if code not in CODES:
            yield (code,), f"{code} is not a state; {advice(code, CODES)}"
        elif not isinstance(table, dict):
            yield (code,), f"write [{code}] and its keys below"
        else:
            yield from _keys(code, table)


def _keys(code: str, table: dict[str, Any]) -> Found:
    known = {each.name: each.type for each in msgspec.structs.fields(Step)}
    for key, value in table.items():
        if key not in known:
            yield (code, key), f"{key} is not a key of a state; {advice(key, known)}"
            continue
        try:
            msgspec.convert(value, known[key])
        except msgspec.ValidationError as error:
            yield (code, key), f"{key}: {str(error)[:1].lower()}{str(error)[1:]}".replace("`", "")


def _moves(workflow: Workflow) -> Found:
    for code, step in workflow.items():
        for position, target in enumerate(step.to):
            if target not in workflow:
                yield (
                    (code, "to", position),
                    f"{target} is no state of yours; {advice(target, workflow)}",
                )
            elif step.final and target != "reopened":
                yield (code, "to", position), f"{code} is final: only reopened may follow"
        yield from _roles(code, step)
        if not step.to and not step.final:
            yield (code,), f"{code} leads nowhere; write to = […] or final = true"


def _roles(code: str, step: Step) -> Found:
    for key in ("who", *ALLOWED):
        for position, role in enumerate(getattr(step, key)):
            if role not in ROLES:
                yield (code, key, position), f"{role} is no role; {advice(role, ROLES)}"


def _sentences(workflow: Workflow, languages: tuple[str, ...]) -> Found:
    for code, step in workflow.items():
        for language, sentence in step.sentence.items():
            place = (code, "sentence", language)
            if language not in languages:
                yield place, f"{language} is none of the languages of tenant.toml"
            elif (named := _blanks(sentence)) is None:
                yield place, "a blank is a name in braces, such as {date}"
            elif strange := named - set(BLANKS):
                each = min(strange)
                yield place, f"{{{each}}} is no blank; {advice(each, BLANKS)}"


def _blanks(text: str) -> set[str] | None:
    """The names in braces; None where there is more than a name."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    plain = all(
        name and name.isidentifier() and not spec and not how for _, name, spec, how in parts
    )
    return {str(name) for _, name, _, _ in parts} if plain else None


def _lonely(workflow: Workflow, toml: Toml) -> list[Fault]:
    """A warning for each state that nothing leads to."""
    reached, ahead = {FIRST}, [FIRST]
    while ahead:
        new = set(workflow.get(ahead.pop(), Step()).to) - reached
        reached |= new
        ahead += sorted(new)
    lonely = [code for code in workflow if code not in reached]
    faults = [toml.fault((code,), f"nothing leads to {code}") for code in lonely]
    return [msgspec.structs.replace(fault, severity="warning") for fault in faults]
