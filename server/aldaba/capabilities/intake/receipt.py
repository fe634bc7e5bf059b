"""The receipt: the number, what happens next and by when, a link to keep."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from aldaba import clock
from aldaba.links import Link
from aldaba.problems import Problem
from aldaba.requests import number, service
from aldaba.requests.letters import follow_link
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


async def receipt(
    reader: Reader,
    _request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    _token: str,
) -> Response[str]:
    """The page behind a receipt link; nothing of the customer's but a masked address."""
    found = await deployment.store.read(link.tenant, service.find, link.subject)
    if found is None:
        raise Problem("link_unknown")
    follow = deployment.address(follow_link(link.tenant, link.subject, link.language, clock.now()))
    text = reader.words("intake.receipt_share", number=number.shown(link.subject), link=follow)
    return reader.page(
        "intake/receipt.html",
        request=found,
        masked_email=masked(found.email),
        follow=follow,
        share=f"https://wa.me/?text={quote(text)}",
    )


def masked(email: str) -> str:
    """`b•••@cliente.example`: enough for its owner to know it, too little for anybody else."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}" if at else ""
