"""How routes become a service: what stands around every one of them, in one place."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.routes import HTTPRoute

from aldaba.capability import LinkPage
from aldaba.web import health, statics
from aldaba.web.access_log import with_log
from aldaba.web.cors import with_cors
from aldaba.web.deployment import Deployment
from aldaba.web.headers import with_headers
from aldaba.web.kept_scripts import with_kept_scripts
from aldaba.web.limits import FORM_BODY, FORM_PARTS, in_time, without_nul
from aldaba.web.links import link_handlers
from aldaba.web.problem_pages import HANDLERS
from aldaba.web.same_origin import from_known_origin

log = logging.getLogger(__name__)

Task = Callable[[], Awaitable[None]]
PAUSE = 5.0  # seconds before a task that failed begins again


def edge_router(pages: Iterable[LinkPage]) -> Router:
    """What is nobody's capability: statics, health, and the door of signed links."""
    own = (statics.static, health.live, health.ready, health.metrics)
    return Router("/", route_handlers=[*own, *link_handlers(pages)])


def assemble(
    deployment: Deployment, routers: Sequence[Router], tasks: Sequence[Task] = ()
) -> Litestar:
    """The service: `routers`, one for each kind of visitor, and `tasks` that run beside them from
    start to stop."""
    answer_head(routers)
    answers: Counter[str] = Counter()
    app = Litestar(
        route_handlers=list(routers),
        dependencies={"deployment": Provide(lambda: deployment, sync_to_thread=False)},
        state=State({"deployment": deployment, "answers": answers}),
        guards=[without_nul, from_known_origin],
        exception_handlers=HANDLERS,
        lifespan=[lambda _app: running(tasks)],
        request_max_body_size=FORM_BODY,
        multipart_form_part_limit=FORM_PARTS,
        openapi_config=None,
        logging_config=None,
    )
    handler = in_time(app.asgi_handler)
    handler = with_cors(handler, deployment.themes)
    handler = with_headers(handler, https=deployment.settings.base_url.startswith("https:"))
    handler = with_log(handler, answers)
    app.asgi_handler = with_kept_scripts(handler, deployment.themes, answers)
    return app


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
