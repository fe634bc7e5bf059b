"""What the registry adds to the desk; `app.CAPABILITIES` lists it like any capability."""

from aldaba.capability import Capability, MenuEntry
from aldaba.places import desk

PLACES = Capability(
    name="places",
    menu=(MenuEntry("places.title", "/places", "registry"),),
    desk=(desk.show, desk.saved, desk.send, desk.narrowed),
)
