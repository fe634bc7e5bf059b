"""Surveys' part on the preview's stage: two customers are asked, and one has complaints."""

from typing import Any

from aldaba import clock
from aldaba.capabilities.surveys import inviting, service
from aldaba.capabilities.surveys.service import Answers
from aldaba.forms.fields import Matrix, Nps, Rating
from aldaba.forms.form import Form
from aldaba.requests import service as requests


async def rehearse(play: Any) -> None:
    """Whoever accepted the work is asked as soon as the company asks anybody; the last one has
    answered."""
    read, tenant = play.deployment.store.read, play.theme.name
    found = [await read(tenant, requests.find, number) for number in play.numbers]
    accepted = [each for each in found if each.status == "accepted"]
    for request in accepted:
        await _ask(play, request)
    if accepted:
        await _answer(play, accepted[-1])


async def _ask(play: Any, request: Any) -> None:
    store, tenant = play.deployment.store, play.theme.tenant
    at = clock.now() + tenant.surveys.delay_hours * clock.HOUR
    row = await store.read(play.theme.name, service.find, request.number)
    if row is not None:
        asking = inviting.asking_of(play.deployment, play.theme, request, at)
        await store.write(play.theme.name, inviting.consider, request.number, row.round, asking)


async def _answer(play: Any, request: Any) -> None:
    store, at = play.deployment.store, clock.now()
    row = await store.read(play.theme.name, service.find, request.number)
    if row is None:
        return
    asking = inviting.asking_of(play.deployment, play.theme, request, at)
    sent = Answers(
        form=asking.form,
        values=_lowest(asking.form),
        deadline=inviting.deadline_of(play.theme.tenant, at),
        contact=asking.contact,
        tell=True,
        at=at,
    )
    await store.write(play.theme.name, service.answer, request.number, row.round, sent)


def _lowest(form: Form) -> dict[str, Any]:
    """The lowest score for every question with figures, which somebody has to see to."""
    values: dict[str, Any] = {}
    for field in form.fields:
        match field:
            case Rating():
                values[field.name] = 1
            case Nps():
                values[field.name] = 0
            case Matrix():
                values[field.name] = {row.code: 1 for row in field.rows}
    return values
