"""The samples' closings: what staff declared done, and what their customers answered."""

from collections.abc import Callable
from typing import Any

from aldaba.capabilities.closures import closing, deciding
from aldaba.capabilities.closures.closing import Closing
from aldaba.capabilities.closures.deciding import Decided, Decision
from aldaba.capabilities.closures.service import latest, link_version
from aldaba.capabilities.closures.times import times_of, undo_by
from aldaba.demo.samples import Planting
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by

Step = tuple[str, Callable[..., Any], dict[str, Any]]


def closing_steps(said: dict[str, Any]) -> list[Step]:
    """When what is done with a closing of the samples, and its answer if it had one."""
    steps: list[Step] = [(said["at"], _close, said)]
    return [*steps, (said["answer"]["at"], _answer, said["answer"])] if "answer" in said else steps


async def _close(planting: Planting, number: str, said: dict[str, Any]) -> None:
    write, tenant = planting.deployment.store.write, planting.theme.name
    found = await planting.deployment.store.read(tenant, requests.find, number)
    assert found is not None  # noqa: S101 - it was sent just before
    staged = [await planting.photo(name) for name in said.get("photos", ())]
    at = planting.at(said["at"])
    done = Closing(
        version=found.version,
        note=said["note"],
        photos=tuple(each.id for each in staged),
        times=times_of(planting.theme.tenant, at),
        at=at,
        by=planting.staff[said["by"]],
    )
    if await write(tenant, closing.close, number, done) is not True:
        raise ValueError(said)


async def _answer(planting: Planting, number: str, said: dict[str, Any]) -> None:
    deployment, theme, at = planting.deployment, planting.theme, planting.at(said["at"])
    row = await deployment.store.read(theme.name, latest, number)
    found = await deployment.store.read(theme.name, requests.find, number)
    assert row is not None  # noqa: S101 - it was closed just before
    assert found is not None  # noqa: S101
    staged = [await planting.photo(name) for name in said.get("photos", ())]
    made = Decision(
        choice=said["choice"],
        version=link_version(row),
        seen="waiting",
        terms=theme.terms_in("acceptance", found.language),
        language=found.language,
        shown=(),
        words=said["words"],
        photos=tuple(each.id for each in staged),
        name="",
        role=said.get("role", ""),
        undo_by=undo_by(theme.tenant, at),
        answer_by=answer_by(theme.tenant, at),
        at=at,
    )
    sign = deployment.vault.sign
    outcome = await deployment.store.write(theme.name, deciding.decide, number, made, sign)
    if not isinstance(outcome, Decided):
        raise ValueError(said, outcome)
