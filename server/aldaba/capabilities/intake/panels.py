"""Intake's part of a request's page: the decision, while it is still to be made."""

from sqlalchemy import Connection

from aldaba.capabilities.intake import verdicts
from aldaba.requests import service as requests


def decision(db: Connection, tenant: str, number: str) -> bool | None:
    """Whether to show it; what staff choose from stands in the page and the theme."""
    found = requests.find(db, tenant, number)
    undecided = found and found.stage == "pre_request" and found.status in verdicts.UNDECIDED
    return True if undecided else None
