"""How routes become a service: what stands around every one of them, in one place."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from aldaba.capability import Embed, LinkPage
from aldaba.web import health, statics
from aldaba.web.access_log import Times, with_log
from aldaba.web.cors import with_cors
from aldaba.web.deployment import Deployment
from aldaba.web.headers import least_headers, with_headers
from aldaba.web.limits import FORM_BODY, FORM_PARTS, in_time, without_nul
from aldaba.web.links import link_embeds, link_handlers
from aldaba.web.problem_pages import HANDLERS
from aldaba.web.same_origin import from_known_origin
from aldaba.web.scripts import Scripts, script_handler, with_scripts
from aldaba.web.themes import with_theme

log = logging.getLogger(__name__)

Task = Callable[[], Awaitable[None]]
PAUSE = 5.0  # seconds before a task that failed begins again


def edge_router(pages: Sequence[LinkPage], embeds: Iterable[Embed] = ()) -> Router:
    """What is nobody's capability: statics, health, the doors of signed links and of scripts."""
    own = (statics.static, health.live, health.ready, health.metrics)
    scripts = script_handler([*embeds, *link_embeds(pages)])
    return Router("/", route_handlers=[*own, scripts, *link_handlers(pages)])


def assemble(
    deployment: Deployment,
    routers: Sequence[Router],
    tasks: Sequence[Task] = (),
    purposes: frozenset[str] = frozenset(),
) -> Litestar:
    """The service: `routers`, one for each kind of visitor, and `tasks` that run beside them from
    start to stop. Links with one of `purposes` may be used from companies' own sites."""
    answer_head(routers)
    answers: Counter[str] = Counter()
    times = Times()
    https = deployment.settings.base_url.startswith("https:")
    scripts = Scripts(deployment.themes, least_headers(https=https))
    app = Litestar(
        route_handlers=list(routers),
        dependencies={"deployment": Provide(lambda: deployment, sync_to_thread=False)},
        state=State(
            {
                "deployment": deployment,
                "answers": answers,
                "times": times,
                "scripts": scripts,
                "embedded": purposes,
            }
        ),
        guards=[acceptable],
        exception_handlers=HANDLERS,
        lifespan=[lambda _app: running(tasks)],
        request_max_body_size=FORM_BODY,
        multipart_form_part_limit=FORM_PARTS,
        openapi_config=None,
        logging_config=None,
    )
    handler = in_time(app.asgi_handler)
    handler = with_cors(handler, deployment, purposes)
    handler = with_headers(handler, https=https)
    handler = with_log(handler, answers, times)
    handler = with_scripts(handler, scripts, answers)
    app.asgi_handler = with_theme(handler, deployment)
    return app


async def acceptable(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """The guard on every route. Raises Problem `malformed` and `origin_refused`.

    One for all, and asynchronous: Litestar copies the route for each guard, and runs others on a
    thread of its pool, which costs more than all the rest of a small route.
    """
    without_nul(connection.scope)
    from_known_origin(connection)


def answer_head(routers: Iterable[Router]) -> None:
    """What answers GET answers HEAD too; the server leaves the body out."""
    for router in routers:
        for route in router.routes:
            for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
                if "GET" in handler.http_methods:
                    handler.http_methods.add("HEAD")


@asynccontextmanager
async def running(tasks: Sequence[Task]) -> AsyncIterator[None]:
    """`tasks` run meanwhile; each is begun again when it fails."""
    begun = [asyncio.create_task(_kept_running(task)) for task in tasks]
    try:
        yield
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


async def _kept_running(task: Task) -> None:
    while True:
        try:
            return await task()
        except Exception:
            log.exception("a task failed, it begins again in %s s", PAUSE)
            await asyncio.sleep(PAUSE)
