"""The samples' questions and changes of status, as staff made them at the desk, and what customers
added by themselves."""

from collections.abc import Callable
from typing import Any

from aldaba import clock
from aldaba.capabilities.questions import service as questions
from aldaba.capabilities.questions.service import Kept, Written
from aldaba.demo.samples import Planting
from aldaba.events.requests import StatusChanged
from aldaba.forms.idempotency import fresh_key
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by
from aldaba.requests.sentences import DAYS, particulars, told
from aldaba.texts import Words

Step = tuple[str, Callable[..., Any], dict[str, Any]]


def status_steps(sample: dict[str, Any]) -> list[Step]:
    """When what of the sample request was asked, where it was moved, and what was added to it."""
    verbs = {"questions": _ask, "moves": _move, "messages": _write}
    return [
        (each["at"], verb, each) for name, verb in verbs.items() for each in sample.get(name, ())
    ]


async def _ask(planting: Planting, number: str, said: dict[str, Any]) -> None:
    write, tenant = planting.deployment.store.write, planting.theme.name
    found = await planting.deployment.store.read(tenant, requests.find, number)
    assert found is not None  # noqa: S101 - it was sent just before
    asked = (number, found.version, said["text"], planting.at(said["at"]))
    if not await write(tenant, questions.ask, *asked, planting.staff[said["by"]]):
        raise ValueError(said)


async def _write(planting: Planting, number: str, said: dict[str, Any]) -> None:
    deployment, tenant, at = planting.deployment, planting.theme.tenant, planting.at(said["at"])
    staged = [await planting.photo(name) for name in said.get("photos", ())]
    written = Written(
        key=fresh_key(),
        content=deployment.vault.index(planting.theme.name, said["text"]),
        text=said["text"],
        photos=tuple(each.id for each in staged),
        answer_by=answer_by(tenant, at),
        at=at,
    )
    outcome = await deployment.store.write(planting.theme.name, questions.write, number, 0, written)
    if not isinstance(outcome, Kept):
        raise ValueError(said, outcome)


async def _move(planting: Planting, number: str, said: dict[str, Any]) -> None:
    theme, at = planting.theme, planting.at(said["at"])
    found = await planting.deployment.store.read(theme.name, requests.find, number)
    assert found is not None  # noqa: S101
    filled = {
        name: _day(planting, text) if name in DAYS else text
        for name, text in said.get("says", {}).items()
    }
    deadline = answer_by(theme.tenant, at)
    words = Words(found.language, theme.own_words(found.language))
    sentence = told(words, theme.tenant, said["status"], filled, deadline)
    event = StatusChanged(said["status"], filled, sentence, said.get("note", ""))
    columns = {"particulars": particulars(filled), "answer_by": deadline}
    moved = (number, found.version, event, columns, False, True, at, planting.staff[said["by"]])
    if not await planting.deployment.store.write(theme.name, requests.move, *moved):
        raise ValueError(said)


def _day(planting: Planting, text: str) -> str:
    """A day such as `D+6` in the company's zone, ISO 8601."""
    timezone = planting.theme.tenant.timezone
    return clock.local(planting.due(text), timezone).date().isoformat()
