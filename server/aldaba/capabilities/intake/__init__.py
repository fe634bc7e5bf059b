"""Intake: a pre-request is sent in, asked about, approved or rejected."""

from pathlib import Path

from aldaba.capabilities.intake import (
    customer,
    desk,
    embed,
    entering,
    install,
    panels,
    reactions,
    receipt,
    rehearsal,
)
from aldaba.capability import BulkAction, Capability, Email, Embed, LinkPage, MenuEntry, Panel
from aldaba.events.intake import RequestApproved, RequestOpened, RequestRejected
from aldaba.requests import letters

INTAKE = Capability(
    name="intake",
    forms=(Path(__file__).with_name("form.toml"),),
    links=(LinkPage("receipt", customer.RECEIPT_FOR, receipt.receipt),),
    embeds=(Embed("pre-request", embed.script),),
    reactions=(
        (RequestOpened, reactions.opened),
        (RequestApproved, reactions.decided),
        (RequestRejected, reactions.decided),
    ),
    panels=(Panel("decision", panels.decision, "intake/decision-panel.html"),),
    bulk=(BulkAction("approve", "requests.bulk.approve", desk.approve_marked, "decide"),),
    menu=(MenuEntry("intake.enter.title", "/requests/new", "enter"),),
    notices={
        "approved": "intake.decision.approved",
        "rejected": "intake.decision.rejected",
        "entered_before": "intake.entered.before",
    },
    emails=(
        Email("intake/received", letters.to_customer),
        Email("intake/new", letters.to_team),
        Email("intake/approved", letters.change),
        Email("intake/rejected", letters.to_customer),
    ),
    customer=(customer.show, customer.send, customer.terms, install.install),
    desk=(desk.approve, desk.reject, entering.show, entering.enter, entering.entered),
    rehearse=rehearsal.rehearse,
)
