"""The outbox's part of a request's page: mail about it that was given up."""

from sqlalchemy import Connection

from aldaba.capabilities.outbox import service
from aldaba.capabilities.outbox.service import Mail
from aldaba.requests.service import stream_of


def parked(db: Connection, tenant: str, number: str) -> list[Mail] | None:
    """Those mails; None where all is well."""
    return service.parked_of(db, tenant, stream_of(number)) or None
