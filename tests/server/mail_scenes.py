"""What the mails are about: requests to which all happens that somebody is written to for.

`SCENES` are played at either company; a mail of each kind is due then.
"""

from msgspec.structs import replace
from sqlalchemy import Connection
from tests.server.scene import CUSTOMERS, plan_visit, write_form

from aldaba import clock
from aldaba.capabilities.closures import closing, deciding
from aldaba.capabilities.closures import service as closures
from aldaba.capabilities.closures.closing import Closing
from aldaba.capabilities.closures.deciding import Decision
from aldaba.capabilities.closures.times import times_of
from aldaba.capabilities.intake import service, verdicts
from aldaba.capabilities.questions import service as questions
from aldaba.capabilities.questions.service import Written
from aldaba.capabilities.surveys import inviting
from aldaba.capabilities.surveys import service as surveys
from aldaba.capabilities.surveys.service import Answers
from aldaba.capabilities.visits import service as visits
from aldaba.events import Event, record
from aldaba.events.closures import ClosedUnanswered, ClosureLinkSent
from aldaba.events.intake import RequestApproved, RequestRejected
from aldaba.events.requests import RequestCancelled, StatusChanged
from aldaba.events.visits import VisitDone, VisitMissed
from aldaba.forms.fields import Nps, Rating
from aldaba.people import news
from aldaba.people import service as people
from aldaba.requests import cancelling
from aldaba.requests import service as requests
from aldaba.web.deployment import Deployment

TOLD = "Primera línea: <b>5 & 6</b>\nSegunda línea"


async def _sent(deployment: Deployment, tenant: str, language: str, **said: str) -> str:
    """The number of a request; the customer writes more of them than anybody may in an hour."""
    sent = await write_form(deployment, tenant, language=language, **said)
    sent = replace(sent, contacts=())
    return (await deployment.store.write(tenant, service.submit, sent)).number


async def decided_requests(deployment: Deployment, tenant: str, language: str) -> None:
    """A request that was written about and approved, and one that was rejected."""
    write = deployment.store.write
    numbers = [await _sent(deployment, tenant, language, description=told) for told in (TOLD, "O")]
    row = await deployment.store.read(tenant, requests.find, numbers[0])
    at = clock.now()
    await write(tenant, questions.ask, numbers[0], 0, TOLD, at, "x")
    answer = Written(key="k" * 20, content=bytes(32), text=TOLD, photos=(), answer_by=at, at=at)
    await write(tenant, questions.write, numbers[0], 0, answer)
    approved = RequestApproved(
        subject=row.subject, sub_subject="", responsible="x", team="", priority="normal"
    )
    await write(tenant, requests.comment, numbers[0], TOLD, True, at, "x")
    await write(tenant, verdicts.approve, numbers[0], 2, approved, at, "x", at + clock.DAY)
    rejected = RequestRejected(reason_code="", reason=TOLD)
    await write(tenant, verdicts.reject, numbers[1], 0, rejected, at, "x")
    moved = StatusChanged(status="in_progress", particulars={}, sentence="Sí.", note=TOLD)
    await write(tenant, requests.move, numbers[0], 3, moved, {}, False, True, at, "x")
    for role in ("staff", "customer"):
        number = await _sent(deployment, tenant, language)
        cancelled = RequestCancelled(reason=TOLD, asked_by="customer")
        await write(tenant, cancelling.cancel, number, 0, cancelled, "{}", at, role, "x")


async def visited_request(deployment: Deployment, tenant: str, language: str) -> None:
    """Visits of a request: moved to somebody else and made, cancelled, not possible."""
    write, at = deployment.store.write, clock.now()
    number = await _sent(deployment, tenant, language)
    planned = [await plan_visit(deployment, tenant, number) for _ in range(3)]
    slot = visits.Slot("repair", at, at + clock.HOUR, planned[1].technician)
    await write(tenant, visits.move, planned[0].id, 0, slot, "{}", at, "x")
    done = VisitDone(visit=planned[0].id, report=TOLD, photos=())
    await write(tenant, visits.finish, planned[0].id, 1, done, at, "technician", "x")
    await write(tenant, visits.cancel, planned[1].id, 0, TOLD, at, "x")
    missed = VisitMissed(visit=planned[2].id, report=TOLD, photos=())
    await write(tenant, visits.finish, planned[2].id, 0, missed, at, "technician", "x")


async def closed_requests(deployment: Deployment, tenant: str, language: str) -> None:
    """Work declared done: still to be judged, with a new link sent; accepted, and a survey about
    it; reopened; never answered, and a low score given."""
    waiting, accepted, reopened, silent = [
        await _closed(deployment, tenant, language) for _ in range(4)
    ]
    write, at = deployment.store.write, clock.now()
    await write(tenant, _happens, waiting, ClosureLinkSent(round=1), at)
    await _decided(deployment, tenant, language, accepted, "accepted")
    await _decided(deployment, tenant, language, reopened, "reopened")
    over = ClosedUnanswered(round=1, reopen_by=at + clock.DAY)
    await write(tenant, _happens, silent, over, at)
    theme = deployment.themes.get(tenant)
    assert theme
    row = await deployment.store.read(tenant, requests.find, accepted)
    asking = inviting.asking_of(deployment, theme, row, at + 3 * clock.DAY)
    await write(tenant, inviting.consider, accepted, 1, asking)
    values = {field.name: 1 for field in asking.form.fields if isinstance(field, Rating | Nps)}
    low = Answers(
        form=asking.form,
        values=values,
        deadline=at + clock.DAY,
        contact=asking.contact,
        tell=True,
        at=at,
    )
    assert await write(tenant, surveys.answer, silent, 1, low)


async def _closed(deployment: Deployment, tenant: str, language: str) -> str:
    write, at = deployment.store.write, clock.now()
    number = await _sent(deployment, tenant, language)
    approved = RequestApproved(
        subject="", sub_subject="", responsible="", team="", priority="normal"
    )
    await write(tenant, verdicts.approve, number, 0, approved, at, "x", at)
    theme = deployment.themes.get(tenant)
    assert theme
    times = times_of(theme.tenant, at)
    said = Closing(version=1, note=TOLD, photos=(), times=times, at=at, by="x")
    assert await write(tenant, closing.close, number, said) is True
    return number


async def _decided(
    deployment: Deployment, tenant: str, language: str, number: str, choice: str
) -> None:
    theme, at = deployment.themes.get(tenant), clock.now()
    assert theme
    row = await deployment.store.read(tenant, closures.latest, number)
    made = Decision(
        choice=choice,
        version=closures.link_version(row),
        seen="waiting",
        terms=theme.terms_in("acceptance", language),
        language=language,
        shown=(),
        words=TOLD,
        photos=(),
        name=CUSTOMERS[tenant]["name"],
        role="",
        undo_by=at + clock.HOUR,
        answer_by=at + clock.DAY,
        at=at,
    )
    write, sign = deployment.store.write, deployment.vault.sign
    outcome = await write(tenant, deciding.decide, number, made, sign)
    assert isinstance(outcome, deciding.Decided)


def _happens(db: Connection, tenant: str, number: str, event: Event, at: int) -> None:
    record(db, tenant, requests.stream_of(number), event, at=at, role="customer")


async def handed_requests(deployment: Deployment, tenant: str, language: str) -> None:
    """A request that was given to somebody who is told at once, and to somebody who is told once a
    day."""
    write, read, at = deployment.store.write, deployment.store.read, clock.now()
    for id_ in ("rui", "eva"):
        said = {"name": id_, "role": "technician", "language": language, "at": at}
        await write(tenant, people.put, f"{id_}@{tenant}.example", id_=id_, **said)
    await write(tenant, news.choose, "eva", {"given": "daily"}, "America/Sao_Paulo")
    number = await _sent(deployment, tenant, language, description=TOLD)
    row = await read(tenant, requests.find, number)
    charge = (row.subject, row.sub_subject, "rui", "", "normal", ("eva",))
    await write(tenant, verdicts.approve, number, 0, RequestApproved(*charge), at, "x", at)


SCENES = (decided_requests, visited_request, closed_requests, handed_requests)
