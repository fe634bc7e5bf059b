"""A lane to the database: an engine, the threads that may use it, and how a transaction begins."""

import asyncio
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


class Lane(Struct, frozen=True):
    """Jobs queue before `threads`; each runs in a transaction of `engine`.

    `enter(db, tenant)` begins it; `out_of_service(error)` tells a database that can't serve now
    (disk full, locked, gone) from a bug.
    """

    engine: Engine
    threads: ThreadPoolExecutor
    enter: Callable[[Connection, str], None]
    out_of_service: Callable[[BaseException | None], bool]

    async def run(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`transact` on one of the threads, when those before it are done."""
        call = partial(self.transact, tenant, job, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self.threads, call)

    def transact(self, tenant: str, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `job` returns, after its transaction was committed; rolled back when it raises.

        Raises Problem `storage_unavailable` while the database is out of service.
        """
        try:
            with self.engine.begin() as db:
                self.enter(db, tenant)
                return job(db, tenant, *args, **kwargs)
        except DBAPIError as error:
            if self.out_of_service(error.orig):
                raise Problem("storage_unavailable", headers=RETRY_AFTER) from error
            raise
