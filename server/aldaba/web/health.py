"""What operators ask: does it live, can it serve, how much is waiting. Tells nothing of anybody.

Prometheus' text format is written here: it is a line a figure, while its client library keeps what
it counts in one place for the whole process, which several services in a test would share.
"""

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from litestar import MediaType, Request, get
from sqlalchemy import Connection, func, select

from aldaba import clock
from aldaba.outbox.models import outbox
from aldaba.storage.database import EVERY_TENANT, about
from aldaba.web.access_log import BOUNDS, Times
from aldaba.web.deployment import Deployment

PROMETHEUS = "text/plain; version=0.0.4"


@get("/health/live", media_type=MediaType.TEXT)
async def live() -> str:
    """The process answers."""
    return "live\n"


@get("/health/ready", media_type=MediaType.TEXT)
async def ready(deployment: Deployment) -> str:
    """The database answers too, and says which it is. Raises Problem `storage_unavailable`."""
    return f"ready\n{await deployment.store.read(EVERY_TENANT, about)}\n"


@get("/metrics", media_type=PROMETHEUS)
async def metrics(request: Request[Any, Any, Any], deployment: Deployment) -> str:
    """Mails, answers, the database's queue and the themes, in Prometheus' text format."""
    state = request.app.state
    mails, oldest = await deployment.store.read(EVERY_TENANT, waiting, clock.now())
    jobs, themes = deployment.store.tally(), deployment.themes.tally()
    age = themes.pop("age")
    return "".join(
        [
            *_family("aldaba_outbox_mails", "gauge", "state", mails),
            *_single("aldaba_outbox_oldest_seconds", "gauge", oldest / clock.SECOND),
            *_family("aldaba_answers_total", "counter", "status", state.answers),
            *_histogram("aldaba_answer_seconds", state.times),
            *_single("aldaba_store_jobs_waiting", "gauge", jobs.get("waiting", 0)),
            *_single("aldaba_store_jobs_total", "counter", jobs.get("jobs", 0)),
            *_single("aldaba_store_batches_total", "counter", jobs.get("batches", 0)),
            *_family("aldaba_themes", "gauge", "state", themes),
            *_single("aldaba_theme_age_seconds", "gauge", age),
        ]
    )


def waiting(db: Connection, _every_tenant: str, at: int) -> tuple[dict[str, int], int]:
    """How many mails of all companies are due and how many parked; for how long, in microseconds,
    the oldest of those that could have gone out by `at` has been there."""
    found = db.execute(
        select(outbox.c.state, func.count())
        .where(outbox.c.state.in_(("due", "parked")))
        .group_by(outbox.c.state)
    )
    late = (outbox.c.state == "due") & ((outbox.c.due_at <= at) | (outbox.c.attempts > 0))
    oldest = db.scalar(select(func.min(outbox.c.created_at)).where(late))
    return {"due": 0, "parked": 0} | dict(found.all()), max(0, at - oldest) if oldest else 0


def _family(name: str, kind: str, label: str, values: Mapping[str, float]) -> Iterable[str]:
    yield f"# TYPE {name} {kind}\n"
    for value, count in sorted(values.items()):
        yield f'{name}{{{label}="{value}"}} {count}\n'


def _single(name: str, kind: str, value: float) -> Iterable[str]:
    yield f"# TYPE {name} {kind}\n{name} {value}\n"


def _histogram(name: str, times: Times) -> Iterable[str]:
    yield f"# TYPE {name} histogram\n"
    counts = [*accumulate(times.within)]
    for bound, count in zip((*BOUNDS, "+Inf"), counts, strict=True):
        yield f'{name}_bucket{{le="{bound}"}} {count}\n'
    yield f"{name}_sum {times.seconds}\n{name}_count {counts[-1]}\n"
