"""The page of a link that has expired: a new one goes to the address on file, and only there."""

from typing import Any

from litestar import Response

from aldaba import clock
from aldaba.capabilities.closures import closing
from aldaba.capabilities.closures.times import link_until
from aldaba.links import Link
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


def page(
    reader: Reader,
    link: Link,
    token: str,
    *,
    missing: bool = False,
    sent: bool = False,
) -> Response[Any]:
    """When it expired, and how to get another. `missing`: the box was not ticked; `sent`: asked
    for, whether or not there is an address to send it to."""
    return reader.page(
        "closures/expired.html",
        status=200 if sent else 410,
        expires=link.expires,
        action=f"/l/{token}",
        missing=missing,
        sent=sent,
    )


async def renew(
    reader: Reader, deployment: Deployment, link: Link, token: str, choice: str
) -> Response[Any]:
    """Send another if the box is ticked; often asked, seldom sent."""
    if choice != "renew":
        return page(reader, link, token, missing=True)
    at = clock.now()
    until = link_until(reader.theme.tenant, at)
    await deployment.store.write(link.tenant, closing.renew, link.subject, until, at)
    return page(reader, link, token, sent=True)
