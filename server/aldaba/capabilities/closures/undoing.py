"""The page that a decision's mail leads to: take it back, while there is time."""

from typing import Any

from litestar import Request, Response

from aldaba import clock
from aldaba.capabilities.closures import deciding
from aldaba.capabilities.closures.page import Closed, closed_of
from aldaba.links import Link
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


async def show(
    reader: Reader,
    _request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """What was decided, and the question whether it shall be taken back."""
    return _page(reader, await closed_of(deployment, link), link, token)


async def decide(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """Take it back, if the box is ticked and the time is not over."""
    answers = await read_answers(request)
    if answers.one("choice") != "undo":
        closed = await closed_of(deployment, link)
        return _page(reader, closed, link, token, missing=True)
    write = deployment.store.write
    at = clock.now()
    undone = await write(link.tenant, deciding.undo, link.subject, link.version, at)
    closed = await closed_of(deployment, link)
    return _page(reader, closed, link, token, undone=undone)


def _page(
    reader: Reader,
    closed: Closed,
    link: Link,
    token: str,
    *,
    undone: bool = False,
    missing: bool = False,
) -> Response[Any]:
    row = closed.row
    stands = row.decided_at is not None and row.decided_sequence == link.version
    return reader.page(
        "closures/undo.html",
        status=422 if missing else 200,
        shown=closed,
        action=f"/l/{token}",
        undone=undone,
        missing=missing,
        possible=stands and (row.undo_by or 0) >= clock.now() and not closed.moved_on,
    )
