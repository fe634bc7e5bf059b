"""The link that a technician gets for each visit."""

from typing import Any

from sqlalchemy import Row

from aldaba import clock
from aldaba.links import Link

PURPOSE = "visit"
AFTERWARDS = 7 * clock.DAY  # to write the report, and to look at it again


def job_link(visit: Row[Any], language: str) -> Link:
    """The link to a visit's page for whom it is assigned to now; it ends a week after the visit,
    and when somebody else is sent."""
    expires = visit.ends + AFTERWARDS
    return Link(PURPOSE, visit.tenant, visit.id, visit.assignment, expires, language)
