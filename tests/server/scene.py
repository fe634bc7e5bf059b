"""A small cast: a customer's request with a photo, and staff, at either sample company."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar.testing import AsyncTestClient
from msgspec import Struct

from aldaba import clock
from aldaba.capabilities.intake import service, submission, verdicts
from aldaba.capabilities.intake.service import Received
from aldaba.capabilities.surveys import service as surveys
from aldaba.capabilities.visits import roster
from aldaba.capabilities.visits import service as visits
from aldaba.events.intake import RequestApproved
from aldaba.forms.idempotency import fresh_key
from aldaba.people.invitation import invite
from aldaba.photos import service as photo_service
from aldaba.photos.staging import Staged, stage
from aldaba.requests import service as requests
from aldaba.web.deployment import Deployment

PHOTO = Path(__file__).parents[1] / "photos" / "brick.jpg"
PASSWORD = "uma frase curta"

CUSTOMERS: dict[str, dict[str, Any]] = {
    "horizonte": {
        "subject": "papers",
        "description": "Onde fica o manual?",
        "development": "Residencial Ipê-Anil",
        "name": "Benedita Amostra",
        "relation": "owner",
        "phone": "(11) 90000-0101",
        "email": "benedita@cliente.example",
        "document": "000.000.101-54",
    },
    "norte": {
        "product": "fridge",
        "model": "FR-340",
        "subject": "noise",
        "fault_conditions": ["always"],
        "description": "Hace ruido",
        "address": "Los Ensayos 240",
        "name": "Elvira Borrador",
        "phone": "11 5555-0101",
        "email": "elvira@cliente.example",
        "document": "99.000.101",
    },
}


class Sent(Struct, frozen=True):
    """A request that a customer sent: its number and its photo's id."""

    tenant: str
    number: str
    photo: str


async def stage_photo(deployment: Deployment, tenant: str) -> Staged:
    """A photo that waits for its form."""
    with PHOTO.open("rb") as file:
        return await stage(deployment, tenant, file, "brick.jpg")


async def write_form(
    deployment: Deployment,
    tenant: str,
    photos: Sequence[str] = (),
    key: str = "",
    language: str = "",
    **said: object,
) -> service.Submission:
    """What the company's form makes of the customer's answers, with `said` over them, and of the
    staged photos of these ids. `language` is the company's first where it isn't given."""
    theme = deployment.themes.get(tenant)
    assert theme
    form = deployment.themes.form(theme, "pre-request", language or theme.tenant.languages[0])
    answers = CUSTOMERS[tenant] | said | {"conditions": "yes", "privacy": "yes"}
    listed = {name: each if isinstance(each, list) else [each] for name, each in answers.items()}
    listed["photos"] = [*photos]
    reading = form.read(listed, clock.local(clock.now(), theme.tenant.timezone).date())
    assert not reading.problems, reading.problems
    return submission.make(
        deployment.vault,
        theme,
        form,
        reading.values,
        photos=photos,
        digests=await deployment.store.read(tenant, photo_service.digests, photos),
        key=key or fresh_key(),
        network="192.0.2.0/24",
        at=clock.now(),
    )


async def make_submission(
    deployment: Deployment, tenant: str, key: str = "", **said: object
) -> tuple[service.Submission, Staged]:
    """The same with a photo, and that photo."""
    staged = await stage_photo(deployment, tenant)
    return await write_form(deployment, tenant, [staged.id], key, **said), staged


async def send_request(deployment: Deployment, tenant: str) -> Sent:
    """A request of the company's customer, kept."""
    sent, staged = await make_submission(deployment, tenant)
    outcome = await deployment.store.write(tenant, service.submit, sent)
    assert isinstance(outcome, Received)
    return Sent(tenant, outcome.number, staged.id)


class Planned(Struct, frozen=True):
    """A visit, and who comes, with a photo."""

    id: str
    technician: str


async def put_technician(deployment: Deployment, tenant: str) -> str:
    """The id of somebody who may be sent, with a photo."""
    who, face = secrets.token_hex(8), await stage_photo(deployment, tenant)
    columns = {"name": "Téo Prumo", "badge": "T-07", "phone": "+5511900000112", "active": True}
    columns |= {"email": f"teo@{tenant}.example"}
    said = (who, columns, [face.id], clock.now())
    await deployment.store.write(tenant, roster.put_technician, *said)
    return who


async def plan_visit(deployment: Deployment, tenant: str, number: str) -> Planned:
    """A visit to a request that staff took on, tomorrow between 14 and 16 h."""
    write, at = deployment.store.write, clock.now()
    who = Planned(secrets.token_hex(8), await put_technician(deployment, tenant))
    found = await deployment.store.read(tenant, requests.find, number)
    if found.status == "received":
        taken = RequestApproved(
            subject=found.subject, sub_subject="", responsible="", team="", priority="normal"
        )
        await write(tenant, verdicts.approve, number, found.version, taken, at, "", at)
    noon = at - at % clock.DAY + clock.DAY + 17 * clock.HOUR
    slot = visits.Slot("inspection", noon, noon + 2 * clock.HOUR, who.technician)
    assert await write(tenant, visits.plan, number, who.id, slot, "{}", at, "")
    return who


async def sign_in(
    client: AsyncTestClient[Any], deployment: Deployment, tenant: str, role: str = "coordinator"
) -> None:
    """Somebody of the company's staff is signed in with `client`."""
    link = await invite(deployment, tenant, f"ana@{tenant}.example", "Ana Amostra", role)
    address = link.removeprefix(deployment.settings.base_url)
    answer = await client.post(address, data={"password": PASSWORD})
    assert answer.status_code in {200, 303}


async def plan_survey(deployment: Deployment, tenant: str, number: str) -> None:
    """A survey about the first closing of a request, as the closing plans it."""
    await deployment.store.write(tenant, surveys.plan, number, 1, clock.now())
