"""The samples' visits: who comes, and what is planned and was done."""

import secrets
from typing import Any

from aldaba import clock
from aldaba.capabilities.visits import roster, service
from aldaba.capabilities.visits.report import OUTCOMES
from aldaba.capabilities.visits.service import Slot
from aldaba.capabilities.visits.slot import particulars_of
from aldaba.demo.samples import Planting, Samples
from aldaba.requests import service as requests
from aldaba.web.deployment import Deployment


async def plant_technicians(deployment: Deployment, tenant: str, data: Samples) -> dict[str, str]:
    """Everybody who comes, by key: their ids."""
    ids = {}
    for person in data.get("technicians", ()):
        ids[person["key"]] = who = secrets.token_hex(8)
        columns = {name: person[name] for name in ("name", "badge", "phone")}
        columns |= {"email": "", "active": True}
        write = deployment.store.write
        await write(tenant, roster.put_technician, who, columns, (), clock.now())
    return ids


async def plant_visit(planting: Planting, number: str, said: dict[str, Any]) -> None:
    """A visit of the samples, planned and where `report` says so made."""
    write, tenant = planting.deployment.store.write, planting.theme.name
    visit, by = secrets.token_hex(8), planting.staff[said["by"]]
    hours = (planting.due(said["begins"]), planting.due(said["ends"]))
    slot = Slot(said["purpose"], *hours, planting.technicians[said["technician"]])
    found = await planting.deployment.store.read(tenant, requests.find, number)
    assert found is not None  # noqa: S101 - it was sent just before
    who = planting.data["technicians"]
    name = next(each["name"] for each in who if each["key"] == said["technician"])
    told = particulars_of(slot, name, planting.theme.tenant, found.language)
    at = planting.at(said["at"])
    await write(tenant, service.plan, number, visit, slot, told, at, by)
    if "report" in said:
        event = OUTCOMES["done"](visit=visit, report=said["report"], photos=())
        at = planting.at(said["ends"])
        await write(tenant, service.finish, visit, 0, event, at, "technician", said["technician"])
