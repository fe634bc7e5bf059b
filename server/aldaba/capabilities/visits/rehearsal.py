"""Visits' part on the preview's stage: one is planned, one moved to another day, one cancelled."""

from typing import Any

from aldaba import clock
from aldaba.capabilities.visits import roster, service
from aldaba.capabilities.visits.service import Slot
from aldaba.capabilities.visits.slot import particulars_of
from aldaba.requests import service as requests

WHO, NAME = "stage", "Iván Maqueta"


async def rehearse(play: Any) -> None:
    """All of them about the last request with approved work."""
    read, write, tenant = play.deployment.store.read, play.deployment.store.write, play.theme.name
    found = [await read(tenant, requests.find, number) for number in play.numbers]
    approved = [each for each in found if each.status == "approved"]
    if not approved:
        return
    at = clock.now()
    about = (at, play.staff)
    who = {"name": NAME, "badge": "001", "phone": "", "email": "tecnico@stage.example"}
    await write(tenant, roster.put_technician, WHO, who | {"active": True}, (), at)
    for days, visit in enumerate(("planned", "moved", "cancelled"), start=1):
        slot = _in_days(at, days)
        said = particulars_of(slot, NAME, play.theme.tenant, play.theme.tenant.languages[0])
        await write(tenant, service.plan, approved[-1].number, visit, slot, said, *about)
    later = _in_days(at, 5)
    said = particulars_of(later, NAME, play.theme.tenant, play.theme.tenant.languages[0])
    await write(tenant, service.move, "moved", 0, later, said, *about)
    await write(tenant, service.cancel, "cancelled", 0, play.said, *about)


def _in_days(at: int, days: int) -> Slot:
    begins = at + days * clock.DAY
    return Slot("repair", begins, begins + 2 * clock.HOUR, WHO)
