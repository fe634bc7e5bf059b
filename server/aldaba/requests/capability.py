"""What the record itself adds to each door; `app.CAPABILITIES` lists it like any capability."""

from aldaba.capability import BulkAction, Capability, Email, LinkPage, MenuEntry, Panel
from aldaba.requests import (
    bulk,
    cancelling,
    charge,
    contact,
    customer,
    desk,
    digest,
    kindred,
    letters,
    mail_choice,
    page,
    presence,
    queue_page,
    registered,
    sheet,
    status_desk,
    table,
)
from aldaba.requests.trials import sweeper

RECORD = Capability(
    name="requests",
    links=(
        LinkPage("follow", letters.FOLLOW_FOR, customer.follow, photos=True),
        LinkPage("cancel", letters.FOLLOW_FOR, cancelling.show, cancelling.by_customer),
        LinkPage("mails", letters.FOLLOW_FOR, mail_choice.show, mail_choice.decide),
    ),
    follow=(
        Panel("mails", mail_choice.offer, "requests/mails-offer.html"),
        Panel("cancel", cancelling.offer, "requests/cancel-offer.html"),
    ),
    panels=(
        Panel("kindred", kindred.kindred, "requests/kindred-panel.html"),
        Panel("registered", registered.known, "requests/registered-panel.html"),
        Panel("timeline", page.story, "requests/timeline-panel.html"),
    ),
    bulk=(
        BulkAction("hand", "requests.bulk.hand", bulk.hand, "decide", "requests/bulk-hand.html"),
        BulkAction("move", "requests.bulk.move", bulk.move, "", "requests/bulk-move.html"),
    ),
    menu=(
        MenuEntry("requests.queue.title", ""),
        MenuEntry("requests.workflow.title", "/workflow"),
    ),
    notices={
        "cancelled": "requests.cancel.cancelled",
        "taken_back": "requests.comment.taken_back",
        "too_late": "requests.comment.too_late",
        "handed_over": "requests.charge.handed_over",
        "as_before": "requests.charge.as_before",
        "contact_corrected": "requests.contact.corrected",
        "moved": "requests.move.moved",
        "moved_silently": "requests.move.moved_silently",
        "sent": "requests.comment.sent",
        "kept": "requests.comment.kept",
    },
    emails=(
        Email("requests/comment", letters.comment),
        Email("requests/status", letters.change),
        Email("requests/cancelled", letters.to_customer),
        Email("requests/withdrawn", letters.to_team),
        Email("requests/given", letters.to_staff),
        Email("requests/digest", digest.letter),
    ),
    customer=(customer.photo,),
    desk=(
        queue_page.show,
        table.saved,
        table.printed,
        sheet.sheet,
        bulk.act,
        desk.show,
        desk.comment,
        desk.photo,
        desk.take_back,
        cancelling.by_staff,
        charge.hand_to,
        contact.correct_contact,
        presence.here,
        status_desk.change_status,
        status_desk.workflow,
    ),
    tasks=(sweeper,),
)
