"""Mail in the end, and once: rows are added in the transaction of the event they tell of, and one
task of the serving process renders, sends and retries them."""

from aldaba.outbox.message import Letter
from aldaba.outbox.rows import add
from aldaba.outbox.sending import worker
from aldaba.outbox.transport import transport_of

__all__ = ["Letter", "add", "transport_of", "worker"]
