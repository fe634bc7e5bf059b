"""One writer for many jobs: those that wait run in one transaction, with one sync for all of them.

Each is answered only after the commit that holds it. A job that raises takes nobody with it: the
batch is rolled back, what came before it is run again and committed, and it is run once more by
itself. So a job runs up to three times and must touch nothing but its connection. There are no
savepoints: each would cost more than a job.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict
from sqlalchemy import Connection

from aldaba.storage.lane import Job, Lane, P, T

MOST_JOBS = 256  # in one transaction
MOST_SECONDS = 0.05  # after which a batch is committed, whatever still waits
EACH, SLOWEST = 0.002, 0.012  # seconds from batch to batch: for each job of the one before, at most

Answer = tuple[Any, BaseException | None]


class Waiting(Struct, frozen=True):
    """A job that waits, and who waits for it."""

    tenant: str
    call: Callable[[Connection], Any]
    answer: asyncio.Future[Any]


class Committed(Struct):
    """What the writer has done: transactions, and the jobs in them."""

    batches: int = 0
    jobs: int = 0


class GroupCommit(Lane, frozen=True):
    """A lane with one thread and one connection, whose jobs are committed together."""

    waiting: deque[Waiting] = field(default_factory=deque)
    order: threading.Lock = field(default_factory=threading.Lock)
    committed: Committed = field(default_factory=Committed)

    async def run(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `job` returns, once it is committed together with others that wait.

        Raises what `job` raises, and Problem `storage_unavailable`.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        with self.order:
            self.waiting.append(
                Waiting(tenant, lambda db: job(db, tenant, *args, **kwargs), answer)
            )
            first = len(self.waiting) == 1
        if first:  # else the thread has been told, and hasn't come to it yet
            self.threads.submit(self._work)
        return await answer

    def tally(self) -> dict[str, int]:
        """How many jobs wait, and how many were committed in how many batches."""
        return {"waiting": len(self.waiting), **asdict(self.committed)}

    def _work(self) -> None:
        """Commit what waits. Where several came together more are on their way: batches then begin
        at a pace, so that a page of the database that many jobs change is written once for all."""
        while self.waiting:
            before, began = self.committed.jobs, time.monotonic()
            self._commit(self.waiting)
            together = self.committed.jobs - before
            pace = min(together * EACH, SLOWEST) if together > 1 else 0
            time.sleep(max(0, began + pace - time.monotonic()))

    def _drain(self, waiting: deque[Waiting]) -> None:
        while waiting:
            self._commit(waiting)

    def _commit(self, waiting: deque[Waiting]) -> None:
        """Take a batch off `waiting` and settle each of its jobs."""
        taken: list[Waiting] = []
        results: list[Any] = []
        try:
            with self.engine.begin() as db:
                self.enter(db, waiting[0].tenant)
                for job in _batch(waiting):
                    taken.append(job)
                    results.append(job.call(db))
        except BaseException as error:  # the thread must live, and nobody wait for ever
            if not taken:  # it couldn't even begin
                self._refuse(list(_batch(waiting)), error)
            else:
                self._part(taken, error, raised=len(results) < len(taken))
        else:
            self.committed.batches += 1
            self.committed.jobs += len(taken)
            _tell(taken, ((result, None) for result in results))

    def _part(self, taken: list[Waiting], error: BaseException, *, raised: bool) -> None:
        """Nothing of `taken` was kept: find out whose fault that was. `raised` says that it was
        the last one's; a commit that failed doesn't tell, so halves are tried."""
        if len(taken) == 1 or self.told(error) is not error:
            self._refuse(taken, error)
            return
        at = len(taken) - 1 if raised else len(taken) // 2
        self._drain(deque(taken[:at]))
        self._drain(deque(taken[at:]))

    def _refuse(self, taken: list[Waiting], error: BaseException) -> None:
        _tell(taken, ((None, self.told(error)) for _ in taken))


def _batch(waiting: deque[Waiting]) -> Iterable[Waiting]:
    """Those that wait now, within the limits of one transaction."""
    ends = time.monotonic() + MOST_SECONDS
    for _ in range(min(len(waiting), MOST_JOBS)):
        yield waiting.popleft()
        if time.monotonic() > ends:
            break


def _tell(jobs: Iterable[Waiting], answers: Iterable[Answer]) -> None:
    """Wake each loop once, whatever number of its jobs is settled."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Answer]]] = {}
    for job, answer in zip(jobs, answers, strict=True):
        loops.setdefault(job.answer.get_loop(), []).append((job.answer, answer))
    for loop, told in loops.items():
        with suppress(RuntimeError):  # a loop that was closed waits for nothing
            loop.call_soon_threadsafe(_settle, told)


def _settle(told: Iterable[tuple[asyncio.Future[Any], Answer]]) -> None:
    for future, (result, error) in told:
        if future.done():  # its caller left
            continue
        if error:
            future.set_exception(error)
        else:
            future.set_result(result)
