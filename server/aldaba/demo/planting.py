"""Puts a company's samples in the record, through the same verbs as customers and staff."""

import secrets
from typing import Any

from sqlalchemy import Connection, insert, select

from aldaba import clock
from aldaba.capabilities.intake import service as intake
from aldaba.capabilities.intake import submission, verdicts
from aldaba.capabilities.intake.service import Received
from aldaba.demo.closures import closing_steps
from aldaba.demo.samples import Planting, Samples, answers, samples
from aldaba.demo.statuses import status_steps
from aldaba.demo.surveyed import finished, mails_were_sent, survey_steps
from aldaba.demo.visits import plant_technicians, plant_visit
from aldaba.events.intake import RequestApproved, RequestRejected
from aldaba.forms.idempotency import fresh_key
from aldaba.people import passwords
from aldaba.people import service as people
from aldaba.photos import service as photos
from aldaba.places.models import development, product, unit
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by
from aldaba.requests.models import request as request_table
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment


async def plant(deployment: Deployment, theme: Theme, password: str) -> None:
    """Everything of `samples(theme.name)`, unless the company has requests already."""
    store, tenant = deployment.store, theme.name
    if await store.read(tenant, _planted):
        return
    data, start = samples(tenant), clock.now()
    staff = await _staff(deployment, theme, data, password, start)
    technicians = await plant_technicians(deployment, tenant, data)
    planting = Planting(deployment, theme, data, staff, technicians, start)
    await store.write(tenant, _places, planting)
    for sample, customer in finished(tenant):
        data["customers"][sample["customer"]] = customer
        number = await _request(planting, sample)
        await store.write(tenant, mails_were_sent, number, start)
    for sample in sorted(data["requests"], key=lambda each: planting.at(each["opened"])):
        await _request(planting, sample)


def _planted(db: Connection, tenant: str) -> bool:
    mine = select(request_table.c.number).where(request_table.c.tenant == tenant)
    return db.execute(mine.limit(1)).first() is not None


async def _staff(
    deployment: Deployment, theme: Theme, data: Samples, password: str, at: int
) -> dict[str, str]:
    hashed = await passwords.hashed(password)
    ids = {}
    for person in data["staff"]:
        account = await deployment.store.write(
            theme.name,
            people.put,
            person["email"],
            id_=secrets.token_hex(8),
            name=person["name"],
            role=person["role"],
            language=person["language"],
            at=at,
        )
        chosen = (account.id, account.password_version, hashed)
        await deployment.store.write(theme.name, people.set_password, *chosen)
        teams = person.get("teams", ())
        await deployment.store.write(theme.name, people.set_teams, account.id, teams)
        ids[person["email"].partition("@")[0]] = account.id
    return ids


def _places(db: Connection, tenant: str, planting: Planting) -> None:
    for place in planting.data.get("developments", ()):
        kept = {name: value for name, value in place.items() if name not in {"blocks", "units"}}
        db.execute(insert(development).values(tenant=tenant, **kept))
        units = [
            {
                "tenant": tenant,
                "development": place["id"],
                "block": block,
                "unit": each,
                "handed_over_at": planting.at(day) if day else None,
            }
            for block, day in place["blocks"].items()
            for each in place["units"]
        ]
        db.execute(insert(unit), units)
    for sold in planting.data.get("products", ()):
        kept = {name: value for name, value in sold.items() if name not in {"sold", "registered"}}
        at = planting.at(sold["sold"])
        registered = at if sold["registered"] else None
        db.execute(
            insert(product).values(tenant=tenant, sold_at=at, registered_at=registered, **kept)
        )


async def _request(planting: Planting, sample: dict[str, Any]) -> str:
    number = await _sent(planting, sample)
    steps = [(comment["at"], _comment, comment) for comment in sample.get("comments", ())]
    steps += [(visit["at"], plant_visit, visit) for visit in sample.get("visits", ())]
    steps += [step for each in sample.get("closings", ()) for step in closing_steps(each)]
    steps += status_steps(sample) + survey_steps(sample)
    if decision := sample.get("decision"):
        steps.append((decision["at"], _decide, decision))
    for _, step, said in sorted(steps, key=lambda each: planting.at(each[0])):
        await step(planting, number, said)
    return number


async def _sent(planting: Planting, sample: dict[str, Any]) -> str:
    """The number of the sample, sent as its customer would."""
    deployment, theme, at = planting.deployment, planting.theme, planting.at(sample["opened"])
    language = sample.get("language", theme.tenant.languages[0])
    form = deployment.themes.form(theme, requests.FORM, language)
    zone = theme.tenant.timezone
    staged = [await planting.photo(name) for name in sample.get("photos", ())]
    said = answers(planting.data, sample, zone, planting.start)
    said["photos"] = [each.signed for each in staged]
    reading = form.read(said, clock.local(at, zone).date())
    sent = submission.make(
        deployment.vault,
        theme,
        form,
        reading.values,
        photos=[each.id for each in staged],
        digests=await deployment.store.read(theme.name, photos.digests, [p.id for p in staged]),
        key=fresh_key(),
        network=f"demo {sample['key']}",  # many people, not one who sends much
        at=at,
    )
    outcome = await deployment.store.write(theme.name, intake.submit, sent)
    if reading.problems or not isinstance(outcome, Received):
        raise ValueError(sample["key"], reading.problems, outcome)
    return outcome.number


async def _comment(planting: Planting, number: str, said: dict[str, Any]) -> None:
    words = (number, said["text"], said["to_customer"], planting.at(said["at"]))
    author = planting.staff[said["by"]]
    await planting.deployment.store.write(planting.theme.name, requests.comment, *words, author)


async def _decide(planting: Planting, number: str, said: dict[str, Any]) -> None:
    write, tenant = planting.deployment.store.write, planting.theme.name
    found = await planting.deployment.store.read(tenant, requests.find, number)
    assert found is not None  # noqa: S101 - it was sent just before
    about = (planting.at(said["at"]), planting.staff[said["by"]])
    if said["kind"] == "approved":
        approved = RequestApproved(
            subject=found.subject,
            sub_subject=found.sub_subject,
            responsible=planting.staff[said["responsible"]],
            team=planting.teams.get(said["responsible"], ""),
            priority=said["priority"],
        )
        deadline = answer_by(planting.theme.tenant, about[0])
        await write(tenant, verdicts.approve, number, found.version, approved, *about, deadline)
    else:
        reasons = {reason.code: reason.text for reason in planting.theme.tenant.reasons}
        text = said.get("text") or reasons[said["reason"]][found.language]
        rejected = RequestRejected(reason_code=said["reason"], reason=text)
        await write(tenant, verdicts.reject, number, found.version, rejected, *about)
