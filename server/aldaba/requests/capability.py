"""What the record itself adds to each door; `app.CAPABILITIES` lists it like any capability."""

from aldaba.capability import Capability, Email, LinkPage, MenuEntry, Panel
from aldaba.requests import customer, desk, letters, queue_page, status_desk

RECORD = Capability(
    name="requests",
    links=(LinkPage("follow", letters.FOLLOW_FOR, customer.follow, photos=True),),
    panels=(Panel("timeline", desk.story, "requests/timeline-panel.html"),),
    menu=(
        MenuEntry("requests.queue.title", ""),
        MenuEntry("requests.workflow.title", "/workflow"),
    ),
    notices={
        "moved": "requests.move.moved",
        "moved_silently": "requests.move.moved_silently",
        "sent": "requests.comment.sent",
        "kept": "requests.comment.kept",
    },
    emails=(
        Email("requests/comment", letters.to_customer),
        Email("requests/status", letters.to_customer),
    ),
    customer=(customer.photo,),
    desk=(
        queue_page.show,
        desk.show,
        desk.comment,
        desk.photo,
        status_desk.change_status,
        status_desk.workflow,
    ),
)
