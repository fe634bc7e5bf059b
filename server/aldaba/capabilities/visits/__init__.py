"""Visits: somebody comes to look or to repair; planned by staff, told by who came."""

from pathlib import Path

from aldaba.capabilities.visits import (
    customer,
    desk,
    letters,
    panels,
    reactions,
    rehearsal,
    technician,
    technicians,
)
from aldaba.capabilities.visits.links import AFTERWARDS, PURPOSE
from aldaba.capability import Capability, Email, LinkPage, MenuEntry, Panel
from aldaba.events.requests import RequestCancelled

VISITS = Capability(
    name="visits",
    forms=(Path(__file__).with_name("report.toml"),),
    links=(LinkPage(PURPOSE, AFTERWARDS, technician.show, technician.tell, technician.about),),
    reactions=(
        *((kind, reactions.told) for kind in reactions.LETTERS),
        (RequestCancelled, reactions.request_cancelled),
    ),
    panels=(Panel("visits", panels.for_staff, "visits/visits-panel.html"),),
    follow=(Panel("visits", panels.for_customer, "visits/followed-visits.html"),),
    menu=(MenuEntry("visits.agenda", "/visits"),),
    notices={
        "visit_planned": "visits.notice.planned",
        "visit_moved": "visits.notice.moved",
        "visit_cancelled": "visits.notice.cancelled",
        "visit_told": "visits.notice.told",
        "visit_changed_before": "visits.notice.changed_before",
    },
    emails=(
        *(Email(kind, letters.to_customer) for kind in reactions.LETTERS.values()),
        Email("visits/job", letters.to_technician),
        Email("visits/released", letters.to_technician),
    ),
    customer=(customer.technician, technician.photo),
    desk=(
        desk.agenda,
        desk.plan,
        desk.move,
        desk.cancel,
        desk.finish,
        technicians.technicians,
        technicians.keep,
        technicians.photo,
    ),
    rehearse=rehearsal.rehearse,
)
