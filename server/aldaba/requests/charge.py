"""Who looks after a request and what it counts as: person, team, priority and subject. Staff decide
on them when they approve it, and change them later by handing it over."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from litestar import Request, Response, post
from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.events import record
from aldaba.events.requests import HandedOver
from aldaba.forms.form import Form
from aldaba.people import service as people
from aldaba.people.staff import Staff, demand
from aldaba.problems import Problem
from aldaba.requests import service
from aldaba.requests.colleagues import colleagues, responsible
from aldaba.requests.page import done, overtaken, request_of, version_of
from aldaba.requests.team_news import give
from aldaba.texts import Words
from aldaba.themes import Theme
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

PRIORITIES = ("urgent", "high", "normal", "low")


class Charge(Struct, frozen=True):
    """Codes of the form's subject and sub-subject, a staff member's id or "", one of the company's
    teams or "", one of `PRIORITIES`, the ids of others who are responsible too."""

    subject: str
    sub_subject: str
    responsible: str
    team: str
    priority: str
    colleagues: tuple[str, ...] = ()


def charge_in(
    answers: Answers,
    form: Form,
    theme: Theme,
    staff: Staff,
    people: Collection[str],
    before: Row[Any],
) -> Charge:
    """The charge that `staff` said in the desk's form, whose lists are `form`'s subjects, the
    colleagues `people` (by id) and the company's teams. Team and subject of the request `before`
    may stay, though the company may have given them up. Raises Problem `malformed` for anything
    else, and `not_allowed` for another subject where the workflow leaves that to others."""
    subject, _, sub_subject = answers.text("about").partition("/")
    kept = (subject, sub_subject) == (before.subject, before.sub_subject)
    if not kept and not _known(form, subject, sub_subject):
        raise Problem("malformed")
    if not kept and not theme.allows("changes_subject", staff.role, before.status):
        raise Problem("not_allowed")
    first = _one_of({"", *people}, answers.one("responsible"))
    beside = {_one_of(people, each) for each in answers.fields.get("colleagues", [])}
    return Charge(
        subject=subject,
        sub_subject=sub_subject,
        responsible=first,
        colleagues=tuple(sorted(beside - {first})),
        team=_one_of({"", before.team, *theme.tenant.teams}, answers.one("team")),
        priority=_one_of(PRIORITIES, answers.one("priority")),
    )


def _one_of(offered: Collection[str], answer: str) -> str:
    if answer not in offered:
        raise Problem("malformed")
    return answer


def _known(form: Form, subject: str, sub_subject: str) -> bool:
    """Whether the form in service knows both; a company may ask for neither."""
    named = form.chosen({"subject": subject, "sub_subject": sub_subject})
    return [option.code for option in named] == [code for code in (subject, sub_subject) if code]


def changes(
    words: Words,
    form: Form,
    names: Mapping[str, str],
    before: Row[Any],
    colleagues: Sequence[str],
    charge: Charge,
) -> str:
    """What `charge` changes of the request `before` and its `colleagues`, a line for each, in the
    reader's words; "" where nothing."""
    subject = form.label("subject", charge.sub_subject or charge.subject)
    told = {
        "subject": subject if _about(before) != _about(charge) else None,
        "responsible": names.get(charge.responsible, words("requests.charge.nobody"))
        if before.responsible != charge.responsible
        else None,
        "colleagues": ", ".join(names.get(each, each) for each in charge.colleagues)
        or words("requests.charge.nobody")
        if tuple(colleagues) != charge.colleagues
        else None,
        "team": (charge.team or words("requests.charge.no_team"))
        if before.team != charge.team
        else None,
        "priority": words(f"requests.priority.{charge.priority}")
        if before.priority != charge.priority
        else None,
    }
    lines = ((name, said) for name, said in told.items() if said is not None)
    return "\n".join(f"{words(f'requests.charge.{name}')}: {said}" for name, said in lines)


def _about(said: Any) -> tuple[str, str]:
    return said.subject, said.sub_subject


def hand_over(
    db: Connection,
    tenant: str,
    number: str,
    version: int,
    charge: Charge,
    said: str,
    at: int,
    by: str,
) -> bool:
    """Give the request its new `charge`; the timeline tells the team `said`. False when it is no
    longer as the page showed it."""
    before = responsible(db, tenant, number)
    columns = {name: value for name, value in asdict(charge).items() if name != "colleagues"}
    if not service.change(db, tenant, number, version, **columns):
        return False
    event = HandedOver(**asdict(charge), said=said)
    stream = service.stream_of(number)
    sequence = record(db, tenant, stream, event, at=at, role="staff", actor=by)
    give(db, tenant, number, sequence, charge.colleagues, before, at, by)
    return True


@post("/requests/{number:str}/charge")
async def hand_to(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Hand it to somebody or a team, correct priority or subject. The customer isn't told."""
    demand(staff, "decide")
    answers = await read_answers(request)
    row = await request_of(deployment, staff, number)
    names = await deployment.store.read(staff.tenant, people.names)
    beside = await deployment.store.read(staff.tenant, colleagues, number)
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    charge = charge_in(answers, form, reader.theme, staff, names, row)
    said = changes(reader.words, form, names, row, beside, charge)
    if not said and version_of(answers) == row.version:
        return done(staff.tenant, number, "as_before")
    handed = (number, version_of(answers), charge, said, clock.now(), staff.id)
    if not row.open or not await deployment.store.write(staff.tenant, hand_over, *handed):
        kept = {"charge": charge}
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "handed_over")
