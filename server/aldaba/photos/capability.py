"""What photos add to the doors."""

from aldaba.capability import Capability
from aldaba.photos.checking import faults, notes
from aldaba.photos.customer import handlers

PHOTOS = Capability(name="photos", customer=handlers, faults=faults, notes=notes)
