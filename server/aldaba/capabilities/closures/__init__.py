"""Closures: the work is declared done, and its customer accepts it or reopens the request."""

from aldaba import clock
from aldaba.capabilities.closures import (
    certificates,
    certifying,
    customer,
    desk,
    letters,
    panels,
    reactions,
    rehearsal,
    service,
    undoing,
)
from aldaba.capabilities.closures.showing import CERTIFICATE_FOR
from aldaba.capabilities.closures.silence import silence
from aldaba.capabilities.closures.times import LINK_DAYS
from aldaba.capability import Capability, Email, LinkPage, Panel
from aldaba.events.closures import (
    ClosedUnanswered,
    ClosureAccepted,
    ClosureLinkRevoked,
    ClosureLinkSent,
    ClosurePostponed,
    RequestClosed,
    RequestReopened,
)

CLOSURES = Capability(
    name="closures",
    links=(
        LinkPage(
            service.ACCEPTANCE,
            LINK_DAYS * clock.DAY,
            customer.show,
            customer.decide,
            service.about,
            embedded=True,
            photos=True,
            renews=True,
        ),
        LinkPage(
            "undo", clock.HOUR, undoing.show, undoing.decide, service.about_decision, embedded=True
        ),
        LinkPage("certificate", CERTIFICATE_FOR, certifying.show, about=service.about_acceptance),
    ),
    reactions=(
        (RequestClosed, reactions.closed),
        (ClosurePostponed, reactions.postponed),
        (ClosureAccepted, reactions.accepted),
        (RequestReopened, reactions.reopened),
        (ClosedUnanswered, reactions.unanswered),
        (ClosureLinkSent, reactions.link_sent),
        (ClosureLinkRevoked, reactions.link_sent),
    ),
    panels=(Panel("closing", panels.on_desk, "closures/desk-panel.html"),),
    follow=(Panel("closing", panels.on_follow, "closures/follow-panel.html"),),
    notices={
        "closed": "closures.desk.done",
        "revoked": "closures.desk.revoked",
    },
    emails=(
        Email("closures/closed", letters.asking),
        Email("closures/reminder", letters.reminding),
        Email("closures/link", letters.telling),
        Email("closures/unanswered", letters.telling),
        Email("closures/accepted", letters.decided),
        Email("closures/reopened", letters.decided),
        Email("closures/decided", letters.to_team),
    ),
    customer=(certifying.check,),
    desk=(desk.close, desk.revoke, desk.certificate),
    tasks=(silence,),
    rehearse=rehearsal.rehearse,
    faults=certificates.faults,
)
