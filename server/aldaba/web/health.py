"""What operators ask: does it live, can it serve, how much is waiting. Tells nothing of anybody."""

from typing import Any

from litestar import MediaType, Request, get
from sqlalchemy import Connection, func, select

from aldaba.outbox.models import outbox
from aldaba.storage.database import EVERY_TENANT
from aldaba.web.deployment import Deployment

PROMETHEUS = "text/plain; version=0.0.4"


@get("/health/live", media_type=MediaType.TEXT)
async def live() -> str:
    """The process answers."""
    return "live\n"


@get("/health/ready", media_type=MediaType.TEXT)
async def ready(deployment: Deployment) -> str:
    """The database answers too. Raises Problem `storage_unavailable`."""
    await deployment.store.read(EVERY_TENANT, waiting)
    return "ready\n"


@get("/metrics", media_type=PROMETHEUS)
async def metrics(request: Request[Any, Any, Any], deployment: Deployment) -> str:
    """Mails in the outbox by state, and answers by class of status, in Prometheus' text format."""
    mails = await deployment.store.read(EVERY_TENANT, waiting)
    answers: dict[str, int] = request.app.state.answers
    return "".join(
        [
            *_family("aldaba_outbox_mails", "gauge", "state", mails),
            *_family("aldaba_answers_total", "counter", "status", answers),
        ]
    )


def waiting(db: Connection, _every_tenant: str) -> dict[str, int]:
    """How many mails are due and how many parked, of all companies together."""
    found = db.execute(
        select(outbox.c.state, func.count())
        .where(outbox.c.state.in_(("due", "parked")))
        .group_by(outbox.c.state)
    )
    return {"due": 0, "parked": 0} | dict(found.all())


def _family(name: str, kind: str, label: str, values: dict[str, int]) -> list[str]:
    lines = [f'{name}{{{label}="{value}"}} {count}\n' for value, count in sorted(values.items())]
    return [f"# TYPE {name} {kind}\n", *lines]
