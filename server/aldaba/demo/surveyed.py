"""The samples' surveys: who was asked when by the company's own rules, and what they answered; and
the finished requests of many weeks, without which the results of a survey would say little."""

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, update

from aldaba import clock
from aldaba.capabilities.surveys import inviting, service
from aldaba.capabilities.surveys.service import Answers
from aldaba.demo.samples import FOLDER, Planting
from aldaba.outbox.models import outbox
from aldaba.requests import service as requests
from aldaba.requests.service import stream_of

Step = tuple[str, Callable[..., Any], dict[str, Any]]

ABOUT = ("name", "development", "block", "unit", "address")  # what a person says of their own


def finished(tenant: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The finished requests of `<tenant>-surveyed.toml` as the samples write one, each with what
    its customer answers about themselves."""
    data = tomllib.loads((FOLDER / f"{tenant}-surveyed.toml").read_text("utf-8"))
    for index, person in enumerate(data["people"]):
        usual = {name: text.format(index=index) for name, text in data["customer"].items()}
        own = {name: person[name] for name in ABOUT if name in person}
        yield _request(person, data["kinds"][person["kind"]], data["by"]), usual | own


def _request(person: dict[str, Any], kind: dict[str, Any], by: str) -> dict[str, Any]:
    closed = person["closed"]
    opened = closed + kind["days"]
    taken = {"kind": "approved", "by": by, "responsible": kind["by"], "priority": "normal"}
    accepted = {"choice": "accepted", "at": f"D-{closed - 1} 09:20", "words": ""}
    closing = {"at": f"D-{closed} 16:00", "by": kind["by"], "note": kind["note"]}
    survey = {"at": f"D-{closed - person['after']} 20:30", "by": by}
    if "said" in person:
        survey["said"] = person["said"]
    if "handled" in person:
        survey["handled"] = f"D-{person['handled']} 10:40"
    return {
        "key": person["name"],
        "customer": person["name"],
        "opened": f"D-{opened} 10:05",
        "photos": kind.get("photos", ()),
        "decision": taken | {"at": f"D-{opened} 11:30"},
        "closings": [closing | {"answer": accepted}],
        "answers": kind["answers"],
        "survey": survey,
    }


def survey_steps(sample: dict[str, Any]) -> list[Step]:
    """When the customer of the sample request answered how it was; who didn't was asked before."""
    return [(said["at"], _survey, said) for said in (sample.get("survey"),) if said]


async def _survey(planting: Planting, number: str, said: dict[str, Any]) -> None:
    store, theme = planting.deployment.store, planting.theme
    request = await store.read(theme.name, requests.find, number)
    row = await store.read(theme.name, service.find, number)
    assert request is not None  # noqa: S101 - it was closed just before
    assert row is not None  # noqa: S101
    rules = theme.tenant.surveys
    begun = row.closed_at if rules.after == "closing" else row.settled_at
    due_at = begun + rules.delay_hours * clock.HOUR
    asking = inviting.asking_of(planting.deployment, theme, request, due_at)
    await store.write(theme.name, inviting.consider, number, row.round, asking)
    if "said" in said:
        await _answer(planting, (number, row.round), asking, said)
    if "handled" in said:
        about = (planting.at(said["handled"]), planting.staff[said["by"]])
        await store.write(theme.name, service.handle, number, row.round, *about)


async def _answer(
    planting: Planting, closing: tuple[str, int], asking: inviting.Asking, said: dict[str, Any]
) -> None:
    store, tenant, at = planting.deployment.store, planting.theme.tenant, planting.at(said["at"])
    sent = {name: each if isinstance(each, list) else [each] for name, each in said["said"].items()}
    reading = asking.form.read(sent, clock.local(at, tenant.timezone).date())
    answers = Answers(
        form=asking.form,
        values=reading.values,
        deadline=inviting.deadline_of(tenant, at),
        contact=asking.contact,
        tell=tenant.surveys.tell_low,
        at=at,
    )
    kept = await store.write(planting.theme.name, service.answer, *closing, answers)
    row = await store.read(planting.theme.name, service.find, *closing)
    if reading.problems or not kept or row is None or row.form_version != asking.form.version:
        raise ValueError(said, reading.problems, row)  # not answered, or not asked before


def mails_were_sent(db: Connection, tenant: str, number: str, before: int) -> None:
    """The request's mails of weeks ago went out then; nobody looks for them in the demo's
    folder."""
    mine = (outbox.c.tenant == tenant, outbox.c.stream == stream_of(number))
    due = (outbox.c.state == "due", outbox.c.due_at < before)
    columns = {"state": "sent", "sent_at": outbox.c.due_at}
    db.execute(update(outbox).where(*mine, *due).values(**columns))
