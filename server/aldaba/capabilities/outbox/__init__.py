"""The outbox at the desk: which mail waits, which was given up, and sending it again."""

from aldaba.capabilities.outbox import desk, panels
from aldaba.capability import Capability, MenuEntry, Panel

OUTBOX = Capability(
    name="outbox",
    panels=(Panel("outbox", panels.parked, "outbox/parked-panel.html"),),
    menu=(MenuEntry("outbox.title", "/outbox"),),
    notices={"sent_again": "outbox.sent_again", "not_parked": "outbox.not_parked"},
    desk=(desk.show, desk.send_again),
)
