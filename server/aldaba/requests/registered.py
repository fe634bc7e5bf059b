"""What the registry knows of the place or product that a request is about."""

from sqlalchemy import Connection

from aldaba.places import looking_up
from aldaba.places.looking_up import Registered
from aldaba.requests import service


def known(db: Connection, tenant: str, number: str) -> Registered | None:
    """None where it knows nothing."""
    found = service.find(db, tenant, number)
    return (looking_up.registered(db, tenant, found) or None) if found else None
