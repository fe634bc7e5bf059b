"""Closures' part on the preview's stage: work is declared done, and customers answer to it."""

from typing import Any

from aldaba import clock
from aldaba.capabilities.closures import closing, deciding
from aldaba.capabilities.closures.closing import Closing
from aldaba.capabilities.closures.deciding import Decision
from aldaba.capabilities.closures.service import about
from aldaba.capabilities.closures.times import times_of, undo_by
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by

CHOICES = ("", "accepted", "accepted", "reopened")  # the first one is still to be answered


async def rehearse(play: Any) -> None:
    """Requests with approved work are closed, accepted and reopened."""
    read, tenant = play.deployment.store.read, play.theme.name
    found = [await read(tenant, requests.find, number) for number in play.numbers]
    approved = [each for each in found if each.status == "approved"]
    for request, choice in zip(approved, CHOICES, strict=False):
        await _close(play, request)
        if choice:
            await _decide(play, request.number, choice)


async def _close(play: Any, request: Any) -> None:
    at = clock.now()
    times = times_of(play.theme.tenant, at)
    said = Closing(
        version=request.version, note=play.said, photos=(), times=times, at=at, by=play.staff
    )
    await play.deployment.store.write(play.theme.name, closing.close, request.number, said)


async def _decide(play: Any, number: str, choice: str) -> None:
    deployment, theme, at = play.deployment, play.theme, clock.now()
    _, version = await deployment.store.read(theme.name, about, number)
    language = theme.tenant.languages[0]
    made = Decision(
        choice=choice,
        version=version,
        seen="waiting",
        terms=theme.terms_in("acceptance", language),
        language=language,
        shown=(),
        words=play.said,
        photos=(),
        name="",
        role="",
        undo_by=undo_by(theme.tenant, at),
        answer_by=answer_by(theme.tenant, at),
        at=at,
    )
    write = deployment.store.write
    await write(theme.name, deciding.decide, number, made, deployment.vault.sign)
