"""What happened, for ever: recorded once, chained, read as history, audit trail and proof.

Each capability's events stand in a treaty of its own: a module of this package.
"""

from aldaba.events.eraser import erase
from aldaba.events.event import Event
from aldaba.events.reader import Recorded, head, history
from aldaba.events.recorder import Reaction, install_reactions, record
from aldaba.events.verifier import verify

__all__ = [
    "Event",
    "Reaction",
    "Recorded",
    "erase",
    "head",
    "history",
    "install_reactions",
    "record",
    "verify",
]
