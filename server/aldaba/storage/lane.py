"""A lane to the database: an engine, the threads that may use it, and how a transaction begins."""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from aldaba.problems import Problem

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[Concatenate[Connection, str, P], T]

RETRY_AFTER = {"Retry-After": "5"}
TRIES = 6  # of a job whose transaction another one pushed out
PUSHED_OUT = 0.005  # seconds until the second try, at most; twice that until the third, …


def never(_error: BaseException | None) -> bool:
    """No error is of this kind."""
    return False


def driver_error(error: BaseException) -> BaseException | None:
    """What the driver raised: SQLAlchemy wraps it, a `Statement` doesn't."""
    return error.orig if isinstance(error, DBAPIError) else error


class Lane(Struct, frozen=True):
    """Jobs queue before `threads`; each runs in a transaction of `engine`.

    `enter(db, tenant)` begins it; `out_of_service(error)` tells a database that can't serve now
    (disk full, locked, gone) from a bug; `pushed_out(error)` one that gave way to another
    transaction (deadlock, serialisation): the job is run again then.
    """

    engine: Engine
    threads: ThreadPoolExecutor
    enter: Callable[[Connection, str], None]
    out_of_service: Callable[[BaseException | None], bool]
    pushed_out: Callable[[BaseException | None], bool] = never

    async def run(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`transact` on one of the threads, when those before it are done."""
        call = partial(self.transact, tenant, job, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self.threads, call)

    def transact(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `job` returns, after its transaction was committed; rolled back when it raises.

        Raises Problem `storage_unavailable` while the database is out of service, and where other
        transactions pushed this one out `TRIES` times.
        """
        tries = 0
        while True:
            try:
                with self.engine.begin() as db:
                    self.enter(db, tenant)
                    return job(db, tenant, *args, **kwargs)
            except Exception as error:
                tries += 1
                if tries == TRIES or not self.pushed_out(driver_error(error)):
                    told = self.told(error)
                    raise told from (None if told is error else error)
            time.sleep(random.uniform(0, PUSHED_OUT * 2**tries))  # noqa: S311 - out of step

    def told(self, error: BaseException) -> BaseException:
        """`error` as callers hear of it: a Problem where the database is out of service."""
        if self.out_of_service(driver_error(error)):
            return Problem("storage_unavailable", headers=RETRY_AFTER)
        return error

    def tally(self) -> dict[str, int]:
        """What there is to count of the lane's work, by name."""
        return {}
